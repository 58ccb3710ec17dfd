"""A migrated database to copy, because 200 migrations take longer than all tests.

It is kept under ``var/test`` (SQLite) or in the server (PostgreSQL); its name changes with the migrations.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from importlib.util import find_spec
from pathlib import Path

from django.conf import settings
from django.db import connection, connections

from tests.services import ROOT

FOLDER = ROOT / "var" / "test"


@cache
def migrations_digest() -> str:
    """Of every migration of every app, and of where the apps come from."""
    from django.apps import apps

    digest = hashlib.sha256()
    for config in apps.get_app_configs():
        spec = find_spec(f"{config.name}.migrations") if (Path(config.path) / "migrations").is_dir() else None
        if spec and spec.origin:
            for path in sorted(Path(spec.origin).parent.glob("*.py")):
                digest.update(f"{config.label}/{path.name}\n".encode() + path.read_bytes())
    return digest.hexdigest()[:16]


@contextmanager
def _one_at_a_time() -> Iterator[None]:
    FOLDER.mkdir(parents=True, exist_ok=True)
    with (FOLDER / f"{connection.vendor}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _migrate(**env: str) -> None:
    subprocess.run(
        [sys.executable, "manage.py", "migrate", "--verbosity", "0"],
        cwd=ROOT,
        check=True,
        env={**os.environ, "DJANGO_SETTINGS_MODULE": "elearning.settings.testing", **env},
    )


def sqlite_template() -> Path:
    """A migrated SQLite file; made once for each state of the migrations."""
    path = FOLDER / f"template-{migrations_digest()}.sqlite3"
    with _one_at_a_time():
        if not path.exists():
            for old in FOLDER.glob("template-*.sqlite3*"):
                old.unlink()
            unfinished = path.with_suffix(".unfinished")
            unfinished.unlink(missing_ok=True)
            _migrate(TEST_DATABASE_FILE=str(unfinished), DATABASE_URL="")
            # The process that migrated has closed the file, so its write-ahead log is in it.
            unfinished.rename(path)
    return path


class TestDatabase:
    """The database of this test process: a copy of the template, made anew when a test has flushed it."""

    __test__ = False

    def __init__(self) -> None:
        self.name = str(settings.DATABASES["default"]["TEST"]["NAME"] or "test_hyldefri")
        self.is_sqlite = connection.vendor == "sqlite"
        self._maintenance = str(connection.settings_dict["NAME"])

    def create(self) -> None:
        connections.close_all()
        if self.is_sqlite:
            target = Path(self.name)
            target.parent.mkdir(parents=True, exist_ok=True)
            for suffix in ("-wal", "-shm"):
                target.with_name(target.name + suffix).unlink(missing_ok=True)
            shutil.copyfile(sqlite_template(), target)
        else:
            template = self._postgres_template()
            self._on_server(
                f'DROP DATABASE IF EXISTS "{self.name}" WITH (FORCE)',
                f'CREATE DATABASE "{self.name}" TEMPLATE "{template}"',
            )
        connection.settings_dict["NAME"] = self.name

    def drop(self) -> None:
        connections.close_all()
        if self.is_sqlite:
            for suffix in ("", "-wal", "-shm"):
                Path(self.name + suffix).unlink(missing_ok=True)
        else:
            self._on_server(f'DROP DATABASE IF EXISTS "{self.name}" WITH (FORCE)')
        connection.settings_dict["NAME"] = self._maintenance

    @property
    def env(self) -> dict[str, str]:
        """What another process needs in its environment to have the same database."""
        if self.is_sqlite:
            return {"TEST_DATABASE_FILE": self.name}
        return {"DATABASE_URL": _with_name(os.environ["DATABASE_URL"], self.name)}

    def _postgres_template(self) -> str:
        name = f"template_{migrations_digest()}"
        with _one_at_a_time():
            if not self._on_server(f"SELECT 1 FROM pg_database WHERE datname = '{name}'"):  # noqa: S608 - a digest
                self._on_server(f'CREATE DATABASE "{name}_unfinished"')
                _migrate(DATABASE_URL=_with_name(os.environ["DATABASE_URL"], f"{name}_unfinished"))
                self._on_server(f'ALTER DATABASE "{name}_unfinished" RENAME TO "{name}"')
        return name

    def _on_server(self, *statements: str) -> list[tuple[object, ...]]:
        import psycopg

        given = connection.settings_dict
        with psycopg.connect(
            host=given["HOST"],
            port=given["PORT"] or None,
            user=given["USER"],
            password=given["PASSWORD"] or None,
            dbname=self._maintenance,
            autocommit=True,
        ) as server:
            for statement in statements:
                cursor = server.execute(statement)
            return cursor.fetchall() if cursor.description else []


def _with_name(url: str, name: str) -> str:
    return url.rpartition("/")[0] + "/" + name
