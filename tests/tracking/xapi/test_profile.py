"""docs/xapi-profile.md describes the tables, all of them and nothing else."""

import json
import re
from pathlib import Path

import pytest

from courses.trees import schema
from tracking.progress.events import VERBS as FOLDED
from tracking.xapi.activities import ACTIVITY_TYPES, INTERACTION, activity_type, disclosure_of
from tracking.xapi.spec.validation import check_statement
from tracking.xapi.spec.versions import V2
from tracking.xapi.statements import EXTENSIONS, REPORTED
from tracking.xapi.verbs import VERB_OF_IRI, VERBS

PROFILE = (Path(__file__).parents[3] / "docs" / "xapi-profile.md").read_text()


def rows(heading):
    section = PROFILE.partition(f"## {heading}\n")[2].partition("\n## ")[0]
    cells = [[cell.strip() for cell in line.strip("|").split("|")] for line in section.splitlines() if line[:1] == "|"]
    return {cell[0].strip("`"): cell for cell in cells[2:]}


def test_every_verb_is_documented_with_its_address():
    assert {verb: cells[1].strip("`") for verb, cells in rows("Verbs").items()} == {
        verb: facts.iri for verb, facts in VERBS.items()
    }


def test_every_verb_is_documented_with_its_disclosure():
    assert {verb: cells[3] for verb, cells in rows("Verbs").items()} == {
        verb: str(disclosure_of(verb, "lesson", scored=False)) for verb in VERBS
    }


def test_the_fold_and_the_statements_have_the_same_verbs():
    assert set(VERBS) == FOLDED
    assert set(VERB_OF_IRI.values()) == FOLDED


def test_every_extension_is_documented():
    assert set(rows("Extensions")) == {*EXTENSIONS.values(), REPORTED}


def test_every_activity_type_is_documented_with_its_nodes():
    documented = {name: cells[1] for name, cells in rows("Activity types").items()}
    for type_, iri in ACTIVITY_TYPES.items():
        assert type_ in re.findall(r"\w+", documented[iri.rpartition("/")[2]])
    assert set(documented) == {iri.rpartition("/")[2] for iri in [*ACTIVITY_TYPES.values(), INTERACTION]}


@pytest.mark.parametrize("type_", sorted(ACTIVITY_TYPES))
def test_only_types_of_nodes_that_exist_are_named(type_):
    assert type_ in schema.TYPES


def test_only_completions_of_steps_are_for_the_municipality():
    shown = {
        (verb, type_)
        for verb in VERBS
        for type_ in [*schema.TYPES]
        if disclosure_of(verb, type_, scored=False) == "completion"
    }
    assert shown == {("completed", type_) for type_ in ("course", "module", "lesson", "dialogue")}
    assert disclosure_of("completed", "lesson", scored=True) == "answer"
    assert disclosure_of("completed", "reflection", scored=False) == "private"
    assert activity_type("reflection") == INTERACTION


def test_the_documented_example_is_a_statement_by_the_specification():
    check_statement(json.loads(PROFILE.partition("```json\n")[2].partition("```")[0]), V2)
