"""Addresses of commissions on the site. The desk's are in Wagtail's admin."""

from django.urls import include, path

app_name = "commissions"
urlpatterns = [
    path("", include("elearning.commissions.orders.urls")),
    path("", include("elearning.commissions.wishes.urls")),
    path("", include("elearning.commissions.offers.urls")),
    path("", include("elearning.commissions.evaluation.urls")),
]
