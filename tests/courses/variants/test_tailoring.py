"""What saving makes of what an editor sent, without a database."""

import copy
import uuid

from hypothesis import given
from hypothesis import strategies as st

from courses.trees.nodes import walk
from courses.variants.tailoring import Rules, tailor_page
from tests.trees import lesson, paragraph, single_choice

IDS = [str(uuid.UUID(int=n)) for n in range(20)]


def page():
    return lesson(
        paragraph("<p>et</p>", id_=IDS[1]),
        {**paragraph("<p>to</p>", id_=IDS[2]), "locked": True},
        single_choice(IDS[3], f"{IDS[4]}* {IDS[5]}"),
        paragraph("<p>tre</p>", id_=IDS[6]),
        id_=IDS[0],
    )


ALL = {place.node["id"] for place in walk(page())}
RULES = Rules(upstream=ALL, locked={IDS[2]: "derfor"})


@st.composite
def sent(draw):
    """The page with blocks taken away, moved, doubled, retyped and added."""
    after = copy.deepcopy(page())
    body = after["children"]["body"]
    chosen = draw(st.lists(st.integers(0, len(body) - 1), max_size=6))
    after["children"]["body"] = [copy.deepcopy(body[n]) for n in chosen]
    for node in after["children"]["body"]:
        if draw(st.booleans()):
            node["id"] = draw(st.sampled_from([*IDS, "", "x"]))
        if draw(st.booleans()):
            node["locked"] = not node.get("locked", False)
        if draw(st.booleans()):
            node["children"] = {slot: nodes[:1] for slot, nodes in node["children"].items()}
    return after


@given(sent())
def test_nothing_of_the_courses_is_lost_no_id_is_doubled_and_no_lock_is_turned(after):
    tailored = tailor_page(page(), after, RULES)

    ids = [place.node["id"] for place in walk(tailored.page)]
    assert len(ids) == len(set(ids))
    assert set(ids) >= ALL
    assert {place.node["id"] for place in walk(tailored.page) if place.node.get("locked")} == {IDS[2]}


@given(sent())
def test_saving_what_was_saved_changes_nothing(after):
    once = tailor_page(page(), after, RULES).page

    assert tailor_page(once, copy.deepcopy(once), RULES).page == once


def test_an_untouched_page_is_untouched():
    tailored = tailor_page(page(), page(), RULES)

    assert tailored.page == page()
    assert (tailored.notices, tailored.refusals) == ([], [])
