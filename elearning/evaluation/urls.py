from django.urls import path

from elearning.evaluation import views

urlpatterns = [
    path("modules/<slug:slug>/evaluation/", views.evaluation, name="evaluation"),
    path("evaluations/<int:evaluation_id>/commitments/", views.commitments, name="commitments"),
    path("evaluations/<int:evaluation_id>/stop/", views.stop, name="commitments-stop"),
]
