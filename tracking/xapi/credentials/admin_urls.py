"""Addresses of the screens about systems' access, under ``/admin/hyldefri/``."""

from django.urls import path

from tracking.xapi.credentials import admin_views as views

urlpatterns = [
    path("kommuner/<slug:code>/systemer/", views.CredentialsView.as_view(), name="credentials"),
    path("kommuner/<slug:code>/systemer/ny/", views.NewCredentialView.as_view(), name="new_credential"),
    path("kommuner/<slug:code>/systemer/<int:pk>/hemmelighed/", views.NewSecretView.as_view(), name="new_secret"),
    path(
        "kommuner/<slug:code>/systemer/<int:pk>/tilbagekald/",
        views.RevokeCredentialView.as_view(),
        name="revoke_credential",
    ),
]
