"""``python -m tests.run``: every test, on SQLite, on PostgreSQL and in a browser.

Arguments go to pytest: ``python -m tests.run tests/courses -x``. Tests marked ``once`` have a database
of their own and run with SQLite's only; browser tests share one site, so they run in one process.
"""

from __future__ import annotations

import os
import subprocess
import sys

from tests.services import postgres

NO_TESTS = 5
#: A file's tests stay together: they share what is slow to start. The order is ours (``tests.worlds.together``).
IN_TWO_PROCESSES = ("--numprocesses", "2", "--dist", "loadfile", "--no-loadscope-reorder")


def run(*arguments: str, **env: str) -> int:
    """pytest in a process of its own; its closing line is the last thing it prints."""
    code = subprocess.run(
        [sys.executable, "-m", "pytest", *arguments], check=False, env={**os.environ, **env}
    ).returncode
    return 0 if code == NO_TESTS else code


def say(text: str) -> None:
    sys.stdout.write(f"== {text} ==\n")
    sys.stdout.flush()


def main(arguments: list[str]) -> int:
    say("SQLite")
    failed = run("-m", "not browser", *IN_TWO_PROCESSES, *arguments, DATABASE_URL="")
    say("PostgreSQL")
    with postgres() as url:
        failed = run("-m", "not browser and not once", *IN_TWO_PROCESSES, *arguments, DATABASE_URL=url) or failed
    say("Browser")
    failed = run("-m", "browser", *arguments, DATABASE_URL="") or failed
    say("Failed" if failed else "Every part passed")
    return failed


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
