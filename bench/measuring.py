"""One run: two stores, a web server on each, the cases in turn; then folding and checking by themselves."""

from __future__ import annotations

import argparse
import gc
import logging
import os
import time
from contextlib import ExitStack
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import psycopg

from bench import folding, loading, report, rounds, sequences, sizes, validation
from bench.cases import CLIENTS, Maker, Site
from bench.servers import WebServer, conninfo, database_processes, with_name
from bench.world import World, build

SMALL = 10_000
LEARNERS = 60
PENDING = (1, 10, 100)


@dataclass
class Ready:
    world: World
    maker: Maker
    url: str
    sizes: list[sizes.Size]


def prepare(options: argparse.Namespace, folder: Path, url: str, stack: ExitStack) -> Ready:
    from django.core.management import call_command
    from django.db import connection

    from elearning.embedded.prepare import collect_static

    started = time.monotonic()
    logging.disable(logging.INFO)
    gc.disable()  # as elearning.embedded.prepare has it
    call_command("migrate", interactive=False, verbosity=0)
    gc.enable()
    collect_static()
    world = build(LEARNERS)
    connection.close()
    connection.close_pool()
    small = with_name(url, "small")
    with psycopg.connect(conninfo(with_name(url, "template1")), autocommit=True) as server:
        server.execute("CREATE DATABASE small TEMPLATE postgres")
    many = {small: min(options.statements, SMALL), url: options.statements}
    for each, statements in many.items():
        loading.load(each, statements, municipality=world.municipality, authority=world.authority)
    print(f"{options.statements} and {many[small]} statements loaded, {time.monotonic() - started:.0f} seconds\n")
    sites = [_site(WebServer({**os.environ, "DATABASE_URL": each}, folder, each[-5:]), stack) for each in many]
    maker = Maker(world, *sites, url, options.rounds, options.statements, options.scale)
    return Ready(world, maker, url, sizes.of(url))


def measure(options: argparse.Namespace, ready: Ready) -> dict[str, Any]:
    def database() -> list[int]:
        return database_processes(ready.url)

    cases = ready.maker.all()
    started = time.monotonic()
    rounds.run(list(cases.values()), options.rounds, CLIENTS, database)
    print(f"{options.rounds} rounds of {len(cases)} cases, {CLIENTS} clients, {time.monotonic() - started:.0f} seconds")
    print("\n".join(report.table(cases, "user")))
    folded = [folding.measure(ready.world, pending, int(2_000 * options.scale), database) for pending in PENDING]
    print("\n".join(report.folded_lines(folded)))
    checked = validation.measure(int(5_000 * options.scale) or 1)
    print("\n".join(checked.lines()))
    wrong, seconds = sequences.check(options.sequences)
    print(f"{options.sequences} random sequences through the fold, {wrong} with other progress, {seconds:.0f} s of CPU")
    print("\n".join(sizes.lines(ready.sizes)))
    bars = [*report.bars_of(cases, folded), checked.bar()]
    print("\n" + "\n".join(report.lines_of(bars)))
    return {
        "statements": options.statements,
        "rounds": options.rounds,
        "cases": {name: report.case_json(case) for name, case in cases.items()},
        "folded": [asdict(each) for each in folded],
        "validation": asdict(checked),
        "sequences": {"checked": options.sequences, "wrong": wrong},
        "sizes": [asdict(size) for size in ready.sizes],
        "bars": [bar.to_json() for bar in bars],
    }


def _site(server: WebServer, stack: ExitStack) -> Site:
    stack.callback(server.stop)
    return Site(server, server.ready(), server.workers())
