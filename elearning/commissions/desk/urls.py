"""Addresses of the desk, under ``/admin/hyldefri/bestillinger/``."""

from django.urls import path

from elearning.commissions.desk.board import BoardView
from elearning.commissions.desk.listing import CommissionReportView
from elearning.commissions.desk.screens import CommissionView, FactsView, MailsView, MoveView, TermsView
from elearning.commissions.desk.wishes import WishesView, WishView
from elearning.commissions.offers.desk import DraftView, OfferPdfView, OfferView

urlpatterns = [
    path("bestillinger/", BoardView.as_view(), name="board"),
    path("bestillinger/liste/", CommissionReportView.as_view(), name="list"),
    path("bestillinger/liste/resultater/", CommissionReportView.as_view(results_only=True), name="list_results"),
    path("bestillinger/<int:pk>/", CommissionView.as_view(), name="commission"),
    path("bestillinger/<int:pk>/trin/<slug:name>/", MoveView.as_view(), name="move"),
    path("bestillinger/<int:pk>/ret/", TermsView.as_view(), name="terms"),
    path("bestillinger/<int:pk>/oplysninger/", FactsView.as_view(), name="facts"),
    path("bestillinger/<int:pk>/oensker/", WishesView.as_view(), name="wishes"),
    path("bestillinger/<int:pk>/oensker/<int:wish_id>/", WishView.as_view(), name="wish"),
    path("bestillinger/<int:pk>/tilbud/", DraftView.as_view(), name="offer_draft"),
    path("bestillinger/<int:pk>/tilbud/<int:number>/", OfferView.as_view(), name="offer"),
    path("bestillinger/<int:pk>/tilbud/<int:number>/pdf/", OfferPdfView.as_view(), name="offer_pdf"),
    path("bestillinger/<int:pk>/mails/", MailsView.as_view(), name="mails"),
]
