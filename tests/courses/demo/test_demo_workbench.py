"""What the demo files hold could have been written in the editor, and reads back as it was written."""

from collections.abc import Iterator

import pytest
from wagtail.blocks import StreamBlock, StreamValue
from wagtail.documents.blocks import DocumentChooserBlock
from wagtail.images.blocks import ImageChooserBlock

from courses.estimates import budget, understated
from courses.trees.nodes import Node
from courses.trees.pages import PAGE_MODELS
from courses.trees.schema import TYPES
from courses.trees.streams import nodes_from_stream, stream_from_nodes
from tests.courses.demo.helpers import all_trees, walk

TREES = all_trees()


@pytest.fixture(params=TREES)
def tree(request: pytest.FixtureRequest) -> Node:
    return TREES[request.param]


def streams(tree: Node) -> Iterator[tuple[Node, str, StreamBlock]]:
    for node in walk(tree):
        if node["type"] in PAGE_MODELS:
            model = PAGE_MODELS[node["type"]]
            for slot in model.node_slots:
                yield node, slot, model._meta.get_field(slot).stream_block


def without_media(nodes: list[Node]) -> list[Node]:
    """Nodes that name files have no rows in the database to refer to."""
    return [node for node in nodes if not any("file" in v for v in node["fields"].values() if isinstance(v, dict))]


def has_choosers(value: StreamValue) -> bool:
    choosers = (ImageChooserBlock, DocumentChooserBlock)
    return any(isinstance(block, choosers) for child in value for block in child.block.child_blocks.values())


def test_every_block_keeps_the_editors_rules(tree: Node) -> None:
    """Lengths, numbers of options, choices: all that a form would complain of."""
    for node, slot, block in streams(tree):
        value = stream_from_nodes(block, without_media(node["children"][slot]))
        assert not has_choosers(value)
        for child in value:
            settings = child.value.get("settings") if hasattr(child.value, "get") else None
            if settings:
                # Departments are given by the municipality, not by the form's list of levels.
                settings["audience"] = []
            child.block.clean(child.value)


def test_every_page_keeps_the_editors_rules(tree: Node) -> None:
    for node in walk(tree):
        if node["type"] not in PAGE_MODELS:
            continue
        model = PAGE_MODELS[node["type"]]
        for name in model.node_fields:
            model._meta.get_field(name).clean(node["fields"][name], None)


def test_streams_read_back_as_they_were_written(tree: Node) -> None:
    for node, slot, block in streams(tree):
        nodes = without_media(node["children"][slot])
        assert nodes_from_stream(stream_from_nodes(block, nodes), node["id"]) == nodes


def test_a_decimal_field_holds_a_decimal() -> None:
    """1 and 1.0 are the same number and different JSON: an editor's save would look like a change."""
    decimals = {("maturity_band", "lower"), ("maturity_band", "upper"), ("number", "value"), ("number", "tolerance")}
    decimals.add(("video", "minutes"))
    assert all(name in TYPES[kind].fields for kind, name in decimals)
    for tree in TREES.values():
        for node in walk(tree):
            for name, value in node["fields"].items():
                if (node["type"], name) in decimals:
                    assert isinstance(value, float), (node["type"], name)


def test_no_lesson_is_said_to_take_much_less_time_than_estimated(tree: Node) -> None:
    assert understated(tree) == []


def test_no_course_is_over_its_budget(tree: Node) -> None:
    assert budget(tree).over == 0
