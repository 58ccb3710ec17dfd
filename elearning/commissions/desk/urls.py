"""Addresses of the desk, under ``/admin/hyldefri/bestillinger/``."""

from django.urls import path

from elearning.commissions.desk.board import BoardView
from elearning.commissions.desk.listing import CommissionReportView
from elearning.commissions.desk.screens import CommissionView, FactsView, MailsView, MoveView, TermsView

urlpatterns = [
    path("bestillinger/", BoardView.as_view(), name="board"),
    path("bestillinger/liste/", CommissionReportView.as_view(), name="list"),
    path("bestillinger/liste/resultater/", CommissionReportView.as_view(results_only=True), name="list_results"),
    path("bestillinger/<int:pk>/", CommissionView.as_view(), name="commission"),
    path("bestillinger/<int:pk>/trin/<slug:name>/", MoveView.as_view(), name="move"),
    path("bestillinger/<int:pk>/ret/", TermsView.as_view(), name="terms"),
    path("bestillinger/<int:pk>/oplysninger/", FactsView.as_view(), name="facts"),
    path("bestillinger/<int:pk>/mails/", MailsView.as_view(), name="mails"),
]
