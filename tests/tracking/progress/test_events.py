import pytest

from tracking.progress.events import Event, InvalidEvent


def event(**fields):
    return Event(**({"id": "1", "verb": "completed", "node": "l1", "timestamp": "2026-01-01T00:00:00Z"} | fields))


@pytest.mark.parametrize(
    "timestamp", ["2026-03-01T12:00:00Z", "2026-03-01T13:00:00+01:00", "2026-03-01T12:00:00.000+00:00"]
)
def test_one_moment_is_written_one_way(timestamp):
    assert event(timestamp=timestamp).timestamp == "2026-03-01T12:00:00.000000Z"


def test_fractions_of_a_second_sort_as_texts():
    whole, later = event(timestamp="2026-01-01T00:00:00Z"), event(timestamp="2026-01-01T00:00:00.5Z")

    assert whole.timestamp < later.timestamp


@pytest.mark.parametrize("score", [0, -0.0, 0.0])
def test_equal_scores_look_alike(score):
    assert repr(event(score=score).score) == "0.0"


@pytest.mark.parametrize(
    "wrong",
    [
        {"timestamp": "i går"},
        {"timestamp": "2026-01-01T00:00:00"},
        {"timestamp": "0001-01-01T00:00:00+01:00"},
        {"verb": "liked"},
        {"score": float("nan")},
        {"score": 1.1},
        {"parent": "l1"},
    ],
)
def test_what_cannot_be_folded_is_refused(wrong):
    with pytest.raises(InvalidEvent):
        event(**wrong)


def test_a_course_is_completed_by_the_servers_own_event_only():
    criterion = {"required": ["l1"]}

    assert event(node="course", criterion=criterion).completes_the_course
    assert not event(node="course").completes_the_course
    assert not event(node="course", criterion=criterion, verb="passed").completes_the_course
    assert not event(node="course", criterion=criterion, parent="l1").completes_the_course
