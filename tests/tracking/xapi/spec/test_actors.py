"""Agents and groups, everywhere they may stand (1.0.3 Data 2.4.2 and 2.4.9)."""

import pytest

from tests.tracking.xapi.spec import statements as given
from tests.tracking.xapi.spec.statements import ABSENT, BOTH, accepted, put, refused
from tracking.xapi.spec.versions import V2

#: Where an agent may stand, and in which statement.
AGENTS = [
    ("actor", given.FULL, BOTH),
    ("authority", given.FULL, BOTH),
    ("context.instructor", given.FULL, BOTH),
    ("object", given.SMALL, BOTH),
    ("object.actor", given.WITH_SUB, BOTH),
    ("object.context.instructor", given.WITH_SUB, BOTH),
    ("context.contextAgents[0].agent", given.FULL_2, (V2,)),
]
GROUPS = [place for place in AGENTS if place[0] not in ("authority", "context.contextAgents[0].agent")] + [
    ("context.team", given.FULL, BOTH),
    ("object.context.team", given.WITH_SUB, BOTH),
    ("context.contextGroups[0].group", given.FULL_2, (V2,)),
]
IDENTIFIERS = {
    "mbox": "mailto:x@example.dk",
    "mbox_sha1sum": "cd9b00a5611f94eaa7b1661edab976068e364975",
    "openid": "http://openid.example.org/12345",
    "account": given.ACCOUNT,
}
WRONG = [
    *[
        ("mbox", value)
        for value in ["", "http://should.fail.com", "mailto:should.fail.com", "x@example.dk", "mailto:@b"]
    ],
    *[("mbox", value) for value in ["mailto:a@", "mailto:a b@c", "mailto:a@b@c", "mailto:a@b\n", 12345, {}, [], None]],
    *[("mbox_sha1sum", value) for value in ["", "abc", "g" * 40, "a" * 41, "a" * 64, 12345, {}, [], None]],
    *[("openid", value) for value in ["", "ab=c://should.fail.com", "open.id.com/user", 12345, {}, [], None]],
    *[("account", value) for value in ["should fail", 12345, [], None]],
]
WRONG_ACCOUNTS = [
    ("homePage", ABSENT),
    ("name", ABSENT),
    ("homePage", "ab=c://should.fail.com"),
    ("homePage", "homePage.com/testUser"),
    ("homePage", None),
    ("name", {"key": "x"}),
    ("name", 12345),
    ("name", None),
    ("email", "x"),
]


def everywhere(places, value, path="", *, wrong=True):
    for place, statement, rules in places:
        changed = put(statement, place, value)
        if wrong:
            refused(changed, f"{place}.{path}" if path else place, rules)
        else:
            accepted(changed, rules)


@pytest.mark.parametrize("name", sorted(IDENTIFIERS))
def test_an_agent_and_a_group_may_be_known_by_each_identifier(name):
    everywhere(AGENTS, {"objectType": "Agent", name: IDENTIFIERS[name]}, wrong=False)
    everywhere(GROUPS, {"objectType": "Group", name: IDENTIFIERS[name]}, wrong=False)
    everywhere(GROUPS, {"objectType": "Group", name: IDENTIFIERS[name], "member": [given.AGENT]}, wrong=False)


@pytest.mark.parametrize("name", sorted(IDENTIFIERS))
def test_identifiers_have_their_form(name):
    for value in [value for wrong, value in WRONG if wrong == name]:
        everywhere(AGENTS, {"objectType": "Agent", name: value}, name)
        everywhere(GROUPS, {"objectType": "Group", name: value, "member": [given.AGENT]}, name)


@pytest.mark.parametrize(("name", "value"), WRONG_ACCOUNTS)
def test_an_account_has_a_home_page_and_a_name(name, value):
    account = put(given.ACCOUNT | {name: None}, name, value)
    everywhere(AGENTS, {"objectType": "Agent", "account": account}, f"account.{name}")
    everywhere(GROUPS, {"objectType": "Group", "account": account}, f"account.{name}")


def test_an_agent_has_exactly_one_identifier():
    everywhere(AGENTS, {"objectType": "Agent", "name": "Ane"})
    for first in IDENTIFIERS:
        for second in IDENTIFIERS.keys() - {first}:
            both = {"objectType": "Agent", first: IDENTIFIERS[first], second: IDENTIFIERS[second]}
            everywhere(AGENTS, both)


def test_a_group_has_no_more_than_one_identifier():
    for second in IDENTIFIERS.keys() - {"mbox"}:
        everywhere(GROUPS, given.GROUP | {second: IDENTIFIERS[second]})


def test_a_group_without_an_identifier_lists_its_members():
    everywhere(GROUPS, given.ANONYMOUS, wrong=False)
    for members in (ABSENT, []):
        everywhere(GROUPS, put(given.ANONYMOUS, "member", members), "member")


@pytest.mark.parametrize("value", [{}, {"objectType": "Group"}, "x", 5, None, given.AGENT])
def test_members_are_an_array(value):
    everywhere(GROUPS, given.GROUP | {"member": value}, "member")


@pytest.mark.parametrize(
    ("member", "path"),
    [("x", ""), (None, ""), ({}, ""), (given.GROUP, ".objectType"), (given.ANONYMOUS, ".objectType")],
)
def test_members_are_agents(member, path):
    everywhere(GROUPS, given.GROUP | {"member": [given.AGENT, member]}, f"member[1]{path}")


@pytest.mark.parametrize("value", [123, {"key": "x"}, [], None, True])
def test_names_and_types_are_strings(value):
    for name in ("name", "objectType"):
        for place, statement, rules in AGENTS:
            refused(put(statement, place, given.AGENT | {name: value}), f"{place}.{name}", rules)


@pytest.mark.parametrize("kind", ["agent", "AGENT", "group", "Activity", "Person", "", '"objectType": "Agent"'])
def test_the_type_of_an_actor_is_agent_or_group(kind):
    for place, statement, rules in AGENTS:
        if place != "object":
            refused(put(statement, place, given.AGENT | {"objectType": kind}), f"{place}.objectType", rules)


def test_an_agent_has_no_members_and_no_other_properties():
    for name, value in (("member", [given.AGENT]), ("Name", "x"), ("email", "x"), ("__proto__", {})):
        everywhere(AGENTS, given.AGENT | {name: value}, name)


@pytest.mark.parametrize("value", ["x", 5, None, [], True])
def test_an_actor_is_an_object(value):
    for place, statement, rules in [*AGENTS, *GROUPS]:
        refused(put(statement, place, value), place, rules)


def test_a_team_is_a_group():
    refused(put(given.FULL, "context.team", given.AGENT), "context.team.objectType")
    refused(put(given.FULL, "context.team", put(given.GROUP, "objectType", ABSENT)), "context.team.objectType")


# --- authority --------------------------------------------------------------------------------------------------------


def test_an_authority_is_an_agent_or_a_group_of_two_without_a_name_of_its_own():
    accepted(given.FULL | {"authority": given.AGENT})
    accepted(given.FULL | {"authority": given.ANONYMOUS})
    for count in (1, 3):
        refused(put(given.FULL, "authority", given.ANONYMOUS | {"member": [given.AGENT] * count}), "authority.member")
    for name, value in IDENTIFIERS.items():
        refused(put(given.FULL, "authority", given.ANONYMOUS | {name: value}), "authority")
