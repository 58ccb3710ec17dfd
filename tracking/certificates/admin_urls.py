"""Addresses of certificates, below the admin's."""

from django.urls import path

from tracking.certificates import admin_views as views

urlpatterns = [
    path("beviser/", views.CertificateList.as_view(), name="certificates"),
    path("beviser/resultater/", views.CertificateList.as_view(results_only=True), name="certificates_results"),
    path("beviser/<int:pk>/tilbagekald/", views.revoke, name="revoke_certificate"),
    path("beviser/<int:pk>/udsted-igen/", views.reissue, name="reissue_certificate"),
]
