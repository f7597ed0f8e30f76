from django.urls import path

from elearning.delivery import views

urlpatterns = [
    path("reporting/", views.reporting, name="reporting"),
    path("reporting/identity/", views.identity, name="reporting-identity"),
    path("reporting/numbers/", views.number, name="reporting-number"),
    path("reporting/numbers/<int:pk>/remove/", views.remove_number, name="reporting-number-remove"),
    path("reporting/consents/<str:body>/", views.consent, name="reporting-consent"),
]
