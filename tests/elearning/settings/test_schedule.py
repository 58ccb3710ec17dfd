import pytest
from django.conf import settings

from elearning.celery import app, packages_with_tasks


@pytest.fixture(autouse=True)
def _tasks_are_loaded() -> None:
    app.loader.import_default_modules()


@pytest.mark.parametrize("name", sorted(settings.CELERY_BEAT_SCHEDULE))
def test_beat_starts_only_tasks_that_exist(name: str) -> None:
    assert settings.CELERY_BEAT_SCHEDULE[name]["task"] in app.tasks


def test_tasks_are_found_wherever_they_lie() -> None:
    assert "elearning.site" in packages_with_tasks()


def test_no_task_outlasts_the_visibility_timeout() -> None:
    """Or it would be given to a second worker while the first is at it."""
    assert settings.CELERY_BROKER_TRANSPORT_OPTIONS["visibility_timeout"] > settings.CELERY_TASK_TIME_LIMIT
