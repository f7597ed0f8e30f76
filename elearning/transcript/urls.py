from django.urls import path

from elearning.transcript import views

urlpatterns = [
    path("transcript/", views.transcript, name="transcript"),
    path("transcript/transcript.pdf", views.transcript_pdf, name="transcript-pdf"),
    path("transcript/transcript.csv", views.transcript_csv, name="transcript-csv"),
    path("transcript/external/add/", views.add, name="external-credit-add"),
    path("transcript/external/<int:pk>/", views.change, name="external-credit"),
    path("transcript/external/<int:pk>/remove/", views.remove, name="external-credit-remove"),
    path("transcript/external/<int:pk>/file/", views.file, name="external-credit-file"),
]
