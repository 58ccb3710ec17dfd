"""Record what an H5P activity says of a learner. What it says is the client's word, and is marked as that."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.utils import timezone

from tracking.actions.record import RecordStatements
from tracking.actions.save_h5p_state import attempt_of
from tracking.h5p.places import Place
from tracking.h5p.policies import is_done
from tracking.h5p.reading import Result
from tracking.models import H5PAttempt
from tracking.progress.events import Verb
from tracking.xapi.statements import Draft

#: So many results of one attempt are kept: the first, the best and the newest.
MOST_RESULTS = 100
#: As many parts a content may have before we stop listening.
MOST_PARTS = 500
COMPLETES = frozenset({"completed", "passed", "failed", "mastered", "consumed"})


class OpenH5P:
    """The learner has opened the activity. Where that is all it asks for, she has completed it."""

    def __init__(self, place: Place) -> None:
        self.place = place

    def execute(self) -> None:
        drafts = [_once(self.place, "experienced")]
        activity = self.place.activity()
        if is_done(activity.completion, viewed=True, ended=False, score=None, pass_mark=activity.pass_mark):
            drafts.append(_once(self.place, "completed"))
        RecordStatements(self.place.enrolment, drafts).execute()


class RecordH5P:
    """Results of the whole content, and of its parts, as statements; each once, however often it is sent.

    Only a result of the whole content counts for the activity (DESIGN 7).
    """

    def __init__(self, place: Place, results: Iterable[Result]) -> None:
        self.place = place
        self.results = list(results)

    @transaction.atomic
    def execute(self) -> H5PAttempt:
        attempt = attempt_of(self.place)
        drafts = [self._draft(result) for result in self.results]
        new = {statement.statement_id for statement in RecordStatements(self.place.enrolment, drafts).execute()}
        fresh = [result for result, draft in zip(self.results, drafts, strict=True) if draft.statement_id in new]
        if attempt.first and (of_parts := [result for result in fresh if result.sub_content]):
            self._keep_parts(attempt, of_parts)
        if whole := [result for result in fresh if result.sub_content is None]:
            self._keep(attempt, whole)
            self._complete(whole)
        return attempt

    def _draft(self, result: Result) -> Draft:
        whole = self.place.block
        node = f"{whole}?subContentId={result.sub_content}" if result.sub_content else whole
        return Draft(
            "answered",
            node,
            parent=whole if result.sub_content else self.place.step,
            score=result.score,
            success=result.success,
            statement_id=uuid.uuid5(self.place.enrolment.pk, f"h5p/{whole}/{result.key}"),
            reported=True,
        )

    def _keep(self, attempt: H5PAttempt, results: list[Result]) -> None:
        now = timezone.now()
        kept: list[dict[str, Any]] = [
            {"at": now.isoformat(), "score": result.score, "success": result.success, "verb": result.verb}
            for result in results
        ]
        attempt.results = _bounded(_without_echoes([*attempt.results, *kept]))
        attempt.ended_at = attempt.ended_at or now
        attempt.save(update_fields=["results", "ended_at", "updated_at"])

    def _keep_parts(self, attempt: H5PAttempt, results: list[Result]) -> None:
        """The first that says how it went; what comes later has met the feedback."""
        for result in results:
            known = attempt.parts.get(str(result.sub_content))
            if known is None and len(attempt.parts) >= MOST_PARTS:
                continue
            if known is None or (known["score"], known["success"]) == (None, None):
                attempt.parts[str(result.sub_content)] = {"score": result.score, "success": result.success}
        attempt.save(update_fields=["parts", "updated_at"])

    def _complete(self, results: list[Result]) -> None:
        activity = self.place.activity()
        scores = [result.score for result in results if result.score is not None]
        score = max(scores) if scores else None
        if is_done(activity.completion, viewed=True, ended=True, score=score, pass_mark=activity.pass_mark):
            RecordStatements(self.place.enrolment, [_once(self.place, "completed")]).execute()


def _without_echoes(results: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Many contents say »answered« and »completed« of the same end: one result, not two."""
    kept: list[dict[str, Any]] = []
    for result in results:
        echoes = kept and kept[-1]["score"] == result["score"] and kept[-1]["verb"] != result["verb"]
        if not (echoes and result["verb"] in COMPLETES):
            kept.append(result)
    return kept


def _bounded(results: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The oldest go first, but for the very first and the best, which the attempt policies ask for."""
    while len(results) > MOST_RESULTS:
        best = max(range(len(results)), key=lambda number: results[number]["score"] or 0)
        del results[2 if best == 1 else 1]
    return results


def _once(place: Place, verb: Verb) -> Draft:
    statement_id = uuid.uuid5(place.enrolment.pk, f"h5p/{place.block}/{verb}")
    return Draft(verb, place.block, parent=place.step, statement_id=statement_id)
