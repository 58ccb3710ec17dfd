"""``manage.py load_demo``: the demo courses and the people who try them. Running it again keeps what is there."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand
from django.db import transaction
from django.utils.translation import gettext as _

from courses.actions.set_up_groups import SetUpGroups
from courses.demo.loader import demo_courses, load_course
from courses.demo.site import set_up_site
from courses.demo.tailored import Staff, release_second_version, untouched
from courses.models import CoursePage, Variant
from elearning.commissions.models import Commission
from elearning.commissions.receivers import no_ticking
from elearning.municipalities.actions.seed_municipalities import SeedMunicipalities
from elearning.municipalities.models import Membership
from elearning.site import demo_people
from elearning.site.demo_municipalities import MUNICIPALITIES, set_up
from elearning.site.demo_ordering import make_order
from elearning.site.demo_people import PEOPLE, make_person


class Command(BaseCommand):
    help = "Load the demo courses, municipalities and people; what is already there is left alone."

    def handle(self, *args: Any, **options: Any) -> None:
        with no_ticking():
            # Making an order ticks its wishes; what the commit tells of changes is told already.
            courses = self._load()
        for course in courses:
            self.stdout.write(f"  {course.title}: {course.current_release}")
            for variant in Variant.objects.of_upstream(course, reason="the operator is told what the demo holds"):
                self.stdout.write(f"    {variant}: {variant.current_release}")
        self._print_orders()
        self._print_people()

    @transaction.atomic
    def _load(self) -> list[CoursePage]:
        SeedMunicipalities().execute()
        catalogue = set_up_site()
        operator = make_person(demo_people.OPERATOR)
        designer = make_person(demo_people.DESIGNER)
        designer.groups.add(SetUpGroups(catalogue).execute())
        for municipality in MUNICIPALITIES:
            set_up(municipality, operator)
        people = {person: make_person(person, operator=operator) for person in PEOPLE}
        courses = [load_course(path, catalogue, designer, notes=notes) for path, notes in demo_courses().items()]
        if untouched(courses[0]):
            self._tailor(courses[0], people, designer)
        return courses

    def _tailor(self, course: CoursePage, people: dict[demo_people.DemoPerson, Any], designer: Any) -> None:
        for municipality in MUNICIPALITIES:
            if municipality.tailors:
                staff = {
                    person.role: user for person, user in people.items() if person.municipality == municipality.code
                }
                editor, approver = staff[Membership.Role.EDITOR], staff[Membership.Role.APPROVER]
                make_order(
                    municipality.tailors,
                    course,
                    Staff(editor, approver, designer),
                    staff[Membership.Role.FACILITATOR],
                )
        release_second_version(course, designer)

    def _print_orders(self) -> None:
        orders = Commission.objects.unscoped(reason="the operator is told what the demo holds").submitted()
        for order in orders.filter(municipality__code__in=[each.code for each in MUNICIPALITIES]).order_by("number"):
            self.stdout.write(f"  {order} ({order.municipality}): {order.get_stage_display()}")

    def _print_people(self) -> None:
        self.stdout.write(_("Sign in with one of these addresses; the code arrives in the local mailbox:"))
        for line in demo_people.lines(demo_people.by_municipality(demo_people.here())):
            self.stdout.write(line)
