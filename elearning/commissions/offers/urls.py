"""The municipality's pages of its offers."""

from django.urls import path

from elearning.commissions.offers import views

urlpatterns = [
    path("bestillinger/<int:pk>/godkend/", views.approve, name="approve"),
    path("bestillinger/<int:pk>/tilbud/<int:number>/", views.offer, name="offer"),
    path("bestillinger/<int:pk>/tilbud/<int:number>/pdf/", views.pdf, name="offer_pdf"),
]
