from django.urls import path

from elearning.privacy import views

urlpatterns = [
    path("profile/data/", views.download, name="privacy-data"),
    path("profile/erase/", views.erase, name="privacy-erase"),
    path("profile/erased/", views.erased, name="privacy-erased"),
]
