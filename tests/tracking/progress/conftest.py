"""Who hears that a course was completed."""

import pytest

from tracking.signals import course_completed


@pytest.fixture
def completions():
    heard = []

    def hear(sender, enrolment, statement, **kwargs):
        heard.append((enrolment, statement))

    course_completed.connect(hear)
    yield heard
    course_completed.disconnect(hear)
