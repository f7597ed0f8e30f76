from django.urls import path

from elearning.lifecycle import views

urlpatterns = [
    path("reminders/", views.reminders, name="reminders"),
    path("reminders/<str:key>/", views.reminders_by_key, name="reminders-stop"),
]
