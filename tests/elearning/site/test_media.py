from pathlib import Path

import pytest
from django.test import Client, override_settings


@pytest.fixture
def client(tmp_path: Path) -> Client:
    for name in ("images/a.png", "original_images/a.png", "documents/a.pdf"):
        path = tmp_path / name
        path.parent.mkdir()
        path.write_bytes(b"x")
    return Client()


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("path", "served"),
    [
        ("images/a.png", True),
        ("images/b.png", False),
        ("original_images/a.png", False),
        ("documents/a.pdf", False),
        ("images/../documents/a.pdf", False),
        ("images/%2e%2e/documents/a.pdf", False),
    ],
)
def test_only_renditions_are_served_to_everybody(client: Client, tmp_path: Path, path: str, served: bool) -> None:
    with override_settings(MEDIA_ROOT=str(tmp_path)):
        assert (client.get(f"/media/{path}").status_code == 200) is served
