"""The schema and the workbench (Wagtail's pages and blocks) speak of the same types, fields and slots."""

from collections.abc import Sequence

from wagtail.blocks import RichTextBlock, StructBlock
from wagtail.fields import RichTextField

from courses.blocks import streams
from courses.blocks.base import MEDIA_BLOCKS, NodeList, SettingsBlock
from courses.trees.kinds import DOCUMENT, H5P, IMAGE, RICH
from courses.trees.pages import PAGE_MODELS
from courses.trees.schema import TYPES

STREAMS: dict[str, Sequence[tuple[str, StructBlock]]] = {
    "goals": streams.GOALS,
    "sources": streams.SOURCES,
    "maturity": streams.MATURITY,
    "maturity_bands": streams.MATURITY_BANDS,
    "pool": streams.POOL,
    "process_locks": streams.PROCESS_LOCKS,
}


def blocks_by_type() -> dict[str, StructBlock]:
    """Every block and every list item the streams can hold, by the type of its node."""
    found: dict[str, StructBlock] = {}
    waiting = [pair for stream in (*STREAMS.values(), streams.LESSON, streams.DIALOGUE) for pair in stream]
    while waiting:
        name, block = waiting.pop()
        found[name] = block
        lists = [child for child in block.child_blocks.values() if isinstance(child, NodeList)]
        waiting.extend((child.node_type, child.child_block) for child in lists)
    return found


def test_every_type_is_a_page_or_a_block() -> None:
    assert blocks_by_type().keys() | PAGE_MODELS.keys() == TYPES.keys()


def test_a_blocks_fields_and_slots_are_its_types() -> None:
    for name, block in blocks_by_type().items():
        fields, slots = set(), {}
        for child_name, child in block.child_blocks.items():
            if isinstance(child, SettingsBlock):
                fields |= {"hidden", "audience"}
            elif isinstance(child, NodeList):
                slots[child_name] = frozenset({child.node_type})
            elif child_name not in ("locked", "lock_reason"):
                fields.add(child_name)
        assert fields == set(TYPES[name].fields), name
        assert slots == TYPES[name].slots, name


def test_rich_text_and_media_are_the_same_fields_on_both_sides() -> None:
    special = {RichTextBlock: RICH} | {
        kind: {"image": IMAGE, "document": DOCUMENT, "h5p": H5P}[m] for kind, m in MEDIA_BLOCKS.items()
    }
    for name, block in blocks_by_type().items():
        for field, kind in TYPES[name].fields.items():
            child = block.child_blocks.get(field)
            expected = next((k for cls, k in special.items() if isinstance(child, cls)), None)
            assert (kind if kind in (RICH, IMAGE, DOCUMENT, H5P) else None) is expected, (name, field)


def test_a_pages_fields_and_slots_are_its_types() -> None:
    for name, model in PAGE_MODELS.items():
        assert set(model.node_fields) == set(TYPES[name].fields), name
        slots = {*model.node_slots, *filter(None, [model.page_slot])}
        assert slots == set(TYPES[name].slots), name
        rich = {f for f in model.node_fields if isinstance(model._meta.get_field(f), RichTextField)}
        assert rich == {f for f, kind in TYPES[name].fields.items() if kind is RICH}, name


def test_a_slot_takes_what_its_stream_takes() -> None:
    course = TYPES["course"].slots
    for slot, stream in STREAMS.items():
        assert course[slot] == {name for name, _ in stream}
    assert TYPES["lesson"].slots["body"] == {name for name, _ in streams.LESSON}
    assert TYPES["dialogue"].slots["body"] == {name for name, _ in streams.DIALOGUE}
