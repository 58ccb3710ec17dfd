"""People who have been found in order become learners, enrolled and in the wave; for the actions, in a transaction."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.db.models.functions import Lower
from wagtail.log_actions import log

from elearning.commissions.models import Wave, WaveMember
from elearning.commissions.waves.reading import Entry
from elearning.municipalities.models import OrganisationUnit
from tracking.actions.enrol_people import EnrolPeople
from tracking.enrolling.reading import Row
from tracking.enrolling.selectors import forms_of
from tracking.models import Enrolment


def enrol(
    entries: Sequence[Entry], wave: Wave, units: Mapping[str, OrganisationUnit], *, user: Any, invite: bool
) -> dict[str, WaveMember]:
    """Each entry's participant by her address. ``entries`` have been checked; the number of queries is fixed."""
    rows = [_row(entry, units) for entry in entries]
    EnrolPeople(rows, wave.course, wave.municipality, user=user, source=Enrolment.Source.WAVE).execute()
    taken = Enrolment.objects.for_municipality(wave.municipality_id).annotate(lowered=Lower("user__email"))
    rows_there = taken.filter(forms_of(wave.course), lowered__in=[row.email for row in rows])
    found = {enrolment.user.email.lower(): enrolment for enrolment in rows_there.select_related("user")}
    members = join(list(found.values()), wave, invite=invite)
    joined = {email: member for email, member in zip(found, members, strict=True) if member is not None}
    if joined:
        data = {"enrolments": [str(member.enrolment_id) for member in joined.values()]}
        log(instance=wave, action="commissions.wave.add_participants", user=user, data=data)
    return joined


def join(enrolments: Sequence[Enrolment], wave: Wave, *, invite: bool) -> list[WaveMember | None]:
    """Each one's place in the wave, made where she has none; None for somebody in another. Three queries.

    Two at once: the database lets one row an enrolment in, and the other finds it.
    """
    rows = WaveMember.objects.for_municipality(wave.municipality_id)
    WaveMember.objects.bulk_create(
        [WaveMember(wave=wave, enrolment=enrolment, invite=invite) for enrolment in enrolments], ignore_conflicts=True
    )
    there = {member.enrolment_id: member for member in rows.filter(enrolment__in=enrolments)}
    places = [there.get(enrolment.pk) for enrolment in enrolments]
    return [member if member is not None and member.wave_id == wave.pk else None for member in places]


def _row(entry: Entry, units: Mapping[str, OrganisationUnit]) -> Row:
    unit = units.get(entry.unit.casefold()) if entry.unit else None
    return Row(entry.number, entry.name, entry.email, level=entry.level, unit=unit.pk if unit else None)
