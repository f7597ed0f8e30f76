from django.urls import path

from elearning.reports import views

urlpatterns = [
    path("modules/<slug:slug>/slides/<slug:key>/report/", views.slide, name="report-slide"),
    path("modules/<slug:slug>/test/<int:attempt_id>/<int:number>/report/", views.item, name="report-item"),
]
