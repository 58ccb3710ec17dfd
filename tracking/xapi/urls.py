"""The record store's addresses, each as the specification has it: none ends in a slash, and none is redirected."""

from django.urls import path, re_path

from tracking.xapi.credentials import oauth
from tracking.xapi.resources.dispatch import dispatch

app_name = "xapi"
urlpatterns = [
    path("oauth/token", oauth.token, name="token"),
    path("oauth/revoke", oauth.revoke, name="revoke"),
    re_path(r"^1\.0\.3/(?P<resource>[\s\S]*)$", dispatch, {"mount": "1.0.3"}, name="resource_1_0_3"),
    # Everything below, so that what is not there is told so as other systems read it.
    re_path(r"^(?P<resource>[\s\S]*)$", dispatch, {"mount": ""}, name="resource"),
]
