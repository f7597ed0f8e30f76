from django.urls import path

from quizzes.views import items, pretest, test

urlpatterns = [
    path("modules/<slug:slug>/pretest/", pretest.pretest, name="pretest"),
    path("modules/<slug:slug>/pretest/begin/", pretest.begin_pretest, name="pretest-begin"),
    path("modules/<slug:slug>/pretest/result/", pretest.pretest_result, name="pretest-result"),
    path("modules/<slug:slug>/test/", test.test, name="test"),
    path("modules/<slug:slug>/test/begin/", test.begin, name="test-begin"),
    path("modules/<slug:slug>/test/<int:attempt_id>/<int:number>/", items.item, name="test-item"),
    path("modules/<slug:slug>/test/<int:attempt_id>/<int:number>/answer/", items.answer, name="test-answer"),
    path("modules/<slug:slug>/test/<int:attempt_id>/pause/", test.pause, name="test-pause"),
    path("modules/<slug:slug>/test/<int:attempt_id>/resume/", test.resume, name="test-resume"),
    path("modules/<slug:slug>/test/<int:attempt_id>/submit/", test.submit, name="test-submit"),
    path("modules/<slug:slug>/test/<int:attempt_id>/result/", test.result, name="test-result"),
]
