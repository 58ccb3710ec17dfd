"""Cases measured in turn, round after round, two clients side by side: what else the machine does hits all alike."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from statistics import median

from bench.servers import cpu_of, used_since

#: One client's part of a case in one round: which round, and which client.
Work = Callable[[int, int], None]


@dataclass
class Case:
    """``work`` does ``times`` things a client and round. ``workers`` are the processes whose CPU it costs."""

    name: str
    what: str
    times: int
    work: Work
    workers: Sequence[int] = ()
    #: What one of the things holds: statements of a batch.
    each: int = 1
    #: Microseconds a thing, in each round: CPU of the workers, CPU of the database, and time.
    cpu: list[float] = field(default_factory=list)
    database: list[float] = field(default_factory=list)
    wall: list[float] = field(default_factory=list)

    @property
    def rate(self) -> float:
        """Of what the things hold, in a second."""
        return self.each * 1e6 / median(self.wall)


def run(cases: Sequence[Case], rounds: int, clients: int, database: Callable[[], Sequence[int]]) -> None:
    """The first round is for warming up and not kept."""
    for number in range(rounds + 1):
        # Who comes first is another in each round.
        turn = number % len(cases)
        for case in [*cases[turn:], *cases[:turn]]:
            measured = _once(case, number, clients, database)
            if number:
                for kept, value in zip((case.cpu, case.database, case.wall), measured, strict=True):
                    kept.append(value)


def ratio(case: Case, to: Case, of: Callable[[Case], Sequence[float]] = lambda case: case.cpu) -> float:
    """The middle one of the rounds' ratios: what disturbs a round disturbs both."""
    return median(one / other for one, other in zip(of(case), of(to), strict=True))


def speed(case: Case, to: Case) -> float:
    """How many of what the things hold are done in the time of one of the other's."""
    pairs = zip(case.wall, to.wall, strict=True)
    return median((case.each / one) / (to.each / other) for one, other in pairs)


def _once(case: Case, number: int, clients: int, database: Callable[[], Sequence[int]]) -> tuple[float, float, float]:
    failed: list[BaseException] = []

    def part(client: int) -> None:
        try:
            case.work(number, client)
        except BaseException as error:
            failed.append(error)

    threads = [threading.Thread(target=part, args=(client,)) for client in range(clients)]
    cpu, of_database, start = cpu_of(case.workers), cpu_of(database()), time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    taken = time.perf_counter() - start
    used = (used_since(cpu, cpu_of(case.workers)), used_since(of_database, cpu_of(database())), taken)
    if failed:
        raise failed[0]
    many = case.times * clients
    return (used[0] / many * 1e6, used[1] / many * 1e6, used[2] / many * 1e6)
