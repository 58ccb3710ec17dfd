"""What a list of people would do to a wave: asked of the database in batches, nothing stored."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any

from django.contrib.auth import get_user_model
from django.db.models.functions import Lower
from django.utils.translation import gettext as _

from elearning.commissions.models import ImportRow, Wave, WaveMember
from elearning.commissions.waves.reading import Entry
from elearning.municipalities.addresses import domain_of, domain_owners
from elearning.municipalities.models import OrganisationUnit
from tracking.enrolling.selectors import forms_of
from tracking.models import Enrolment

#: People asked for at once.
BATCH = 500


@dataclass(frozen=True)
class Person:
    """Where somebody stands already, by her address."""

    user: Any
    enrolment: Enrolment | None = None
    member: WaveMember | None = None


def check(entries: Sequence[Entry], wave: Wave) -> None:
    """Add to each entry what only the database knows to be wrong. Four queries for every five hundred people."""
    owners = domain_owners()
    units = units_of(wave)
    for batch in _batches(entries):
        known = people({entry.email for entry in batch if not entry.faults}, wave)
        for entry in batch:
            _check_one(entry, wave, owners, units, known)


def units_of(wave: Wave) -> dict[str, OrganisationUnit]:
    """The municipality's units by name, however it is written."""
    found = OrganisationUnit.objects.for_municipality(wave.municipality_id)
    return {unit.name.casefold(): unit for unit in found}


def people(emails: set[str], wave: Wave) -> dict[str, Person]:
    """Who has an account among the addresses, and where she stands in the wave's course."""
    users = get_user_model()._default_manager.annotate(lowered=Lower("email")).filter(lowered__in=emails)
    by_key = {user.pk: user for user in users}
    taken = Enrolment.objects.unscoped(reason="a person takes a course once, whatever the municipality")
    enrolments = {
        enrolment.user_id: enrolment
        for enrolment in taken.filter(forms_of(wave.course), user__in=by_key).select_related("wave_member__wave")
    }
    return {user.lowered: _person(user, enrolments.get(user.pk)) for user in by_key.values()}


def _person(user: Any, enrolment: Enrolment | None) -> Person:
    return Person(user, enrolment, getattr(enrolment, "wave_member", None) if enrolment else None)


def _check_one(entry: Entry, wave: Wave, owners: Any, units: Any, known: dict[str, Person]) -> None:
    owner = owners.get(domain_of(entry.email))
    if owner is not None and owner.pk != wave.municipality_id:
        entry.fault("email", _("The address belongs to %(owner)s.") % {"owner": owner})
    if entry.unit and entry.unit.casefold() not in units:
        entry.fault("unit", _("There is no unit called »%(unit)s«.") % {"unit": entry.unit})
    person = known.get(entry.email)
    if person is not None and (why := obstacle(person, wave)):
        entry.fault("email", why)


def obstacle(person: Person, wave: Wave) -> str:
    """Why somebody who is known cannot come into the wave, or ""."""
    if not person.user.is_active:
        return _("The account is closed.")
    if person.enrolment is not None and person.enrolment.municipality_id != wave.municipality_id:
        return _("She takes the course in another municipality.")
    if person.member is not None and person.member.wave_id != wave.pk:
        return _("She is in the group »%(group)s«. Move her from there.") % {"group": person.member.wave}
    return ""


def as_rows(entries: Sequence[Entry], members: set[str]) -> Iterator[ImportRow]:
    """The list as it is kept between the preview and the import. ``members`` are the addresses in the wave already."""
    for entry in entries:
        outcome = ImportRow.Outcome.WAITING
        if entry.faults:
            outcome = ImportRow.Outcome.ERROR
        elif entry.email in members:
            outcome = ImportRow.Outcome.MEMBER
        yield ImportRow(
            number=entry.number,
            email=entry.email,
            name=entry.name,
            level=entry.level,
            unit=entry.unit,
            errors=[vars(fault) for fault in entry.faults],
            outcome=outcome,
        )


def members_among(entries: Sequence[Entry], wave: Wave) -> set[str]:
    """The addresses that are in the wave already."""
    rows = WaveMember.objects.for_municipality(wave.municipality_id).filter(wave=wave)
    present = set(rows.annotate(lowered=Lower("enrolment__user__email")).values_list("lowered", flat=True))
    return {entry.email for entry in entries} & present


def _batches(entries: Sequence[Entry]) -> Iterator[list[Entry]]:
    rest = iter(entries)
    while batch := list(islice(rest, BATCH)):
        yield batch
