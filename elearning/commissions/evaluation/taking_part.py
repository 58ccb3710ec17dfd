"""Who took part in the groups of an order: invited, begun, completed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _

from elearning.commissions.evaluation.suppression import REST, enough, merged
from elearning.commissions.models import Commission, WaveMember
from elearning.municipalities.models import Membership

FIGURES = ("invited", "begun", "completed")


def dimension_names() -> dict[str, str]:
    return {"wave": _("Group"), "level": _("Leadership level"), "unit": _("Organisation unit")}


def members_of(commission: Commission) -> list[WaveMember]:
    rows = WaveMember.objects.for_municipality(commission.municipality_id).filter(wave__commission=commission)
    return list(rows.select_related("wave", "enrolment__progress").defer("enrolment__progress__state").order_by("pk"))


def groups_of(commission: Commission, members: Iterable[WaveMember]) -> dict[Any, dict[str, str]]:
    """Each enrolment's group, level and unit, as they are called on the screen. Two queries."""
    memberships = Membership.objects.for_municipality(commission.municipality_id).select_related("unit")
    known = {
        each.user_id: each for each in memberships.filter(user__enrolments__wave_member__wave__commission=commission)
    }
    return {member.enrolment_id: _groups(member, known.get(member.enrolment.user_id)) for member in members}


def _groups(member: WaveMember, membership: Membership | None) -> dict[str, str]:
    unknown = _("Not stated")
    level = str(membership.get_level_display()) if membership and membership.level else ""
    return {
        "wave": member.wave.name,
        "level": (level[:1].upper() + level[1:]) or unknown,
        "unit": membership.unit.name if membership and membership.unit else unknown,
    }


def participation(members: Iterable[WaveMember], groups: dict[Any, dict[str, str]]) -> dict[str, Any]:
    """All together, and by group, level and unit; what is too small stands with the others."""
    members = list(members)
    if not enough(len(members)):
        return {"total": None, "few": bool(members), "tables": []}
    tables = []
    for key, title in dimension_names().items():
        own = {member.enrolment_id: groups[member.enrolment_id][key] for member in members}
        shown = merged(Counter(own.values()))
        names = sorted(set(shown.values()), key=lambda name: (name == REST, name))
        if (len(names) < 2 and key != "wave") or names == [REST]:
            continue
        rows = [
            {
                "name": _("Others together") if name == REST else name,
                **_counted(member for member in members if shown[own[member.enrolment_id]] == name),
            }
            for name in names
        ]
        tables.append({"key": key, "title": title, "rows": rows})
    return {"total": _counted(members), "few": False, "tables": tables}


def _counted(members: Iterable[WaveMember]) -> dict[str, int]:
    status = Counter(member.status for member in members)
    return {
        "invited": status.total(),
        "begun": status["started"] + status["completed"],
        "completed": status["completed"],
    }
