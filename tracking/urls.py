"""Addresses of what learners do. ``<enrolment>`` is theirs; nobody else's answers under it."""

from django.urls import URLPattern

app_name = "tracking"
urlpatterns: list[URLPattern] = []
