"""Agents and groups (1.0.3 Data 2.4.2 and 2.4.9; 2.0, 4.2.2.1)."""

from __future__ import annotations

from typing import Any

from tracking.xapi.spec.errors import Invalid, shown
from tracking.xapi.spec.validation.checking import check_items, check_properties, exactly
from tracking.xapi.spec.validation.values import check_iri, check_mailto, check_sha1, check_string
from tracking.xapi.spec.versions import Rules

#: The inverse functional identifiers: what an agent, or an identified group, is known by. Exactly one.
IDENTIFIERS = frozenset({"mbox", "mbox_sha1sum", "openid", "account"})
_NAMES = "mbox, mbox_sha1sum, openid or account"
#: An application and its user, together (three-legged OAuth).
_OAUTH_MEMBERS = 2


def check_account(value: Any, rules: Rules) -> None:
    check_properties(value, _ACCOUNT, rules, ("homePage", "name"))


def check_agent(value: Any, rules: Rules) -> None:
    check_properties(value, _AGENT, rules)
    if len(IDENTIFIERS & value.keys()) != 1:
        raise Invalid("", f"must have exactly one of {_NAMES}")


def check_group(value: Any, rules: Rules) -> None:
    """Identified, by exactly one identifier, or anonymous, by its members; never with groups among them."""
    check_properties(value, _GROUP, rules, ("objectType",))
    identifiers = len(IDENTIFIERS & value.keys())
    if identifiers > 1:
        raise Invalid("", f"must have no more than one of {_NAMES}")
    if not identifiers and not value.get("member"):
        raise Invalid("member", "is required in a group without an identifier")


def check_actor(value: Any, rules: Rules) -> None:
    """An agent, or a group if it says so."""
    if not isinstance(value, dict):
        raise Invalid("", f"must be an object, not {shown(value)}")
    (check_group if value.get("objectType") == "Group" else check_agent)(value, rules)


def check_authority(value: Any, rules: Rules) -> None:
    """An agent, or an anonymous group of two agents."""
    check_actor(value, rules)
    if value.get("objectType") == "Group":
        if not IDENTIFIERS.isdisjoint(value):
            raise Invalid("", "must be an agent or a group without an identifier")
        if len(value["member"]) != _OAUTH_MEMBERS:
            raise Invalid("member", "must be exactly two agents in an authority")


def _check_members(value: Any, rules: Rules) -> None:
    check_items(value, check_agent, rules)


_ACCOUNT = {"homePage": check_iri, "name": check_string}
_ACTOR = {
    "name": check_string,
    "mbox": check_mailto,
    "mbox_sha1sum": check_sha1,
    "openid": check_iri,
    "account": check_account,
}
_AGENT = {"objectType": exactly("Agent")} | _ACTOR
_GROUP = {"objectType": exactly("Group"), "member": _check_members} | _ACTOR
