"""Addresses of moving people, below the admin's."""

from django.urls import path

from tracking.moving import admin_views as views

urlpatterns = [
    path("tilmeldinger/flyt/", views.moves, name="moves"),
    path("tilmeldinger/flyt/<int:course>/", views.move, name="move"),
    path("tilmeldinger/flyt/<int:course>/kommune/<int:municipality>/", views.move, name="move_in_municipality"),
]
