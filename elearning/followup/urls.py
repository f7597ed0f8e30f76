from django.urls import path

from elearning.followup import views

urlpatterns = [
    path("modules/<slug:slug>/follow-up/", views.followup, name="followup"),
    path("modules/<slug:slug>/follow-up/pace/", views.pace, name="followup-pace"),
    path("modules/<slug:slug>/follow-up/pause/", views.pause, name="followup-pause"),
    path("modules/<slug:slug>/follow-up/resume/", views.resume, name="followup-resume"),
    path("modules/<slug:slug>/follow-up/stop/", views.stop, name="followup-stop"),
    path("modules/<slug:slug>/follow-up/ask/", views.ask, name="followup-ask"),
    path("follow-up/questions/<int:review_id>/", views.question, name="followup-question"),
    # Mails hold these two: they stay as they are, and elearning/logs.py keeps their tokens out of the log.
    path("follow-up/<str:token>/", views.link, name="followup-link"),
    path("follow-up/<str:token>/stop/", views.link_stop, name="followup-link-stop"),
]
