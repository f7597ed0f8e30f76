from django.urls import path

from quizzes import views

urlpatterns = [
    path("modules/<slug:slug>/pretest/", views.pretest, name="pretest"),
    path("modules/<slug:slug>/pretest/begin/", views.begin_pretest, name="pretest-begin"),
    path("modules/<slug:slug>/pretest/result/", views.pretest_result, name="pretest-result"),
    path("modules/<slug:slug>/test/", views.test, name="test"),
    path("modules/<slug:slug>/test/begin/", views.begin, name="test-begin"),
    path("modules/<slug:slug>/test/<int:attempt_id>/<int:number>/", views.item, name="test-item"),
    path("modules/<slug:slug>/test/<int:attempt_id>/<int:number>/answer/", views.answer, name="test-answer"),
    path("modules/<slug:slug>/test/<int:attempt_id>/submit/", views.submit, name="test-submit"),
    path("modules/<slug:slug>/test/<int:attempt_id>/result/", views.result, name="test-result"),
]
