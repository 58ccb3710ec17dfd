"""What an attempt is, and which one counts (docs/h5p.md): what is recorded, what Progress holds, what is shown."""

from __future__ import annotations

import random
import tempfile
import uuid
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from courses.models import H5PActivity
from tests.tracking import factories
from tests.tracking.h5p.building import Playing, imported, tree_with
from tests.worlds import world
from tracking.actions.record_h5p import MOST_RESULTS, RecordH5P
from tracking.actions.save_h5p_state import BeginH5PAnew
from tracking.h5p.policies import counting
from tracking.h5p.reading import Result
from tracking.h5p.showing import shown_result
from tracking.models import H5PAttempt, Statement
from tracking.progress.fold import fold
from tracking.progress.selectors import events_of

pytestmark = pytest.mark.django_db
POLICIES = ["best", "last", "first", "average"]
PART = str(uuid.uuid4())


@world
def release() -> Any:
    with tempfile.TemporaryDirectory() as folder:
        version = imported(Path(folder))
    return factories.released(tree_with(version.activity))


class Learner(Playing):
    """One who plays by the actions themselves, so that a history is quickly made."""

    def end(self, score: float | None, key: str = "", *, verb: str = "answered", part: str | None = None) -> None:
        RecordH5P(self.place, [Result(key or f"s/{uuid.uuid4()}", verb, part, score, None)]).execute()

    def again(self) -> None:
        BeginH5PAnew(self.place).execute()

    def shown(self, policy: str) -> int | None:
        H5PActivity.objects.update(attempts=policy)
        attempts = self.enrolment.h5p_attempts.filter(block_id=self.block).order_by("number")
        percent: int | None = shown_result(self.place, attempts)["percent"]
        return percent

    def raws(self) -> list[Any]:
        rows = Statement.objects.unscoped(reason="a test").filter(enrolment=self.enrolment)
        return list(rows.order_by("pk").values_list("raw", flat=True))


@pytest.fixture
def learner(release: Any) -> Learner:
    return Learner(factories.enrolment(release))


#: What happened -> what is shown by best, last, first and average; None is nothing. A step is a score that the content
#: ended with, "forfra" (she begins again), or the score of an end that had none.
HISTORIES: dict[str, tuple[list[Any], list[int | None]]] = {
    "one end": ([0.6], [60, 60, 60, 60]),
    "the content's own »try again« is another attempt": ([0.2, 0.8], [80, 80, 20, 50]),
    "so is beginning again": ([0.8, "forfra", 0.2], [80, 20, 80, 50]),
    "what was left without an end is none": ([0.5, "forfra", "forfra"], [50, 50, 50, 50]),
    "an end without a score counts for nothing": ([None, 0.4, None], [40, 40, 40, 40]),
    "nothing but ends without a score": ([None, None], [None] * 4),
    "a nought is a score": ([0.0, 1.0], [100, 100, 0, 50]),
    "three in two sittings": ([0.6, 0.9, "forfra", 0.3], [90, 30, 60, 60]),
}


@pytest.mark.parametrize(("steps", "expected"), HISTORIES.values(), ids=HISTORIES.keys())
def test_which_attempt_counts(learner, steps, expected):
    for step in steps:
        learner.again() if step == "forfra" else learner.end(step)

    assert [learner.shown(policy) for policy in POLICIES] == expected
    # Progress keeps the best: what has been reached is not taken back, whichever attempt is shown.
    assert learner.entry()["score"] == (None if expected[0] is None else expected[0] / 100)


def test_an_attempt_that_has_not_ended_shows_nothing_and_completes_nothing(learner):
    learner.save('"midt i det"')
    assert [learner.shown(policy) for policy in POLICIES] == [None] * 4
    assert learner.raws() == []


def test_a_replaced_package_is_another_attempt_and_the_earlier_ones_count_on(learner, release, tmp_path):
    learner.end(0.8)
    newer = imported(tmp_path, activity=H5PActivity.objects.get(), question="Hvem nu?")
    moved = factories.bare_release(release.tree, release.course)
    factories.seal_files(moved)
    learner.enrolment.release = moved
    learner.enrolment.save()
    assert learner.place.version_id == newer.pk

    learner.end(0.2)
    assert [learner.shown(policy) for policy in POLICIES] == [80, 20, 80, 50]
    numbers = H5PAttempt.objects.unscoped(reason="a test").order_by("number").values_list("number", "first", "release")
    assert list(numbers) == [(1, True, release.pk), (2, True, moved.pk)]


def test_two_words_about_one_end_are_one_attempt_and_the_same_score_twice_are_two(learner):
    learner.end(1.0)
    learner.end(0.5)
    learner.end(0.5, verb="completed")
    assert learner.shown("average") == 75
    learner.end(0.5)
    assert learner.shown("average") == round(100 * 2 / 3)


@pytest.mark.parametrize("policy", POLICIES)
def test_what_is_sent_again_or_late_is_not_another_attempt(learner, policy):
    learner.end(0.9, "s/1")
    learner.end(0.1, "s/2")
    before = learner.shown(policy)
    learner.end(0.9, "s/1")
    learner.again()
    learner.end(0.1, "s/2")
    learner.end(0.9, "s/1")
    assert learner.shown(policy) == before


@pytest.mark.parametrize("policy", POLICIES)
def test_of_very_many_the_first_the_best_and_the_last_are_kept(learner, policy):
    scores = [0.3, 1.0, *[0.2] * MOST_RESULTS, 0.4]
    for score in scores:
        learner.end(score)
    [attempt] = H5PAttempt.objects.unscoped(reason="a test")
    assert len(attempt.results) == MOST_RESULTS
    if policy != "average":
        assert learner.shown(policy) == round(100 * (counting(scores, policy) or 0))


STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("end"), st.sampled_from([None, 0.0, 0.25, 0.5, 1.0])),
        st.tuples(st.just("part"), st.sampled_from([None, 0.0, 1.0])),
        st.tuples(st.just("sent again"), st.integers(0, 20)),
        st.tuples(st.just("forfra"), st.none()),
    ),
    max_size=8,
)


@settings(max_examples=12, phases=[Phase.generate], suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=STEPS, seed=st.integers(0, 1000))
def test_whatever_happens_the_policies_say_what_the_ends_add_up_to(release, steps, seed):
    learner = Learner(factories.enrolment(release))
    sent: list[tuple[float | None, str, str | None]] = []
    for kind, value in steps:
        if kind == "forfra":
            learner.again()
        elif kind == "sent again":
            if sent:
                score, key, part = sent[int(value) % len(sent)]
                learner.end(score, key, part=part)
        else:
            sent.append((value, f"s/{len(sent)}", PART if kind == "part" else None))
            learner.end(value, sent[-1][1], part=sent[-1][2])

    scores = [score for score, _key, part in sent if part is None and score is not None]
    for policy in POLICIES:
        counted = counting(scores, policy)
        assert learner.shown(policy) == (None if counted is None else round(counted * 100))
    entry = learner.entry() if sent else {}
    assert entry.get("score") == (max(scores) if scores else None)
    assert bool(entry.get("done")) is any(part is None for _score, _key, part in sent)

    events = list(events_of(learner.raws()))
    shuffled = [*events, *events]
    random.Random(seed).shuffle(shuffled)
    late = fold({}, [])
    for event in shuffled:
        late = fold(late, [event])
    assert late == fold({}, events)


@settings(max_examples=12, phases=[Phase.generate], suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(scores=st.lists(st.sampled_from([None, 0.0, 0.5, 1.0]), min_size=1, max_size=4))
@pytest.mark.parametrize("completion", ["viewed", "ended", "score"])
def test_a_part_never_touches_the_whole(release, completion, scores):
    H5PActivity.objects.update(completion=completion, pass_mark=50)
    learner = Learner(factories.enrolment(release))
    for score in scores:
        for verb in ("answered", "completed", "passed", "mastered"):
            learner.end(score, verb=verb, part=PART)

    assert learner.entry() == {}
    assert [learner.shown(policy) for policy in POLICIES] == [None] * 4
    state = learner.enrolment.progress.state["nodes"]
    assert state.keys() == {f"{learner.block}?subContentId={PART}"}
