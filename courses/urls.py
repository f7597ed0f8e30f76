from django.urls import path

from courses import views

urlpatterns = [
    path("modules/<slug:slug>/start/", views.start, name="module-start"),
    path("modules/<slug:slug>/slides/", views.overview, name="slides-overview"),
    path("modules/<slug:slug>/slides/<slug:key>/", views.slide, name="slide"),
    path("modules/<slug:slug>/slides/<slug:key>/seen/", views.seen, name="slide-seen"),
    path("modules/<slug:slug>/slides/<slug:key>/questions/<slug:question>/", views.answer, name="slide-question"),
    path("modules/<slug:slug>/print/", views.printed, name="module-print"),
    path("modules/<slug:slug>/media/<str:sha256>/<str:name>", views.picture, name="picture"),
]
