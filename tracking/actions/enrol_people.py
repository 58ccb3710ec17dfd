"""Enrol a list of people."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.contrib.auth import get_user_model
from django.core.exceptions import PermissionDenied
from django.db import transaction
from wagtail.log_actions import log

from courses.models import CoursePage
from elearning.municipalities.models import Membership, Municipality
from elearning.municipalities.signals import membership_created
from tracking.enrolling.invitations import invite_soon
from tracking.enrolling.planning import Plan, PlannedRow, plan_enrolments
from tracking.enrolling.reading import Row
from tracking.enrolling.rules import may_enrol_others, offer
from tracking.models import Enrolment

_BATCH = 500


class EnrolPeople:
    """Accounts, memberships as learners and enrolments of everybody in the list who lacks them, all or none.

    Where the municipality has its own version of the course, that is what they are enrolled in; who takes the course
    in another form is enrolled already. Rows with an error are left out. Doing it again makes nothing twice. Those
    who are new in the course are sent one invitation each, unless they came by another ``source`` than the
    administration, which then invites. Raises ``PermissionDenied`` and ``EnrolmentRefused``.
    """

    def __init__(
        self,
        rows: Sequence[Row],
        course: CoursePage,
        municipality: Municipality,
        *,
        user: Any,
        source: str = Enrolment.Source.ADMIN,
    ) -> None:
        self.rows = rows
        self.course = course
        self.municipality = municipality
        self.user = user
        self.source = source

    @transaction.atomic
    def execute(self) -> Plan:
        """What was done."""
        if not may_enrol_others(self.user, self.municipality):
            raise PermissionDenied
        offered = offer(self.course, self.municipality)
        # Two imports at once wait here for each other: the second finds the first's people.
        Municipality.objects.select_for_update().get(pk=self.municipality.pk)
        plan = plan_enrolments(self.rows, offered.course)
        people = self._people(plan.to_enrol)
        self._let_in(people)
        settings = offered.settings()
        enrolments = Enrolment.objects.bulk_create(
            [
                Enrolment(
                    user=person,
                    municipality=self.municipality,
                    course=offered.course,
                    release_id=offered.release.pk,
                    source=self.source,
                    settings=settings,
                )
                for _planned, person in people
            ],
            batch_size=_BATCH,
        )
        if enrolments:
            log(
                instance=offered.course,
                action="tracking.enrol_people",
                user=self.user,
                data={
                    "municipality": self.municipality.code,
                    "version": offered.release.number,
                    "enrolments": [str(enrolment.pk) for enrolment in enrolments],
                },
            )
            if self.source == Enrolment.Source.ADMIN:
                invite_soon([enrolment.pk for enrolment in enrolments])
        return plan

    def _people(self, planned: Sequence[PlannedRow]) -> list[tuple[PlannedRow, Any]]:
        """Each row with its account, which is made where there is none; nobody can sign in by a password."""
        made = {row.row.email: _account(row.row) for row in planned if row.user is None}
        get_user_model()._default_manager.bulk_create(made.values(), batch_size=_BATCH)
        return [(row, row.user or made[row.row.email]) for row in planned]

    def _let_in(self, people: Sequence[tuple[PlannedRow, Any]]) -> None:
        """Who is inside already keeps her role, level and unit, whatever the list says."""
        inside = set(Membership.objects.for_municipality(self.municipality).values_list("user", flat=True))
        memberships = Membership.objects.bulk_create(
            [
                Membership(
                    user=person, municipality=self.municipality, level=planned.row.level, unit_id=planned.row.unit
                )
                for planned, person in people
                if person.pk not in inside
            ],
            batch_size=_BATCH,
        )
        for membership in memberships:
            membership_created.send(sender=Membership, membership=membership)


def _account(row: Row) -> Any:
    first, _space, last = row.name.rpartition(" ")
    user = get_user_model()(email=row.email, first_name=(first or last)[:150], last_name=(last if first else "")[:150])
    user.set_unusable_password()
    return user
