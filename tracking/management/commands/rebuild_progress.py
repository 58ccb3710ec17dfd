"""Fold all statements anew. When everything is folded that changes nothing; with ``--dry-run`` it is a check."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from elearning.municipalities.models import Municipality
from tracking.models import Enrolment
from tracking.progress.projection import difference, rebuild

_BAR = 30


class Command(BaseCommand):
    help = "Rebuild progress from the statements."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--enrolment", metavar="ID", help="Only this enrolment.")
        parser.add_argument("--municipality", metavar="CODE", help="Only this municipality's enrolments.")
        parser.add_argument(
            "--dry-run", action="store_true", help="Change nothing; report what would change, exit 1 if anything."
        )

    def handle(self, *args: Any, **options: Any) -> None:
        enrolments = _enrolments(options["municipality"], options["enrolment"])
        total, differing = enrolments.count(), 0
        for done, enrolment in enumerate(enrolments.iterator(), start=1):
            if options["dry_run"]:
                differing += self._report(enrolment)
            else:
                rebuild(enrolment)
            self._show(done, total)
        if differing:
            raise CommandError(_("%(count)d enrolments would change.") % {"count": differing}, returncode=1)
        self.stdout.write(_("%(count)d enrolments looked at.") % {"count": total})

    def _report(self, enrolment: Enrolment) -> bool:
        if parts := difference(enrolment):
            self.stdout.write(f"{enrolment.pk}: {', '.join(parts)}")
        return bool(parts)

    def _show(self, done: int, total: int) -> None:
        if self.stderr.isatty():
            bar = "=" * (_BAR * done // total)
            self.stderr.write(f"\r[{bar:<{_BAR}}] {done}/{total}", ending="\n" if done == total else "")


def _enrolments(municipality: str | None, enrolment: str | None) -> QuerySet[Enrolment]:
    rows = Enrolment.objects.unscoped(reason="the operator rebuilds for every municipality").order_by("pk")
    if municipality:
        try:
            rows = rows.for_municipality(Municipality.objects.get(code=municipality))
        except Municipality.DoesNotExist as error:
            raise CommandError(_("No municipality has the code %(code)s.") % {"code": municipality}) from error
    if enrolment:
        try:
            rows = rows.filter(pk=enrolment)
        except ValidationError as error:
            raise CommandError(_("%(id)s is no enrolment's id.") % {"id": enrolment}) from error
        if not rows.exists():
            raise CommandError(_("There is no enrolment %(id)s.") % {"id": enrolment})
    return rows
