"""Addresses of waves. ``<pk>`` is a wave the person runs or takes part in; nobody else's answers."""

from django.urls import path

from elearning.commissions.waves.views import gatherings, imports, joining, pages, participants

app_name = "waves"
urlpatterns = [
    path("", pages.waves, name="list"),
    path("nyt/<slug:code>/", pages.plan, name="plan"),
    path("deltag/<slug:key>/", joining.join, name="join"),
    path("<int:pk>/", pages.wave, name="wave"),
    path("<int:pk>/ret/", pages.change, name="change"),
    path("<int:pk>/pause/", pages.pause, name="pause"),
    path("<int:pk>/fortsaet/", pages.resume, name="resume"),
    path("<int:pk>/link/", pages.link, name="link"),
    path("<int:pk>/link/nyt/", pages.renew_link, name="renew_link"),
    path("<int:pk>/link/qr.svg", pages.qr, name="qr"),
    path("<int:pk>/deltagere/ny/", participants.add, name="add"),
    path("<int:pk>/deltagere/inviter/", participants.invite, name="invite"),
    path("<int:pk>/deltagere/<int:member>/flyt/", participants.move, name="move"),
    path("<int:pk>/deltagere/<int:member>/fjern/", participants.remove, name="remove"),
    path("<int:pk>/liste/", imports.upload, name="upload"),
    path("<int:pk>/liste/skabelon.csv", imports.template, name="template"),
    path("<int:pk>/liste/<int:list_id>/", imports.detail, name="import"),
    path("<int:pk>/liste/<int:list_id>/bekraeft/", imports.confirm, name="confirm"),
    path("<int:pk>/liste/<int:list_id>/rapport.csv", imports.report, name="report"),
    path("<int:pk>/moeder/nyt/", gatherings.add, name="add_gathering"),
    path("<int:pk>/moeder/<int:gathering>/", gatherings.detail, name="gathering"),
    path("<int:pk>/moeder/<int:gathering>/ret/", gatherings.change, name="change_gathering"),
    path("<int:pk>/moeder/<int:gathering>/aflys/", gatherings.cancel, name="cancel_gathering"),
    path("<int:pk>/moeder/<int:gathering>/rum/<int:number>/", gatherings.room, name="room"),
    path("<int:pk>/moeder.ics", gatherings.calendar, name="calendar"),
]
