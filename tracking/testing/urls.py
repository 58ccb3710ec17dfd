"""Addresses of the final test."""

from django.urls import path

from tracking.testing.views import TestQuestionView, TestResultView, TestView

urlpatterns = [
    path("forloeb/<uuid:enrolment>/test/", TestView.as_view(), name="test"),
    path("forloeb/<uuid:enrolment>/test/<int:position>/", TestQuestionView.as_view(), name="test_question"),
    path("forloeb/<uuid:enrolment>/test/resultat/", TestResultView.as_view(), name="test_result"),
]
