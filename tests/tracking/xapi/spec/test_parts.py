"""Verbs, activities, results and contexts (1.0.3 Data 2.4.3-2.4.6, 4.1, 4.2)."""

import pytest

from tests.tracking.xapi.spec import statements as given
from tests.tracking.xapi.spec.statements import ABSENT, accepted, put, refused
from tracking.xapi.spec.validation.activities import COMPONENT_LISTS, COMPONENTS
from tracking.xapi.spec.versions import V1, V2

MAPS = ["verb.display", "object.definition.name", "object.definition.description", "attachments[0].display"]
MAPS += ["attachments[0].description", "object.definition.choices[0].description"]
EXTENSIONS = ["object.definition.extensions", "result.extensions", "context.extensions"]


def in_sub(path):
    return f"object.{path}"


SUB_FULL = given.SMALL | {
    "object": given.SUB
    | {name: given.FULL[name] for name in ("verb", "object", "result", "context", "attachments", "timestamp")}
}


def both(path, value, where=""):
    """Wrong in a statement, and in a sub-statement."""
    refused(put(given.FULL, path, value), path + where)
    refused(put(SUB_FULL, in_sub(path), value), in_sub(path) + where)


def right(path, value):
    accepted(put(given.FULL, path, value))
    accepted(put(SUB_FULL, in_sub(path), value))


# --- language maps and extensions -------------------------------------------------------------------------------------


@pytest.mark.parametrize("path", MAPS)
def test_texts_for_people_are_language_maps_with_an_entry(path):
    for value in [12345, "should error", [], None, {}]:
        both(path, value)


@pytest.mark.parametrize("path", MAPS)
def test_the_keys_of_language_maps_are_language_tags(path):
    for tag in ["a12345", "something", "zh-z-aaa-z-bbb-c-ccc", "", "en_US", "e"]:
        where = f".{tag}" if tag.isidentifier() else f'["{tag}"]'
        both(path, {"da": "x", tag: "y"}, where)


@pytest.mark.parametrize("path", MAPS)
def test_the_values_of_language_maps_are_strings(path):
    for value in [None, 1, {}, [], True]:
        both(path, {"da": value}, ".da")


@pytest.mark.parametrize("path", MAPS)
def test_language_maps_take_every_kind_of_tag(path):
    tags = ["de", "ase", "de-DE", "zh-Hant", "zh-Hans-CN", "sr-Latn-RS", "es-419", "i-klingon", "x-hemmelig"]
    right(path, dict.fromkeys(tags, ""))


@pytest.mark.parametrize("path", EXTENSIONS)
def test_extensions_are_objects(path):
    for value in [12345, "should fail", [], None]:
        both(path, value)


@pytest.mark.parametrize("path", EXTENSIONS)
def test_the_keys_of_extensions_are_iris(path):
    for key in ["should fail", "id", "not.valid.com/extension", "", "__proto__"]:
        both(path, {"urn:x": 1, key: True}, f".{key}" if key.isidentifier() else f'["{key}"]')


@pytest.mark.parametrize("path", EXTENSIONS)
def test_the_values_of_extensions_are_anything(path):
    for value in [True, 12345, "", {}, None, [None, {"key": [None]}], -1.5e300]:
        right(path, {"http://example.com/ex": value})


@pytest.mark.parametrize("path", EXTENSIONS)
def test_extensions_may_be_empty(path):
    right(path, {})


# --- verbs and activities ---------------------------------------------------------------------------------------------


def test_a_verb_is_an_id_and_a_display_if_it_has_one():
    both("verb.id", ABSENT)
    both("verb", given.VERB | {"name": {"da": "x"}}, ".name")
    right("verb.display", ABSENT)
    for value in ("should fail", 5, [], None):
        both("verb", value)


def test_an_activity_needs_an_id_and_nothing_else():
    both("object.id", ABSENT)
    right("object.definition", ABSENT)
    both("object.name", {"da": "x"})


@pytest.mark.parametrize("value", [12345, "should fail", [], None])
def test_a_definition_is_an_object(value):
    both("object.definition", value)


def test_a_definition_has_no_other_properties():
    both("object.definition.extension", {})
    both("object.definition.moreinfo", "http://example.com")


@pytest.mark.parametrize("kind", sorted(COMPONENTS))
def test_every_kind_of_interaction_has_its_own_lists_of_components(kind):
    right("object.definition", {"interactionType": kind})
    right("object.definition", {"interactionType": kind, "correctResponsesPattern": []})
    for name in COMPONENT_LISTS:
        definition = {"interactionType": kind, name: [{"id": "a"}, {"id": "b"}]}
        if name in COMPONENTS[kind]:
            right("object.definition", definition)
        else:
            both("object.definition", definition, f".{name}")


@pytest.mark.parametrize(
    "kind", ["true-faLse", "choiCe", "Other", "http://adlnet.gov/x", "", "should error", 12345, {}, [], None]
)
def test_there_are_no_other_kinds_of_interaction(kind):
    both("object.definition.interactionType", kind)


@pytest.mark.parametrize("name", ["correctResponsesPattern", *sorted(COMPONENT_LISTS)])
def test_an_interaction_says_what_kind_it_is(name):
    both("object.definition", {name: []}, ".interactionType")


@pytest.mark.parametrize(("value", "where"), [("a", ""), ({}, ""), (None, ""), ([1], "[0]"), (["a", None], "[1]")])
def test_right_responses_are_an_array_of_strings(value, where):
    both("object.definition.correctResponsesPattern", value, where)


@pytest.mark.parametrize(
    ("value", "where"),
    [
        ("a", ""),
        ({"id": "a"}, ""),
        (["a"], "[0]"),
        ([{"description": {"da": "x"}}], "[0].id"),
        ([{"id": 5}], "[0].id"),
        ([{"id": "a", "name": "x"}], "[0].name"),
        ([{"id": "a", "description": "x"}], "[0].description"),
        ([{"id": "a"}, {"id": "b"}, {"id": "a"}], "[2].id"),
    ],
)
def test_components_have_ids_of_their_own(value, where):
    both("object.definition.choices", value, where)


# --- results ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("path", ["result", "result.score", "context", "context.contextActivities"])
def test_results_scores_and_contexts_are_objects(path):
    for value in [12345, "should fail", [], None, True]:
        both(path, value)


@pytest.mark.parametrize("path", ["result", "result.score", "context", "context.contextActivities"])
def test_results_scores_and_contexts_may_be_empty_and_have_no_other_properties(path):
    right(path, {})
    both(path, {"other": 1}, ".other")


@pytest.mark.parametrize("path", ["result.success", "result.completion"])
def test_success_and_completion_are_true_or_false(path):
    for value in ["true", "false", 1, 0, None, {}, []]:
        both(path, value)


@pytest.mark.parametrize("path", ["result.response", "context.revision", "context.platform", "context.language"])
def test_texts_are_strings(path):
    for value in [12345, {"key": "x"}, [], None, True]:
        both(path, value)


@pytest.mark.parametrize("value", ["should fail", "PA1H0M0S", "P4W1D", "P", "PT", "", 12345, {"key": "x"}, None])
def test_a_duration_is_a_duration(value):
    both("result.duration", value)


@pytest.mark.parametrize("name", ["scaled", "raw", "min", "max"])
def test_scores_are_numbers(name):
    for value in ["100", "one hundred", True, None, [], {}, float("nan"), float("inf")]:
        both("result.score", {name: value}, f".{name}")


@pytest.mark.parametrize(
    "score",
    [
        {"scaled": -1.0},
        {"scaled": 1},
        {"scaled": 0.6767676, "raw": 12},
        {"raw": 1, "min": 1},
        {"raw": 2, "max": 2, "min": -2},
        {"min": 0.6767676},
        {"max": 100.6767676},
        {"raw": 10**300},
    ],
)
def test_scores_within_their_bounds(score):
    right("result.score", score)


@pytest.mark.parametrize(
    ("score", "name"),
    [
        ({"scaled": 99}, "scaled"),
        ({"scaled": 1.01}, "scaled"),
        ({"scaled": -1.00001}, "scaled"),
        ({"raw": 0.67, "max": 0.65}, "raw"),
        ({"raw": 0.67, "min": 1.4}, "raw"),
        ({"min": 5, "max": 1, "raw": 3}, "min"),
        ({"min": 1, "max": 1}, "min"),
    ],
)
def test_scores_beyond_their_bounds(score, name):
    both("result.score", score, f".{name}")


# --- contexts ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", ["something", "da_DK", "", "a12345"])
def test_the_language_of_a_context_is_a_tag(language):
    both("context.language", language)


@pytest.mark.parametrize("kind", ["parent", "grouping", "category", "other"])
def test_activities_of_a_context_come_one_by_one_or_in_arrays(kind):
    for value in (given.ACTIVITY, {"id": "urn:a"}, [given.ACTIVITY], []):
        right(f"context.contextActivities.{kind}", value)
    path = f"context.contextActivities.{kind}"
    for value in ("x", 5, None):
        both(path, value)
    both(path, given.AGENT, ".objectType")
    both(path, [given.ACTIVITY, {"key": "x"}], "[1].key")
    both(path, [given.ACTIVITY, {}], "[1].id")


@pytest.mark.parametrize("kind", ["Parent", "parents", "custom"])
def test_there_are_four_kinds_of_activities_in_a_context(kind):
    both(f"context.contextActivities.{kind}", [])


@pytest.mark.parametrize(
    ("name", "part", "kind", "inner"),
    [("contextAgents", "agent", "contextAgent", given.AGENT), ("contextGroups", "group", "contextGroup", given.GROUP)],
)
def test_agents_and_groups_of_a_context(name, part, kind, inner):
    def context(value):
        return given.SMALL | {"context": {name: value}}

    entry = {"objectType": kind, part: inner}
    for value in ([], [entry], [entry | {"relevantTypes": ["urn:a", "http://b.c"]}]):
        accepted(context(value), [V2])
        refused(context(value), f"context.{name}", [V1])
    for value in (entry, "x", None):
        refused(context(value), f"context.{name}", [V2])
    for wrong, where in (
        ("x", ""),
        ({part: inner}, ".objectType"),
        ({"objectType": kind}, f".{part}"),
        (entry | {"objectType": "Should fail"}, ".objectType"),
        (entry | {part: {"key": "Should fail"}}, f".{part}.key"),
        (entry | {"relevantTypes": []}, ".relevantTypes"),
        (entry | {"relevantTypes": "urn:a"}, ".relevantTypes"),
        (entry | {"relevantTypes": ["urn:a", "abc"]}, ".relevantTypes[1]"),
        (entry | {"member": [given.AGENT]}, ".member"),
    ):
        refused(context([entry, wrong]), f"context.{name}[1]{where}", [V2])
