"""Addresses of the screens about forwarding, under ``/admin/hyldefri/``."""

from django.urls import path

from tracking.xapi.forwarding import admin_views as views

_RELAY = "kommuner/<slug:code>/videresendelse/"

urlpatterns = [
    path("videresendelse/", views.RelaysView.as_view(), name="relays"),
    path(_RELAY, views.RelayView.as_view(), name="relay"),
    path(f"{_RELAY}opsaet/", views.SetUpRelayView.as_view(), name="set_up_relay"),
    path(f"{_RELAY}forbindelse/", views.TryConnectionView.as_view(), name="try_relay"),
    path(f"{_RELAY}taend/", views.SwitchRelayView.as_view(enabled=True), name="switch_relay_on"),
    path(f"{_RELAY}sluk/", views.SwitchRelayView.as_view(enabled=False), name="switch_relay_off"),
    path(f"{_RELAY}nu/", views.RetryRelayView.as_view(), name="retry_relay"),
    path(f"{_RELAY}fra-en-dato/", views.ReplayRelayView.as_view(), name="replay_relay"),
    path(f"{_RELAY}afviste/", views.RefusedView.as_view(), name="refused_statements"),
    path(f"{_RELAY}slet/", views.DeleteRelayView.as_view(), name="delete_relay"),
]
