import hashlib

import pytest

from courses.trees.nodes import DuplicateNode, index, is_for, lessons, pages, tree_hash, visible, walk
from tests.trees import course, dialogue, lesson, module, node, paragraph, single_choice


def ids(places):
    return [place.node["id"] for place in places]


def test_walking_meets_parents_before_children_in_reading_order():
    tree = course(
        module(lesson(paragraph("x"), id_="l1"), id_="m1"),
        module(dialogue(id_="d1"), lesson(id_="l2"), id_="m2"),
    )

    found = [name for name in ids(walk(tree)) if not name.startswith("paragraph")]

    assert found == ["course", "m1", "l1", "m2", "d1", "l2"]


def test_walking_tells_where_a_node_stands():
    second = lesson(id_="l2")
    holder = module(lesson(), second, id_="m1")

    (place,) = [place for place in walk(course(holder)) if place.node is second]

    assert place == (second, holder, "pages", 1)


def test_the_root_stands_nowhere():
    tree = course()

    assert next(walk(tree)) == (tree, None, "", 0)


def test_a_deep_tree_does_not_exhaust_the_stack():
    tree = node("paragraph")
    for _ in range(5_000):
        tree = node("paragraph", children={"body": [tree]})

    assert sum(1 for _ in walk(tree)) == 5_001


def test_an_id_used_twice_is_refused():
    with pytest.raises(DuplicateNode, match="same"):
        index(course(module(lesson(id_="same"), lesson(id_="same"))))


def test_the_index_finds_options_and_hidden_nodes():
    tree = course(module(lesson(id_="l1"), hidden=True), pool=[single_choice("q1", "a* b")])

    assert {"l1", "q1", "a", "b"} <= index(tree).keys()


def test_a_hidden_module_hides_its_pages():
    tree = course(module(lesson(id_="l1"), hidden=True), module(lesson(id_="l2")))

    assert [page.node["id"] for page in pages(tree)] == ["l2"]
    assert "l1" not in ids(visible(tree))


def test_a_hidden_block_is_not_visible():
    assert "body" not in [place.slot for place in visible(course(module(lesson(paragraph("x", hidden=True)))))]


def test_pages_are_lessons_and_dialogues_with_their_module():
    m1 = module(lesson(id_="l1"), dialogue(id_="d1"), id_="m1")

    assert [(page.node["id"], page.module["id"]) for page in pages(course(m1))] == [
        ("l1", "m1"),
        ("d1", "m1"),
    ]
    assert [found["id"] for found in lessons(course(m1))] == ["l1"]


@pytest.mark.parametrize(
    ("audience", "mine", "seen"),
    [
        ([], frozenset(), True),
        ([], frozenset({"skole"}), True),
        (["skole"], frozenset({"skole", "chef"}), True),
        (["skole"], frozenset({"chef"}), False),
        (["skole"], frozenset(), False),
        ("Chefer i kommunen", frozenset(), True),
    ],
)
def test_a_node_is_seen_by_everybody_or_by_those_it_is_for(audience, mine, seen):
    assert is_for(paragraph("x", audience=audience), mine) is seen


def test_the_authors_view_shows_every_audiences_version():
    tree = lesson(paragraph("x", audience=["skole"]), paragraph("y", audience=["ældre"]))

    assert len(list(visible(tree))) == 3
    assert len(list(visible(tree, frozenset({"skole"})))) == 2


def test_the_hash_is_of_canonical_json():
    tree = {"type": "course", "id": "å", "fields": {}, "children": {}}

    expected = hashlib.sha256('{"children":{},"fields":{},"id":"å","type":"course"}'.encode()).hexdigest()
    assert tree_hash(tree) == expected


def test_the_hash_refuses_what_json_cannot_say():
    with pytest.raises(ValueError, match="JSON"):
        tree_hash(node("number", value=float("nan")))
