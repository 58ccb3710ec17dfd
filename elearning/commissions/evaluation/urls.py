"""Where learners answer, and where what they have answered is reported."""

from django.urls import path

from elearning.commissions.evaluation import report_views, views

urlpatterns = [
    path("evaluering/<uuid:enrolment>/<slug:round_>/", views.answer, name="evaluation"),
    path("bestillinger/<int:pk>/rapport/", report_views.report, name="report"),
    path("bestillinger/<int:pk>/rapport/ny/", report_views.make, name="make_report"),
    path("bestillinger/<int:pk>/rapport/<int:number>/", report_views.report_number, name="report_number"),
    path("bestillinger/<int:pk>/rapport/<int:number>.pdf", report_views.pdf, name="report_pdf"),
    path("bestillinger/<int:pk>/rapport/<int:number>.xlsx", report_views.xlsx, name="report_xlsx"),
]
