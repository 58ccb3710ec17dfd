"""``manage.py create_xapi_credential 161 "Plan og log" --scope all``: lets a system in, from the server itself."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from elearning.municipalities.models import Municipality
from tracking.actions.credentials import CreateCredential, CredentialError
from tracking.xapi.resources.call import Scope


class Command(BaseCommand):
    help = "Make a credential for a system that is to use a municipality's part of the record store."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("code", help="the municipality's code")
        parser.add_argument("name", help="what the system is called")
        parser.add_argument(
            "--scope", action="append", choices=[str(scope) for scope in Scope], help="may be repeated; default all"
        )

    def handle(self, *args: Any, code: str, name: str, scope: list[str] | None, **options: Any) -> None:
        municipality = Municipality.objects.filter(code=code).first()
        if municipality is None:
            raise CommandError(f"There is no municipality {code}.")
        scopes = [Scope(it) for it in scope or [Scope.ALL]]
        try:
            opened = CreateCredential(municipality, name, scopes, user=None).execute(skip_permission_checks=True)
        except CredentialError as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"key: {opened.credential.key}\nsecret: {opened.secret}")
