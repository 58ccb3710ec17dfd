"""``python -m bench``: see docs/performance.md. Timing never fails it; what is not met is said."""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from tests.services import ROOT, RedisServer, postgres


def arguments(given: list[str] | None = None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench", description="What the site costs, against its bars.")
    parser.add_argument("--statements", type=int, default=1_000_000, help="in the large store")
    parser.add_argument("--rounds", type=int, default=7, help="how often each case is measured, in turn")
    parser.add_argument("--scale", type=float, default=1.0, help="of what is done in a round")
    parser.add_argument("--sequences", type=int, default=100_000, help="random ones, through the fold")
    parser.add_argument("--without-releases", action="store_true", help="leave out releases and packages")
    parser.add_argument("--json", type=Path, default=ROOT / "var" / "bench.json", help="where the figures go")
    return parser.parse_args(given)


def main(options: argparse.Namespace) -> int:
    started = time.monotonic()
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="hyldefri-bench-")))
        releases = None if options.without_releases else Releases(folder / "releases.txt")
        redis = RedisServer(folder / "redis.sock")
        redis.start()
        stack.callback(redis.kill)
        url = stack.enter_context(postgres())
        os.environ.update(environment(folder, url))
        import django

        django.setup()
        from bench import measuring

        # What is made ready costs time, not figures: meanwhile the other processor does the releases.
        ready = measuring.prepare(options, folder, url, stack)
        said = releases.wait() if releases else ""
        result: dict[str, Any] = measuring.measure(options, ready)
    write(options, result, said=said, seconds=round(time.monotonic() - started))
    return 0


def write(options: argparse.Namespace, result: dict[str, Any], *, said: str, seconds: int) -> None:
    whole = {**result, "releases": said.splitlines(), "seconds": seconds}
    options.json.parent.mkdir(parents=True, exist_ok=True)
    options.json.write_text(json.dumps(whole, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    print(f"\n{seconds} seconds. The figures are in {options.json}.")


def environment(folder: Path, url: str) -> dict[str, str]:
    """Production's, but for the certificate; the limit on requests is counted and never reached."""
    socket = folder / "redis.sock"
    return {
        "DJANGO_SETTINGS_MODULE": "bench.settings",
        "HYLDEFRI_VAR": str(folder),
        "SECRET_KEY": "of-a-measurement-0123456789abcdefghijklmnopqrstuvwxyz",
        "ALLOWED_HOSTS": "localhost",
        "HYLDEFRI_BASE_URL": "http://localhost",
        "DATABASE_URL": url,
        "REDIS_URL": f"unix://{socket}?db=1",
        "CELERY_BROKER_URL": f"redis+socket://{socket}",
        "EMAIL_URL": "dummymail://",
        "SECURE_SSL_REDIRECT": "false",
        "HYLDEFRI_XAPI_RATE": "1000000000",
    }


class Releases:
    """``bench.releases`` in a process of its own: it has other settings, and SQLite."""

    def __init__(self, output: Path) -> None:
        self.output = output
        with output.open("wb") as file:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "bench.releases"], cwd=ROOT, stdout=file, stderr=subprocess.STDOUT
            )

    def wait(self) -> str:
        failed = self.process.wait()
        said = self.output.read_text(encoding="utf-8")
        print(said)
        if failed:
            raise SystemExit("Releases could not be measured.")
        return said


if __name__ == "__main__":
    sys.exit(main(arguments()))
