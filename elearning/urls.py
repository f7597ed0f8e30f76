"""Every address of the site."""

from allauth.account.decorators import secure_admin_login
from django.contrib import admin
from django.urls import include, path

from courses import converters  # noqa: F401 registers the converter of languages
from elearning import views

admin.autodiscover()
# allauth's sign-in guards the administration too: one door, with its rate limits and second factor.
admin.site.login = secure_admin_login(admin.site.login)

urlpatterns = [
    path("", views.home, name="home"),
    path("modules/<slug:slug>/", views.module, name="module"),
    path("modules/<slug:slug>/<language:language>/", views.module, name="module"),
    path("my-learning/", views.my_learning, name="my-learning"),
    path("profile/", views.profile, name="profile"),
    path("health/", views.health, name="health"),
    path("", include("courses.urls")),
    path("", include("quizzes.urls")),
    path("", include("elearning.evaluation.urls")),
    path("", include("elearning.standards.urls")),
    path("", include("elearning.certificates.urls")),
    path("", include("elearning.delivery.urls")),
    path("", include("elearning.badges.urls")),
    path("", include("elearning.transcript.urls")),
    path("", include("elearning.followup.urls")),
    path("", include("elearning.reports.urls")),
    path("", include("elearning.lifecycle.urls")),
    path("", include("elearning.privacy.urls")),
    path("accounts/", include("allauth.urls")),
    path("admin/", admin.site.urls),
]
