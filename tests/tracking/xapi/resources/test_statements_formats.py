"""The formats of GET: ids, exact and canonical (1.0.3 Communication 2.1.3; 2.0, 4.1.6.1)."""

import pytest

from tests.tracking.xapi.resources.calls import a_statement, access, by_mail, post, result
from tests.tracking.xapi.spec import statements as sample
from tracking.models import ActivityDefinition
from tracking.xapi.resources.call import Scope
from tracking.xapi.store.definitions import definition_of, learn, merged

pytestmark = pytest.mark.django_db

ID = "https://example.dk/a/defined"


def about(**definition):
    return a_statement(object={"id": ID, "definition": definition})


def given(format_, language=None):
    headers = {"accept-language": language} if language else {}
    (statement, *_) = result(format=format_, headers=headers)["statements"]
    return statement


def test_exact_is_the_statement_as_it_came():
    statement = sample.FULL_2 | {"id": a_statement()["id"]}
    post(statement)
    stored = given("exact")
    for name in ("actor", "verb", "object", "result", "attachments"):
        assert stored[name] == statement[name]


def test_ids_name_what_there_is_and_no_more():
    post(a_statement(actor=sample.GROUP, verb=sample.VERB, object=sample.ACTIVITY | {"definition": sample.CHOICE}))
    stored = given("ids")
    assert stored["actor"] == {"objectType": "Group", "mbox": sample.GROUP["mbox"]}
    assert stored["verb"] == {"id": sample.VERB["id"]}
    assert stored["object"] == {"id": sample.ACTIVITY["id"]}


def test_ids_of_a_group_without_one_are_its_members():
    post(a_statement(actor={"objectType": "Group", "name": "Os", "member": [by_mail("bo") | {"name": "Bo"}]}))
    assert given("ids")["actor"] == {"objectType": "Group", "member": [by_mail("bo")]}


@pytest.mark.parametrize(
    ("language", "expected"),
    [(None, "da"), ("en", "en-GB"), ("en-GB;q=0.5, da", "da"), ("fr, *;q=0.1", "da"), ("nonsense;;;", "da")],
)
def test_canonical_has_one_language_in_each_map(language, expected):
    post(a_statement(verb=sample.VERB, object={"id": ID, "definition": {"name": {"da": "Navn", "en-GB": "Name"}}}))
    stored = given("canonical", language)
    assert list(stored["verb"]["display"]) == [expected]
    assert list(stored["object"]["definition"]["name"]) == [expected]


def test_canonical_gives_what_all_statements_together_say_of_an_activity():
    post(about(name={"da": "Navn"}, type="urn:type:1"))
    post(about(name={"en": "Name"}, description={"en": "All of it"}, type="urn:type:2"))
    post(a_statement(object={"id": ID}))
    expected = {"name": {"en": "Name"}, "description": {"en": "All of it"}, "type": "urn:type:2"}
    assert given("canonical", "en")["object"]["definition"] == expected
    assert given("canonical", "da")["object"]["definition"]["name"] == {"da": "Navn"}
    assert "definition" not in given("exact")["object"]


def test_what_one_municipality_says_is_not_anothers():
    post(about(name={"da": "Navn"}))
    other = access("202")
    post(about(name={"da": "Et andet"}), by=other)
    assert definition_of(access().municipality.pk, ID)["name"] == {"da": "Navn"}
    assert definition_of(other.municipality.pk, ID)["name"] == {"da": "Et andet"}


def test_who_may_not_define_changes_no_definition():
    post(about(name={"da": "Navn"}))
    post(about(name={"da": "Løgn"}), by=access("201", Scope.WRITE))
    assert definition_of(access().municipality.pk, ID) == {"name": {"da": "Navn"}}


def test_what_is_said_again_asks_the_database_nothing(django_assert_num_queries):
    post([about(name={"da": "Igen"}), about(name={"da": "Igen"})])
    municipality = access().municipality
    assert ActivityDefinition.objects.for_municipality(municipality).count() == 1
    with django_assert_num_queries(0):
        learn(municipality.pk, [about(name={"da": "Igen"})])


def test_an_interaction_is_replaced_as_a_whole():
    known = {"name": {"da": "Valg"}, "interactionType": "choice", "choices": [{"id": "a"}], "moreInfo": "urn:m"}
    said = {"interactionType": "numeric", "extensions": {"urn:x": 1}}
    assert merged(known, said) == {"name": {"da": "Valg"}, "moreInfo": "urn:m"} | said


def test_an_activity_nobody_defined_has_no_definition():
    post(a_statement(object={"id": ID}))
    assert definition_of(access().municipality.pk, ID) is None
    assert definition_of(access().municipality.pk, "urn:unknown") is None
