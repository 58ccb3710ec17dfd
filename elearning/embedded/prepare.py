"""Makes the database, the demo and the static files ready, before the site answers. May run again."""

from __future__ import annotations

import gc
import hashlib
import os
from pathlib import Path

from elearning.starting import set_up


def fingerprint() -> str:
    """Changes when any static file does."""
    from django.contrib.staticfiles.finders import get_finders

    digest = hashlib.sha256()
    for finder in get_finders():
        for path, storage in finder.list([]):
            found = Path(storage.path(path)).stat()
            digest.update(f"{path}\0{found.st_size}\0{found.st_mtime_ns}\n".encode())
    return digest.hexdigest()


def collect_static() -> None:
    from django.conf import settings
    from django.core.management import call_command

    root = Path(settings.STATIC_ROOT)
    stamp = root.with_name(f"{root.name}.stamp")
    now = fingerprint()
    if root.is_dir() and stamp.is_file() and stamp.read_text() == now:
        return
    call_command("collectstatic", interactive=False, clear=True, verbosity=0)
    stamp.write_text(now)


def load_demo() -> None:
    from django.core.management import call_command, get_commands

    if "load_demo" in get_commands() and os.environ.get("HYLDEFRI_DEMO", "1") != "0":
        call_command("load_demo")


def tell_who_may_sign_in() -> None:
    """The supervisor asks no database."""
    from django.conf import settings

    from elearning.embedded.banner import demo_users
    from elearning.embedded.layout import Layout

    Layout(settings.VAR_DIR).demo_users.write_text(demo_users())


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "elearning.settings.embedded")
    # Loading makes what stays, and migrations make models by the thousand: to look through them for garbage again and
    # again is a quarter of the time.
    gc.disable()
    set_up()
    from django.core.management import call_command

    call_command("migrate", interactive=False, verbosity=1)
    gc.enable()
    load_demo()
    tell_who_may_sign_in()
    collect_static()


if __name__ == "__main__":
    main()
