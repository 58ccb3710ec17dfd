from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from elearning.municipalities.actions.seed_municipalities import DATA, SeedError, SeedMunicipalities


class Command(BaseCommand):
    help = "Makes the municipalities of Denmark, or corrects their names. Safe to run again."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "source", nargs="?", type=Path, default=DATA, help="a CSV file instead of the list kept here"
        )

    def handle(self, *_args: Any, source: Path, **_options: Any) -> None:
        try:
            seeded = SeedMunicipalities(source).execute()
        except SeedError as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"{seeded.created} created, {seeded.updated} corrected, {seeded.unchanged} as they were")
