"""Addresses of a municipality's looks."""

from django.urls import path

from elearning.municipalities import views

urlpatterns = [path("<slug:code>/<slug:version>.css", views.css, name="municipality_css")]
