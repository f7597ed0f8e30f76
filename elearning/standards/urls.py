from django.urls import path

from elearning.standards import views

urlpatterns = [
    path("panels/", views.panels, name="panels"),
    path("panels/<int:panel_id>/", views.panel, name="panel"),
    path("panels/<int:panel_id>/hofstee/", views.hofstee, name="panel-hofstee"),
]
