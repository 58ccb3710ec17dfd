"""A worker's turn at one relay: batch after batch in order, until there is no more, there is trouble or time is up.

The cursor moves after the answer. Who dies between the two sends a batch again, and the other store knows its ids.
"""

from __future__ import annotations

from collections.abc import Sequence
from time import monotonic

from tracking.models import Relay
from tracking.xapi.forwarding.answers import Outcome, Trouble, Verdict
from tracking.xapi.forwarding.claiming import Claim, Lost
from tracking.xapi.forwarding.reading import Outgoing, next_ones, refused_ones, still_there
from tracking.xapi.forwarding.sending import post
from tracking.xapi.store.clock import consistent_through

BATCH = 100
#: Seconds of a turn; a request that is under way is waited for. Well below what a task may take.
TURN = 120.0
#: Of so many none taken: that is not about the statements, but about the store or how we ask it.
TOO_MANY_REFUSED = 10


def forward(pk: int) -> bool:
    """Take a turn at the relay. False if there was none to take."""
    claim = Claim.take(pk)
    if claim is None:
        return False
    try:
        _Turn(claim).take()
    except Lost:
        pass
    finally:
        claim.release()
    return True


class _Turn:
    def __init__(self, claim: Claim) -> None:
        self.claim = claim
        self.size = BATCH
        self.until = monotonic() + TURN

    @property
    def is_over(self) -> bool:
        return monotonic() >= self.until

    def take(self) -> None:
        going_on = True
        while going_on and not self.is_over:
            relay, horizon = self.claim.relay(), consistent_through()
            if relay.retries_refused:
                going_on = self._send_refused(relay)
                continue
            batch = next_ones(relay, before=horizon, most=self.size)
            if not batch:
                self.claim.reach(horizon, relay)
                return
            going_on = self._send(relay, batch)

    def _send(self, relay: Relay, batch: Sequence[Outgoing]) -> bool:
        """Whether to go on."""
        outcome = post(relay, batch)
        if outcome.verdict is Verdict.STORED:
            self.claim.advance(batch[-1].cursor, stored=[one.pk for one in batch], refused={})
        elif outcome.verdict is Verdict.FEWER:
            self.size = max(1, len(batch) // 2)
        elif outcome.verdict is Verdict.REFUSED:
            self.claim.advance(batch[-1].cursor, stored=[], refused={batch[-1].pk: outcome})
        elif outcome.verdict is Verdict.SINGLY:
            return _Singly(self, relay).send(batch)
        else:
            self.claim.fail(outcome, relay)
            return False
        return True

    def _send_refused(self, relay: Relay) -> bool:
        """Once more, each alone; the cursor stays. Where time is up it begins anew the next time."""
        last = 0
        while some := refused_ones(relay, after=last, most=BATCH):
            for one in some:
                if self.is_over:
                    return False
                self.claim.relay()
                outcome = post(relay, [one])
                if outcome.verdict is Verdict.TROUBLE:
                    self.claim.fail(outcome, relay)
                    return False
                refused = {one.pk: outcome} if outcome.verdict is Verdict.REFUSED else {}
                self.claim.advance(None, stored=[one.pk], refused=refused)
            last = some[-1].pk
        self.claim.refused_are_retried()
        return True


class _Singly:
    """One by one, to find those that are the matter. The cursor passes over them once the store has taken another."""

    def __init__(self, turn: _Turn, relay: Relay) -> None:
        self.turn, self.claim, self.relay = turn, turn.claim, relay
        self.refused: dict[int, Outcome] = {}
        self.taken = False
        self.last: Outgoing | None = None

    def send(self, batch: Sequence[Outgoing]) -> bool:
        for one in batch:
            if self.turn.is_over:
                break
            self.claim.relay()
            if not still_there(self.relay, one.pk):
                continue
            outcome = post(self.relay, [one])
            if outcome.verdict is Verdict.TROUBLE:
                self._pass_over()
                self.claim.fail(outcome, self.relay)
                return False
            self._mark(one, outcome)
        if not self.taken and len(self.refused) >= TOO_MANY_REFUSED:
            status = next(iter(self.refused.values())).status
            self.claim.fail(Outcome(Verdict.TROUBLE, Trouble.REFUSES_ALL, status), self.relay)
            return False
        self.taken = True
        self._pass_over()
        return True

    def _mark(self, one: Outgoing, outcome: Outcome) -> None:
        self.last = one
        if outcome.verdict is Verdict.REFUSED:
            self.refused[one.pk] = outcome
        else:
            self.taken = True
            self.claim.advance(one.cursor, stored=[one.pk], refused=self.refused)
            self.refused = {}

    def _pass_over(self) -> None:
        """Those refused since the last that was taken."""
        if self.taken and self.refused and self.last is not None:
            self.claim.advance(self.last.cursor, stored=[], refused=self.refused)
            self.refused = {}
