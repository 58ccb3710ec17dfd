"""Addresses of the reports, below the admin's."""

from django.urls import path

from tracking.reports import views

urlpatterns = [
    path("rapporter/tilmeldinger/", views.EnrolmentReportView.as_view(), name="enrolments"),
    path(
        "rapporter/tilmeldinger/resultater/",
        views.EnrolmentReportView.as_view(results_only=True),
        name="enrolments_results",
    ),
    path("rapporter/spoergsmaal/", views.items, name="items"),
]
