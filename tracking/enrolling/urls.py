"""Addresses of enrolling oneself."""

from django.urls import path

from tracking.enrolling import views

urlpatterns = [
    path("tilmeld/kursus/<int:course>/", views.enrol, name="enrol"),
    path("tilmeld/<slug:token>/", views.join, name="join"),
]
