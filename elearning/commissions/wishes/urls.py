"""The wishes of an order, beside the order itself."""

from django.urls import path

from elearning.commissions.wishes import views

urlpatterns = [
    path("bestillinger/<int:pk>/oensker/", views.wishes, name="wishes"),
    path("bestillinger/<int:pk>/oensker/<int:wish_id>/", views.wish, name="wish"),
]
