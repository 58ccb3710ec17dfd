"""The bench itself: what it counts, what it loads, what it says. What the site costs is for ``make bench`` to tell."""

from __future__ import annotations

import json
import os
import random
import socket
import threading
import uuid
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from bench import __main__ as bench
from bench import folding, loading, measuring, report, rounds, servers, sizes
from bench.clients import Client, request
from bench.rounds import Case
from bench.statements import Sender, statement
from tracking.xapi.spec.validation import check_statement
from tracking.xapi.spec.versions import V2
from tracking.xapi.store.incoming import incoming

pytestmark = pytest.mark.once

AUTHORITY = {"objectType": "Agent", "account": {"homePage": "https://hyldefri.example", "name": "et-system"}}
NAMES = [
    *("trivial", "user", "system", "one", "batch-100", "batch-500", "copy", "copy-bare", "answer", "lesson", "plain"),
    *(f"get-{name}-{size}" for name in ("agent", "verb", "activity", "registration") for size in ("small", "large")),
]


def cases() -> dict[str, Case]:
    """Each busy for a moment in this very process."""

    def work(_number: int, _client: int) -> None:
        sum(range(2_000))

    return {name: Case(name, f"case {name}", 1, work, () if "copy" in name else [os.getpid()]) for name in NAMES}


class Maker:
    def all(self) -> dict[str, Case]:
        return cases()


def test_a_run_prints_its_table_and_writes_its_json(tmp_path, monkeypatch, capsys):
    monkeypatch.setattr(folding, "measure", lambda _world, pending, *_: folding.Folded(pending, 100.0, 100.0, 3_000.0))
    monkeypatch.setattr(measuring, "database_processes", lambda _url: [os.getpid()])
    options = bench.arguments(
        ["--rounds", "2", "--scale", "0.01", "--sequences", "5", "--json", str(tmp_path / "new" / "bench.json")]
    )
    ready = measuring.Ready(None, Maker(), "", [sizes.Size("statements", 1_000_000)])  # type: ignore[arg-type]

    bench.write(options, measuring.measure(options, ready), said="planning 98 variants", seconds=7)

    printed = capsys.readouterr().out
    written = json.loads((tmp_path / "new" / "bench.json").read_text(encoding="utf-8"))
    assert all(f"case {name}" in printed for name in NAMES)
    assert "5 random sequences through the fold, 0 with other progress" in printed
    assert ("NOT MET" in printed) == any(not bar["met"] for bar in written["bars"])
    assert set(written["cases"]) == set(NAMES)
    assert all(len(case["wall_microseconds"]) == 2 for case in written["cases"].values())
    assert len(written["cases"]["one"]["cpu_microseconds"]) == 2
    assert written["sequences"] == {"checked": 5, "wrong": 0}
    assert written["releases"] == ["planning 98 variants"]
    assert {bar["limit"] for bar in written["bars"]} >= {1.5, 2.0, 25, 35, 60, 2_000}


def test_a_bar_is_met_from_below_or_from_above():
    assert report.Bar("", 1.5, 1.5).met
    assert not report.Bar("", 1.6, 1.5).met
    assert report.Bar("", 25, 25, at_least=True).met
    assert not report.Bar("", 24, 25, at_least=True).met


def test_a_worker_that_nobody_disturbs_waits_for_the_database_only():
    assert folding.Folded(pending=100, cpu=150.0, database=50.0, rate=700.0).undisturbed == 5_000


def test_what_disturbs_a_round_disturbs_no_ratio():
    one = Case("", "", 1, lambda *_: None, cpu=[1.0, 10.0, 1.0])
    other = Case("", "", 1, lambda *_: None, cpu=[2.0, 20.0, 2.0])

    assert rounds.ratio(one, other) == 0.5


def test_of_a_batch_its_statements_are_counted():
    batch = Case("", "", 1, lambda *_: None, each=100, wall=[1_000.0])
    copy = Case("", "", 1, lambda *_: None, each=1_000, wall=[5_000.0])

    assert rounds.speed(batch, copy) == 0.5
    assert copy.rate == 200_000


def test_a_client_that_fails_ends_the_run():
    def fails(_number: int, _client: int) -> None:
        raise SystemExit("an answer that nobody expected")

    with pytest.raises(SystemExit, match="nobody expected"):
        rounds.run([Case("", "", 1, fails)], 1, 2, list)


def test_the_processor_time_of_a_process_grows_and_one_that_has_ended_has_none():
    before = servers.cpu_of([os.getpid()])
    sum(range(200_000))

    assert servers.used_since(before, servers.cpu_of([os.getpid()])) > 0
    assert servers.cpu_of([2**22 + 1]) == {}


def test_the_statements_that_are_sent_are_good_ones_and_no_two_the_same():
    some = Sender(random.Random(1)).some(50)

    for one in some:
        check_statement(one, V2)
    assert len({one["id"] for one in some}) == 50


def test_what_is_loaded_is_what_the_store_would_have_made(monkeypatch):
    monkeypatch.setattr(loading, "take_keys", lambda *_: 5_000)
    text = b"".join(loading.lines("", 60, 7, AUTHORITY)).decode()
    rows = [dict(zip(loading.FIELDS, line.split("\t"), strict=True)) for line in text.splitlines()]

    assert [int(row["id"]) for row in rows] == list(range(5_000, 5_060))
    for row in rows:
        raw = json.loads(row["raw"])
        made = incoming(raw, municipality=7, authority=AUTHORITY, rules=V2)
        there = loading.line(made, 7, datetime.fromisoformat(row["stored"]), row["id"])
        # Both moments are the columns'; in the statement itself is the sender's.
        again = dict(zip(loading.FIELDS, there.rstrip("\n").split("\t"), strict=True))
        same = [name for name in loading.FIELDS if name not in ("raw", "stored", "timestamp")]
        assert {name: row[name] for name in same} == {name: again[name] for name in same}
        assert raw == made.raw


def test_a_line_is_refused_that_copy_would_read_as_another():
    odd = statement(1, 1, uuid.uuid4())
    odd["object"]["definition"]["name"] = {"da": 'Et "citat"'}

    with pytest.raises(SystemExit, match="escaping"):
        loading.line(incoming(odd, municipality=7, authority=AUTHORITY, rules=V2), 7, datetime.now(UTC), 1)


@pytest.fixture
def answering() -> Iterator[tuple[int, list[bytes]]]:
    """A server that gives what is in the list, an answer a request."""
    answers: list[bytes] = []
    with socket.create_server(("127.0.0.1", 0)) as listener:

        def serve() -> None:
            connection, _ = listener.accept()
            with connection:
                while connection.recv(65_536) and answers:
                    connection.sendall(answers.pop(0))

        thread = threading.Thread(target=serve)
        thread.start()
        yield listener.getsockname()[1], answers
        thread.join(10)


def test_a_client_reads_each_answer_to_its_end(answering):
    port, answers = answering
    answers += [
        b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nf\xc3\xb8rst",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n",
        b"HTTP/1.1 204 No Content\r\n\r\n",
        b"HTTP/1.1 503 Busy\r\nContent-Length: 4\r\n\r\nwait",
    ]
    client = Client(port)

    assert client.ask(request("GET", "/")) == "først".encode()
    assert b"abc" in client.ask(request("GET", "/"))
    assert client.ask(request("GET", "/"), expected=204) == b""
    with pytest.raises(SystemExit, match="503"):
        client.ask(request("POST", "/", {"X": "y"}, b"body"))
    client.close()
