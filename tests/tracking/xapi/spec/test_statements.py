"""What a statement as a whole must be (1.0.3 Data 2.2-2.4)."""

import pytest

from tests.tracking.xapi.spec import statements as given
from tests.tracking.xapi.spec.statements import ABSENT, UUID, accepted, put, refused
from tracking.xapi.spec.validation import Invalid, check_batch, check_statement
from tracking.xapi.spec.versions import V1, V2

NOT_UUIDS = [
    "",
    "wrong",
    12345,
    {"key": "x"},
    [UUID],
    None,
    True,
    UUID + "8",
    "M" + UUID[1:],
    f"{{{UUID}}}",
    f" {UUID}",
]
NOT_IRIS = ["", "should fail", "example.com/verb", "ab=c://should.fail.com", "http://a b", "http://a\0b", "http://<a>"]
NOT_IRIS += ["http://a/%zz", "1http://a", ":", "http:", "http://a\u2028", 12345, [], {}, None, True, ["http://a"]]
NOT_OBJECTS = [12345, "should fail", [], None, True, 1.5]
NOT_STRINGS = [12345, {"key": "x"}, [], None, True]


@pytest.mark.parametrize("statement", [given.SMALL, given.FULL, given.WITH_SUB, given.VOIDING])
def test_whole_statements_are_statements_in_both_versions(statement):
    accepted(statement)


def test_agents_and_groups_in_a_context_belong_to_2_0():
    accepted(given.FULL_2, [V2])
    with pytest.raises(Invalid):
        check_statement(given.FULL_2, V1)


@pytest.mark.parametrize("value", [*NOT_OBJECTS, {}])
def test_what_is_no_object_is_no_statement(value):
    with pytest.raises(Invalid):
        check_statement(value, V2)


@pytest.mark.parametrize("name", ["actor", "verb", "object"])
def test_actor_verb_and_object_are_required(name):
    assert refused(put(given.FULL, name, ABSENT), name) == "is required"
    assert refused(put(given.WITH_SUB, f"object.{name}", ABSENT), f"object.{name}") == "is required"


@pytest.mark.parametrize("name", sorted(given.FULL_2))
def test_null_is_no_value_of_any_property(name):
    refused(put(given.FULL, name, None), name)


@pytest.mark.parametrize("name", sorted(given.FULL))
def test_the_case_of_a_property_matters_and_no_other_is_allowed(name):
    value = given.FULL[name]
    for wrong in {name.upper(), name.capitalize(), f"{name}s", f" {name}"}:
        assert "no property" in refused(given.SMALL | {wrong: value}, wrong if wrong.isidentifier() else f'["{wrong}"]')


@pytest.mark.parametrize("path", ["id", "context.registration", "context.statement.id"])
def test_ids_are_uuids(path):
    for value in NOT_UUIDS:
        refused(put(given.FULL, path, value), path)


@pytest.mark.parametrize("value", [UUID.upper(), "12345678-1234-5678-1234-567812345678"])
def test_any_uuid_in_standard_form_will_do(value):
    accepted(given.SMALL | {"id": value})


@pytest.mark.parametrize(
    "path",
    [
        "verb.id",
        "object.id",
        "object.definition.type",
        "object.definition.moreInfo",
        "actor.openid",
        "attachments[0].usageType",
        "attachments[0].fileUrl",
        "authority.account.homePage",
        "context.contextActivities.grouping[0].id",
    ],
)
def test_addresses_are_iris_with_a_scheme(path):
    for value in NOT_IRIS:
        statement = put(given.FULL, "actor", {"openid": "https://openid.example.org/1"})
        refused(put(statement, path, value), path)


def test_iris_may_be_of_any_scheme_and_script():
    for value in ["urn:x", "http://example.com/فعل/خواندن", "HTTP://a.b/?q=1#f", "tag:a,2026:b%20c", "x-y+z.1:æ"]:
        accepted(put(given.FULL, "verb.id", value))


# --- sub-statements and references ------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["id", "stored", "version", "authority"])
def test_a_sub_statement_has_nothing_that_the_store_sets(name):
    refused(put(given.WITH_SUB, f"object.{name}", given.FULL[name]), f"object.{name}")


def test_a_sub_statement_has_no_sub_statement():
    refused(put(given.WITH_SUB, "object.object", given.SUB), "object.object.objectType")


@pytest.mark.parametrize(
    "kind", ["substatement", "statementref", "activity", "agent", "Person", "", 5, None, [], {}, ["Activity"]]
)
def test_the_type_of_an_object_is_one_of_five(kind):
    refused(put(given.FULL, "object.objectType", kind), "object.objectType")
    refused(put(given.WITH_SUB, "object.object.objectType", kind), "object.object.objectType")


def test_an_object_without_a_type_is_an_activity():
    accepted(given.SMALL | {"object": {"id": "urn:a"}})
    refused(given.SMALL | {"object": given.AGENT | {"objectType": "Activity"}}, "object.name")
    for actor in (given.AGENT, given.GROUP):
        with pytest.raises(Invalid):
            check_statement(given.SMALL | {"object": put(actor, "objectType", ABSENT)}, V2)


@pytest.mark.parametrize("value", [given.AGENT, given.GROUP, given.ANONYMOUS, given.REF, given.SUB])
def test_agents_groups_references_and_sub_statements_are_objects(value):
    accepted(given.SMALL | {"object": value})
    if value is not given.SUB:
        accepted(put(given.WITH_SUB, "object", given.SUB | {"object": value}))


def test_a_reference_names_a_statement_by_its_id():
    for value in NOT_UUIDS:
        refused(given.SMALL | {"object": given.REF | {"id": value}}, "object.id")


def test_a_reference_is_nothing_but_type_and_id():
    refused(given.SMALL | {"object": {"objectType": "StatementRef"}}, "object.id")
    refused(given.SMALL | {"object": given.REF | {"definition": {}}}, "object.definition")
    refused(put(given.FULL, "context.statement.objectType", ABSENT), "context.statement.objectType")
    refused(put(given.FULL, "context.statement.objectType", "statementref"), "context.statement.objectType")


@pytest.mark.parametrize("value", [given.ACTIVITY, {"id": "urn:a"}, given.AGENT, given.GROUP, given.SUB])
def test_what_voids_refers_to_a_statement(value):
    message = refused(given.VOIDING | {"object": value}, "object.objectType")
    assert "StatementRef" in message


@pytest.mark.parametrize("name", ["revision", "platform"])
def test_revision_and_platform_are_said_of_activities_only(name):
    context = {name: "x"}
    accepted(given.SMALL | {"context": context})
    accepted(given.SMALL | {"object": given.SUB | {"context": context}})
    for value in (given.AGENT, given.GROUP, given.REF, given.SUB):
        refused(given.SMALL | {"object": value, "context": context}, f"context.{name}")
        if value is not given.SUB:
            sub = given.SUB | {"object": value, "context": context}
            refused(given.SMALL | {"object": sub}, f"object.context.{name}")


# --- times, versions --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("path", ["timestamp", "stored"])
def test_times_are_timestamps(path):
    for value in ["should fail", "01/011/2015", "2008-09-15T15:53:00.601-00:00", "", *NOT_STRINGS]:
        refused(put(given.FULL, path, value), path)


@pytest.mark.parametrize("value", ["1.0", "1.0.0", "1.0.9", "1.0.32"])
def test_both_versions_take_statements_of_1_0(value):
    accepted(given.SMALL | {"version": value})


@pytest.mark.parametrize("value", ["2.0", "2.0.0", "2.0.1"])
def test_only_2_0_takes_statements_of_2_0(value):
    accepted(given.SMALL | {"version": value}, [V2])
    refused(given.SMALL | {"version": value}, "version", [V1])


def test_there_are_no_other_versions():
    for value in ["should fail", "0.9.9", "1.1.0", "2.1.0", "1.0.", "10", "3.0.0", "1", "", *NOT_STRINGS]:
        refused(given.SMALL | {"version": value}, "version")


# --- attachments ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["usageType", "display", "contentType", "length", "sha2"])
def test_an_attachment_needs_all_that_says_what_it_is(name):
    refused(put(given.FULL, f"attachments[0].{name}", ABSENT), f"attachments[0].{name}")


@pytest.mark.parametrize("name", ["description", "fileUrl"])
def test_the_rest_of_an_attachment_may_be_left_out(name):
    accepted(put(given.FULL, f"attachments[0].{name}", ABSENT))


@pytest.mark.parametrize(
    ("name", "values"),
    [
        ("contentType", ["should fail", "text", "/plain", "text/", "a/b\n", *NOT_STRINGS]),
        ("length", ["should fail", "27", -1, 1.5, True, None, [], {}]),
        ("sha2", ["", "abc", "g" * 64, "a" * 40, "a" * 63, *NOT_STRINGS]),
        ("other", ["x"]),
    ],
)
def test_an_attachment_is_described_in_its_form(name, values):
    for value in values:
        refused(put(given.FULL, f"attachments[0].{name}", value), f"attachments[0].{name}")


@pytest.mark.parametrize("length", [56, 64, 96, 128])
def test_every_sha_2_will_do(length):
    accepted(put(given.FULL, "attachments[0].sha2", "Aa" * (length // 2)))


@pytest.mark.parametrize("value", [given.ATTACHMENT, "x", 5, None])
def test_attachments_are_an_array(value):
    refused(given.SMALL | {"attachments": value}, "attachments")


@pytest.mark.parametrize("value", NOT_OBJECTS)
def test_an_attachment_is_an_object(value):
    refused(given.SMALL | {"attachments": [given.ATTACHMENT, value]}, "attachments[1]")


# --- batches ----------------------------------------------------------------------------------------------------------


def test_a_request_is_one_statement_or_an_array():
    assert check_batch(given.FULL, V1) == [given.FULL]
    assert check_batch([given.SMALL, given.SMALL, given.FULL], V2) == [given.SMALL, given.SMALL, given.FULL]
    assert check_batch([], V2) == []


def test_the_path_names_the_statement_of_an_array():
    refused([given.SMALL, put(given.SMALL, "actor", {})], "[1].actor", check=check_batch)
    refused([given.SMALL, []], "[1]", check=check_batch)


def test_no_id_occurs_twice_in_an_array():
    twice = [given.FULL, given.SMALL, given.FULL | {"id": UUID.upper()}]
    refused(twice, "[2].id", check=check_batch)
