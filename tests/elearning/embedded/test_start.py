"""What keeps the embedded site from starting is said in plain Danish, before anything is touched."""

from __future__ import annotations

import socket
from pathlib import Path

import pytest

from elearning.accounts.models import User
from elearning.embedded import banner as banners
from elearning.embedded.errors import EmbeddedError
from elearning.embedded.layout import Layout, wanted_port
from elearning.embedded.listener import listen
from elearning.embedded.lock import only_one
from elearning.embedded.redis import redis_command
from elearning.municipalities.actions.seed_municipalities import SeedMunicipalities
from elearning.site import demo_people


def test_a_taken_port_is_named_with_a_way_out() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]

        with pytest.raises(EmbeddedError, match=rf"Port {port} er optaget.*HYLDEFRI_PORT="):
            listen(port)


def test_port_zero_is_any_free_port() -> None:
    with listen(wanted_port({"HYLDEFRI_PORT": "0"})) as listener:
        assert listener.getsockname()[1] > 0


def test_the_port_is_8000_unless_said() -> None:
    assert wanted_port({}) == 8000


@pytest.mark.parametrize("text", ["otte", "-1", "65536", "", "²"])
def test_a_port_that_is_no_port_is_refused(text: str) -> None:
    with pytest.raises(EmbeddedError, match="HYLDEFRI_PORT er"):
        wanted_port({"HYLDEFRI_PORT": text})


def test_the_lock_is_free_again_after_use(tmp_path: Path) -> None:
    with only_one(tmp_path / "lock"):
        pass
    with (
        only_one(tmp_path / "lock"),
        pytest.raises(EmbeddedError, match="kører allerede"),
        only_one(tmp_path / "lock"),
    ):
        pass


def test_what_is_kept_can_be_read_by_its_owner_only(tmp_path: Path) -> None:
    layout = Layout(tmp_path / "var")
    layout.create()

    assert [path.stat().st_mode & 0o077 for path in (layout.var, layout.redis_data, layout.logs)] == [0, 0, 0]


def test_a_folder_too_deep_for_a_socket_is_refused(tmp_path: Path) -> None:
    with pytest.raises(EmbeddedError, match="for lang til en socket"):
        Layout(tmp_path / ("x" * 90)).create()


def test_redis_opens_no_port_and_writes_everything_down(tmp_path: Path) -> None:
    command = " ".join(redis_command(Layout(tmp_path)))

    assert "--port 0" in command
    assert "--unixsocketperm 700" in command
    assert "--appendonly yes" in command


@pytest.mark.django_db
def test_the_banner_lists_who_to_sign_in_as_and_where_the_code_lies(tmp_path: Path) -> None:
    SeedMunicipalities().execute()
    for person in (demo_people.DESIGNER, demo_people.PEOPLE[0]):
        User.objects.create(email=person.email)
    text = banners.banner(address="http://127.0.0.1:8000/", logs=tmp_path, users=banners.demo_users())

    assert "Hyldefri er klar: http://127.0.0.1:8000/" in text
    assert "designer@hyldefri.example        kursusudvikler" in text
    assert "  Glostrup Kommune\n    rikke.redaktor@glostrup.example  redaktør\n" in text
    assert "http://127.0.0.1:8000/postkasse/" in text


@pytest.mark.django_db
def test_the_banner_does_without_a_demo(tmp_path: Path) -> None:
    assert "Demobrugere" not in banners.banner(address="x", logs=tmp_path, users=banners.demo_users())
