"""Addresses of what learners do. ``<enrolment>`` is theirs; nobody else's answers under it."""

from django.urls import include, path

from tracking.h5p import views as h5p
from tracking.learning.views import blocks, media, steps
from tracking.reminding import views as reminding
from tracking.work import views as work

app_name = "tracking"
urlpatterns = [
    path("", include("tracking.testing.urls")),
    path("", include("tracking.certificates.urls")),
    path("", include("tracking.enrolling.urls")),
    path("forloeb/", steps.overview, name="overview"),
    path("forloeb/paamindelser/", reminding.reminders, name="reminders"),
    path("forloeb/<uuid:enrolment>/", steps.course, name="course"),
    path("forloeb/<uuid:enrolment>/position/", steps.position, name="position"),
    path("forloeb/<uuid:enrolment>/modenhed/", work.maturity, name="maturity"),
    path("forloeb/<uuid:enrolment>/medie/<str:kind>/<int:source>/", media.media, name="media"),
    path("forloeb/<uuid:enrolment>/<uuid:node>/", steps.step, name="step"),
    path("forloeb/<uuid:enrolment>/<uuid:node>/<uuid:block>/", blocks.block, name="block"),
    path("forloeb/<uuid:enrolment>/<uuid:node>/<uuid:block>/tilstand/", h5p.state, name="h5p_state"),
    path("forloeb/<uuid:enrolment>/<uuid:node>/<uuid:block>/resultater/", h5p.statements, name="h5p_statements"),
    path("forloeb/<uuid:enrolment>/<uuid:node>/<uuid:block>/forfra/", h5p.afresh, name="h5p_afresh"),
    path("forloeb/<uuid:enrolment>/<uuid:node>/<uuid:block>/kalender.ics", blocks.calendar, name="calendar"),
]
