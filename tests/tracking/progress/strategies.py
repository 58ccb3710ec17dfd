"""Events of one enrolment, and the ways in which a network delivers them."""

from itertools import pairwise

from hypothesis import strategies as st

from tracking.progress.events import VERBS, Event

NODES = ["l1", "l2", "l3", "test", "h5p", "h5p?chapter=1", "course"]

_scores = st.sampled_from([None, -1, -0.0, 0, 0.0, 0.3, 0.5, 0.7, 1, 1.0])
_criteria = st.sampled_from([None, {"required": []}, {"required": ["l1"]}])
_happened = st.one_of(
    st.tuples(st.sampled_from(sorted(VERBS)), st.sampled_from(NODES), st.none()),
    st.tuples(st.sampled_from(sorted(VERBS)), st.sampled_from(NODES[:3]), st.sampled_from(NODES[3:])),
    st.tuples(st.just("completed"), st.just("course"), st.none()),
)


def _event(happened, number, second, score, success, release, criterion):
    verb, node, parent = happened
    moment = f"2026-03-01T12:00:{second:02}Z"
    return Event(str(number), verb, node, moment, parent, score, success, release, 70, criterion)


events = st.builds(
    _event,
    _happened,
    st.integers(0, 40),
    st.integers(0, 50),
    _scores,
    st.sampled_from([None, True, False]),
    st.sampled_from([None, 1, 2]),
    _criteria,
)
histories = st.lists(events, max_size=8)


@st.composite
def delivered(draw):
    """A history, and the batches in which it arrives: in any order, some of it again."""
    history = draw(histories)
    again = draw(st.lists(st.sampled_from(history), max_size=10)) if history else []
    arriving = draw(st.permutations([*history, *again]))
    cuts = sorted(draw(st.lists(st.integers(0, len(arriving)), max_size=4)))
    edges = [0, *cuts, len(arriving)]
    return history, [arriving[start:end] for start, end in pairwise(edges)]
