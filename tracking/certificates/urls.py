"""Addresses of certificates."""

from django.urls import path

from tracking.certificates import views

urlpatterns = [
    path("bevis/<slug:token>/", views.verify, name="certificate"),
    path("forloeb/<uuid:enrolment>/bevis/", views.mine, name="my_certificate"),
    path("forloeb/<uuid:enrolment>/bevis.pdf", views.pdf, name="certificate_pdf"),
]
