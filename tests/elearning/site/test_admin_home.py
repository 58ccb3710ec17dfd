"""What an editor meets first in the administration."""

from __future__ import annotations

import pytest
from django.test import Client

from elearning.accounts.models import User

pytestmark = pytest.mark.django_db


@pytest.fixture
def home(client: Client) -> str:
    client.force_login(User.objects.create_superuser("drift@example.dk"))
    return client.get("/admin/").content.decode()


def test_the_help_menu_has_no_news_of_wagtail_to_be_dismissed(home: str) -> None:
    assert "whats-new-in-wagtail" not in home
    assert "keyboard-shortcuts-trigger" in home


def test_the_sites_figures_are_in_danish(home: str) -> None:
    assert "editor guide" not in home
    assert "på Hyldefri" in home
    assert "created in" not in home
