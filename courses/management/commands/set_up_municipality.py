"""``manage.py set_up_municipality <code>``: the municipality's page, files, groups and host names."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from courses.actions.set_up_municipality import SetUpMunicipality
from elearning.municipalities.errors import MunicipalityError
from elearning.municipalities.models import Municipality


class Command(BaseCommand):
    help = "Make a municipality's part of the site, or put it right; running it again changes nothing."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("codes", nargs="+", metavar="code", help="official municipality codes, such as 161")

    def handle(self, *args: Any, **options: Any) -> None:
        for code in options["codes"]:
            municipality = Municipality.objects.filter(code=code).first()
            if municipality is None:
                raise CommandError(
                    _("No municipality has the code %(code)s. Run seed_municipalities first.") % {"code": code}
                )
            try:
                page = SetUpMunicipality(municipality).execute(skip_permission_checks=True)
            except MunicipalityError as error:
                raise CommandError(str(error)) from error
            self.stdout.write(f"{municipality}: {page.full_url}")
