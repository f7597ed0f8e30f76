from django.urls import path

from elearning.certificates import views

urlpatterns = [
    path("modules/<slug:slug>/certificate/", views.certificate, name="certificate"),
    path("certificates/<str:number>/pdf/", views.certificate_pdf, name="certificate-pdf"),
    path("verify/", views.verify, name="verify"),
    path("verify/file/", views.verify_file, name="verify-file"),
    path("verify/<str:number>/", views.verify_certificate, name="verify-certificate"),
]
