"""``python -m tests.run``: every test, on SQLite and then on PostgreSQL.

Arguments go to pytest: ``python -m tests.run tests/courses -x``. Tests marked ``browser`` or ``once`` have a
database of their own and run once, with SQLite's.
"""

from __future__ import annotations

import os
import subprocess
import sys

from tests.services import postgres

NO_TESTS = 5


def run(*arguments: str, **env: str) -> int:
    """pytest in a process of its own; its closing line is the last thing it prints."""
    code = subprocess.run(
        [sys.executable, "-m", "pytest", "--numprocesses", "2", "--dist", "loadgroup", *arguments],
        check=False,
        env={**os.environ, **env},
    ).returncode
    return 0 if code == NO_TESTS else code


def say(text: str) -> None:
    sys.stdout.write(f"== {text} ==\n")
    sys.stdout.flush()


def main(arguments: list[str]) -> int:
    say("SQLite")
    failed = run(*arguments, DATABASE_URL="")
    say("PostgreSQL")
    with postgres() as url:
        failed = run("-m", "not browser and not once", *arguments, DATABASE_URL=url) or failed
    say("Failed" if failed else "Every part passed")
    return failed


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
