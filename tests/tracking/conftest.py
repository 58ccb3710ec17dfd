"""Releases never change, but between two tests their keys do; and brokers that are there, or are not."""

import socket
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.test import Client

from tests.conftest import broker_at
from tests.tracking import factories
from tests.worlds import world
from tracking.models import Enrolment


@pytest.fixture(params=["gone", "silent"])
def dead_broker(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[None]:
    """A broker that is not there, and one that takes the connection and says nothing."""
    path = tmp_path / "dead.sock"
    with socket.socket(socket.AF_UNIX) as listener:
        if request.param == "silent":
            listener.bind(str(path))
            listener.listen(64)
        with broker_at(f"redis+socket://{path}", cache=f"unix://{path}"):
            yield


@pytest.fixture(autouse=True)
def _media_root(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def sign_in():
    """A browser with the enrolment's learner signed in."""

    def signed_in(enrolment: Enrolment) -> Client:
        client = Client()
        client.force_login(enrolment.user)
        return client

    return signed_in


@world
def small():
    """One module of two lessons and a dialogue; the first lesson asks a question and wants a reflection."""
    question = factories.single_choice()
    first = factories.lesson(
        factories.paragraph(), factories.practise(question), factories.block("reflection", prompt="Hvad nu?")
    )
    tree = factories.course(factories.module(first, factories.dialogue(), factories.lesson()), pool=[question])
    return factories.enrolment(factories.released(tree))
