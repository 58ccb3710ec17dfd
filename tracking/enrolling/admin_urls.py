"""Addresses of enrolling others, below the admin's."""

from django.urls import path

from tracking.enrolling import admin_views as views

urlpatterns = [
    path("tilmeldinger/ny/", views.enrol_people, name="enrol_people"),
    path("tilmeldingslinks/", views.JoinLinkList.as_view(), name="join_links"),
    path("tilmeldingslinks/resultater/", views.JoinLinkList.as_view(results_only=True), name="join_links_results"),
    path("tilmeldingslinks/nyt/", views.create_join_link, name="create_join_link"),
    path("tilmeldingslinks/<int:pk>/tilbagekald/", views.revoke_join_link, name="revoke_join_link"),
]
