"""The player's addresses, for the learners and editors of this site: ``path("h5p/", include("tracking.h5p.urls"))``."""

from courses.h5p.player import preview
from courses.h5p.player.hosts import HostsByAudience
from courses.h5p.player.urls import player_urls
from tracking.h5p.host import LearnersHost
from tracking.h5p.places import LEARNER

urlpatterns, app_name = player_urls(HostsByAudience({preview.KIND: preview.PreviewHost(), LEARNER: LearnersHost()}))
