"""``python -m tests.run``: every test, on SQLite, on PostgreSQL and in a browser.

Arguments go to pytest: ``python -m tests.run tests/courses -x``. Tests marked ``once`` have a database of their own
and run with SQLite's only; those marked ``asks`` run with PostgreSQL only, for the browser's take the whole site on
SQLite: with ``--both`` as the first argument they run on both. Browser tests share one site, so they run in one
process. All parts run beside each other, for each of them waits now and then; what the browser waits for goes first.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from typing import IO

from tests.services import postgres

NO_TESTS = 5
#: A file's tests stay together: they share what is slow to start. The order is ours (``tests.worlds.together``).
#: A browser gives up on a page that takes long, so these stand back.
BESIDE_THE_BROWSER = ("--numprocesses", "2", "--dist", "loadfile", "--no-loadscope-reorder")
NICE = ("nice", "-n", "5")
#: All there are; the rest need not be looked through for them.
BROWSER_TESTS = ("tests/browser",)


def start(*command: str, output: IO[bytes] | None = None, **env: str) -> subprocess.Popen[bytes]:
    """pytest in a process of its own; its closing line is the last thing it prints."""
    return subprocess.Popen(command, stdout=output, stderr=output, env={**os.environ, **env})


def failed(part: subprocess.Popen[bytes]) -> bool:
    return part.wait() not in (0, NO_TESTS)


def say(text: str) -> None:
    sys.stdout.write(f"== {text} ==\n")
    sys.stdout.flush()


def main(arguments: list[str]) -> int:
    both = arguments[:1] == ["--both"]
    arguments = arguments[both:]
    on_sqlite = "not browser" if both else "not browser and not asks"
    pytest = (sys.executable, "-m", "pytest", *arguments)
    beside = (*NICE, *pytest, *BESIDE_THE_BROWSER)
    browser = (*pytest, *(() if arguments else BROWSER_TESTS))
    with postgres() as url, tempfile.TemporaryFile() as on_postgres, tempfile.TemporaryFile() as in_browser:
        say("SQLite")
        parts = [start(*beside, "-m", on_sqlite, DATABASE_URL="")]
        later = (
            ("PostgreSQL", on_postgres, (*beside, "-m", "not browser and not once"), url),
            ("Browser", in_browser, (*browser, "-m", "browser"), ""),
        )
        parts += [start(*command, output=output, DATABASE_URL=database) for _name, output, command, database in later]
        failures = [failed(part) for part in parts]
        for name, output, _command, _database in later:
            say(name)
            output.seek(0)
            sys.stdout.write(output.read().decode(errors="replace"))
    say("Failed" if any(failures) else "Every part passed")
    return int(any(failures))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
