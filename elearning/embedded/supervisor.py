"""Starts the children in order, restarts what dies, stops everything in order."""

from __future__ import annotations

import signal
from collections import defaultdict, deque
from collections.abc import Callable
from http.client import HTTPConnection, HTTPException
from threading import Event
from time import monotonic
from types import FrameType

from django.utils.translation import gettext as _

from elearning.embedded.children import Child
from elearning.embedded.errors import EmbeddedError
from elearning.embedded.layout import Layout
from elearning.embedded.programs import Programs
from elearning.embedded.redis import answers

TICK = 0.1
PATIENCE_FOR_START = 120.0


class Stopped(Exception):
    """Somebody asked the supervisor to stop."""


class RestartPolicy:
    """Wait longer after each death; give up after ``deaths`` within ``window`` seconds."""

    def __init__(self, *, deaths: int = 5, window: float = 60, longest: float = 10) -> None:
        self._window = window
        self._longest = longest
        self._recent: defaultdict[str, deque[float]] = defaultdict(lambda: deque(maxlen=deaths))

    def pause_after_death(self, name: str, now: float) -> float | None:
        """Seconds to wait before the next start, or None: it keeps dying."""
        deaths = self._recent[name]
        deaths.append(now)
        if len(deaths) == deaths.maxlen and now - deaths[0] < self._window:
            return None
        recent = sum(1 for death in deaths if now - death < self._window)
        return min(0.5 * 2.0 ** (recent - 1), self._longest)


class Supervisor:
    """``run`` returns when asked to stop and raises EmbeddedError when a child cannot be kept alive."""

    def __init__(self, layout: Layout, programs: Programs, *, port: int, say: Callable[[str], None]) -> None:
        self._layout = layout
        self._programs = programs
        self._port = port
        self._say = say
        self._stop = Event()
        self._policy = RestartPolicy()
        self._start_again_at: dict[str, float] = {}

    def handle_signals(self) -> None:
        for sign in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(sign, self._ask_to_stop)

    def _ask_to_stop(self, _sign: int, _frame: FrameType | None) -> None:
        self._stop.set()

    def run(self, when_ready: Callable[[], None]) -> None:
        try:
            self._start_all()
            when_ready()
            self._watch()
        except Stopped:
            pass
        finally:
            self._stop_all()

    def _start_all(self) -> None:
        programs = self._programs
        programs.redis.start()
        self._wait(lambda: answers(self._layout.redis_socket), programs.redis)
        self._say(_("Preparing the database and the static files …"))
        programs.prepare.start()
        self._wait(lambda: programs.prepare.exit_code == 0, programs.prepare)
        programs.web.start()
        programs.worker.start()
        programs.beat.start()
        self._wait(self._page_answers, programs.web)

    def _wait(self, condition: Callable[[], bool], child: Child) -> None:
        """Until ``condition`` holds, for as long as ``child`` gives hope that it will."""
        deadline = monotonic() + PATIENCE_FOR_START
        while not condition():
            # Preparing may load much; every other child must answer before the deadline.
            late = monotonic() > deadline and child is not self._programs.prepare
            if late or child.exit_code:
                raise EmbeddedError(self._why(child))
            self._pause()

    def _pause(self) -> None:
        if self._stop.wait(TICK):
            raise Stopped

    def _page_answers(self) -> bool:
        connection = HTTPConnection("127.0.0.1", self._port, timeout=2)
        try:
            connection.request("GET", "/healthz")
            return connection.getresponse().status == 200
        except (OSError, HTTPException):
            return False
        finally:
            connection.close()

    def _watch(self) -> None:
        programs = self._programs
        while True:
            for child in (programs.redis, programs.web, programs.worker, programs.beat):
                if not child.is_running:
                    self._restart(child)
            self._pause()

    def _restart(self, child: Child) -> None:
        now = monotonic()
        if child.name not in self._start_again_at:
            pause = self._policy.pause_after_death(child.name, now)
            if pause is None:
                raise EmbeddedError(self._why(child))
            self._say(
                _("»%(program)s« stopped (exit code %(code)s); it is started again.")
                % {"program": child.name, "code": child.exit_code}
            )
            self._start_again_at[child.name] = now + pause
        if now >= self._start_again_at[child.name]:
            del self._start_again_at[child.name]
            child.stop()
            child.start()

    def _stop_all(self) -> None:
        for child in self._programs.in_stopping_order:
            child.stop()

    def _why(self, child: Child) -> str:
        return _("»%(program)s« cannot be kept running, so everything was stopped. Its log %(log)s ends:\n%(end)s") % {
            "program": child.name,
            "log": child.log,
            "end": child.last_words(),
        }
