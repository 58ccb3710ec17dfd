"""The whole embedded site as a child process, for tests of the supervisor and for the browser."""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import urllib.error
import urllib.request
from contextlib import suppress
from pathlib import Path

import psutil

from elearning.embedded.children import dies_with_parent
from tests.services import ROOT
from tests.waiting import wait_for

ADDRESS = re.compile(r"http://127\.0\.0\.1:\d+")


#: Runs each line of the input, a script as JSON, and says when it is through.
CONSOLE = """
import json, sys
from django.db import connections
from elearning.starting import set_up
set_up()
for line in sys.stdin:
    exec(compile(json.loads(line), "<console>", "exec"), {})
    connections.close_all()
    print("through", flush=True)
"""


class EmbeddedSite:
    """``python -m elearning.embedded`` on a free port, with everything it keeps in a folder of its own."""

    def __init__(self, database: Path | None = None, **env: str) -> None:
        # Short, for the path of a socket has a limit.
        self.var = Path(tempfile.mkdtemp(prefix="hyldefri-"))
        self.output = self.var / "supervisor.out"
        if database:
            shutil.copyfile(database, self.var / "hyldefri.sqlite3")
        inherited = {name: value for name, value in os.environ.items() if name not in {"DATABASE_URL", "REDIS_URL"}}
        self.env = {
            **inherited,
            "DJANGO_SETTINGS_MODULE": "elearning.settings.embedded",
            "HYLDEFRI_VAR": str(self.var),
            "HYLDEFRI_PORT": "0",
            **env,
        }
        self.process: subprocess.Popen[bytes] | None = None
        self._console: subprocess.Popen[str] | None = None

    def start(self) -> None:
        self.spawn()
        wait_for(self._is_ready, within=480, what="The first page of the embedded site")

    def spawn(self) -> subprocess.Popen[bytes]:
        with self.output.open("wb") as output:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "elearning.embedded"],
                cwd=ROOT,
                env=self.env,
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=True,
                preexec_fn=dies_with_parent(signal.SIGTERM),
            )
        return self.process

    def _is_ready(self) -> bool:
        assert self.process
        if self.process.poll() is not None:
            raise AssertionError(f"The site ended: {self.said}")
        return bool(ADDRESS.search(self.said))

    @property
    def said(self) -> str:
        return self.output.read_text(errors="replace")

    @property
    def base_url(self) -> str:
        found = ADDRESS.search(self.said)
        assert found, self.said
        return found.group()

    def get(self, path: str) -> tuple[int, str]:
        try:
            with urllib.request.urlopen(self.base_url + path, timeout=30) as answer:  # noqa: S310 - our own
                return answer.status, answer.read().decode()
        except urllib.error.HTTPError as error:
            return error.code, error.read().decode()

    def ready(self) -> dict[str, object]:
        answer: dict[str, object] = json.loads(self.get("/readyz")[1])
        return answer

    def descendants(self) -> list[psutil.Process]:
        assert self.process
        return psutil.Process(self.process.pid).children(recursive=True)

    def child(self, words: str) -> psutil.Process:
        """The direct child whose command line has ``words``."""
        assert self.process
        for process in psutil.Process(self.process.pid).children():
            with suppress(psutil.Error):  # it may end while we look
                if words in " ".join(process.cmdline()):
                    return process
        raise AssertionError(f"No child runs {words!r}.")

    def run_script(self, script: str) -> None:
        """What an operator does in ``manage.py shell``; one process does it all, for it takes long to start."""
        if self._console is None:
            self._console = subprocess.Popen(
                [sys.executable, "-c", CONSOLE],
                cwd=ROOT,
                env=self.env,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                text=True,
                preexec_fn=dies_with_parent(signal.SIGTERM),
            )
        console = self._console
        assert console.stdin
        assert console.stdout
        console.stdin.write(json.dumps(script) + "\n")
        console.stdin.flush()
        for said in console.stdout:
            if said == "through\n":
                return
        self._console = None  # It ended, and has said why.
        raise AssertionError(f"The script failed: {script}")

    def stop(self) -> int:
        assert self.process
        self.process.send_signal(signal.SIGTERM)
        return self.process.wait(60)

    def remove(self) -> None:
        if self._console:
            self._console.kill()
            self._console.communicate()
        if self.process and self.process.poll() is None:
            self.stop()
        shutil.rmtree(self.var, ignore_errors=True)


def wait_until_gone(processes: list[psutil.Process], *, within: float) -> None:
    def all_gone() -> bool:
        return not any(process.is_running() and process.status() != psutil.STATUS_ZOMBIE for process in processes)

    wait_for(all_gone, within=within, what=f"The end of {[process.pid for process in processes]}")
