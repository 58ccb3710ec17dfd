"""The player's addresses, for the learners and editors of this site: ``path("h5p/", include("tracking.h5p.urls"))``."""

from courses.h5p.player.urls import player_urls
from tracking.h5p.host import SiteHost

urlpatterns, app_name = player_urls(SiteHost())
