from django.urls import path

from elearning.badges import views

urlpatterns = [
    path("certificates/<str:number>/badge.png", views.badge, {"kind": "png"}, name="badge-png"),
    path("certificates/<str:number>/badge.svg", views.badge, {"kind": "svg"}, name="badge-svg"),
    path("certificates/<str:number>/badge.jwt", views.badge, {"kind": "jwt"}, name="badge-jwt"),
    # Signed credentials name the addresses below (elearning/badges/domain/addresses.py): they stay as they are.
    path("badges/issuer/", views.issuer, name="badge-issuer"),
    path("badges/keys/", views.keys, name="badge-keys"),
    path("badges/keys/<str:thumbprint>/", views.key, name="badge-key"),
    path("badges/achievements/<slug:slug>/<int:edition>/", views.achievement, name="badge-achievement"),
    path("badges/achievements/<slug:slug>/<int:edition>/picture.png", views.picture, name="badge-picture"),
    path("badges/status/<int:number>/", views.status, name="badge-status"),
]
