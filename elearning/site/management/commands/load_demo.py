"""``manage.py load_demo``: the demo courses and the people who try them. Running it again keeps what is there."""

from __future__ import annotations

from importlib import import_module
from typing import Any

from django.contrib.auth import get_user_model
from django.core.management.base import BaseCommand
from django.db import transaction
from django.utils.translation import gettext as _

from courses.actions.set_up_groups import SetUpGroups
from courses.demo.loader import demo_courses, load_course
from courses.demo.site import set_up_site
from courses.models import CoursePage
from elearning.site.demo_people import DESIGNER, PEOPLE, DemoPerson, make_person

#: Actions without arguments that seed data of their own, run where they are installed: module, class.
SEEDERS = (("elearning.municipalities.actions.seed_municipalities", "SeedMunicipalities"),)


class Command(BaseCommand):
    help = "Load the demo courses, groups and people; what is already there is left alone."

    def handle(self, *args: Any, **options: Any) -> None:
        courses = self._load()
        for course in courses:
            self.stdout.write(f"  {course.title}: {course.current_release}")
        self._print_people()

    @transaction.atomic
    def _load(self) -> list[CoursePage]:
        self._seed()
        catalogue = set_up_site()
        designer = make_person(DESIGNER)
        designer.groups.add(SetUpGroups(catalogue).execute())
        for person in PEOPLE:
            make_person(person)
        return [load_course(path, catalogue, designer, notes=notes) for path, notes in demo_courses().items()]

    def _seed(self) -> None:
        for module, name in SEEDERS:
            try:
                action = getattr(import_module(module), name)
            except ModuleNotFoundError:
                continue
            action().execute()

    def _print_people(self) -> None:
        self.stdout.write(_("Sign in with one of these addresses; the code arrives in the local mailbox:"))
        people: list[DemoPerson] = [DESIGNER, *PEOPLE]
        width = max(len(person.email) for person in people)
        known = {user.email for user in get_user_model().objects.filter(email__in=[person.email for person in people])}
        for person in people:
            if person.email in known:
                self.stdout.write(f"  {person.email:<{width}}  {person.description}")
