"""``manage.py load_demo``: the demo courses and the people who try them. Running it again keeps what is there."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand
from django.db import transaction
from django.utils.translation import gettext as _

from courses.actions.set_up_groups import SetUpGroups
from courses.demo.loader import demo_courses, load_course
from courses.demo.site import set_up_site
from courses.models import CoursePage
from elearning.municipalities.actions.seed_municipalities import SeedMunicipalities
from elearning.site import demo_people


class Command(BaseCommand):
    help = "Load the demo courses, groups and people; what is already there is left alone."

    def handle(self, *args: Any, **options: Any) -> None:
        courses = self._load()
        for course in courses:
            self.stdout.write(f"  {course.title}: {course.current_release}")
        self._print_people()

    @transaction.atomic
    def _load(self) -> list[CoursePage]:
        SeedMunicipalities().execute()
        demo_people.open_to_sign_up()
        catalogue = set_up_site()
        demo_people.make_person(demo_people.OPERATOR, superuser=True)
        designer = demo_people.make_person(demo_people.DESIGNER)
        designer.groups.add(SetUpGroups(catalogue).execute())
        for person in demo_people.PEOPLE:
            demo_people.make_person(person)
        return [load_course(path, catalogue, designer, notes=notes) for path, notes in demo_courses().items()]

    def _print_people(self) -> None:
        people = demo_people.here()
        width = max(len(person.email) for person in people)
        self.stdout.write(_("Sign in with one of these addresses; the code arrives in the local mailbox:"))
        for person in people:
            self.stdout.write(f"  {person.email:<{width}}  {person.description}")
