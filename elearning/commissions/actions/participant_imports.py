"""A list of people: read and looked through first, then taken in by a worker, a batch at a time."""

from __future__ import annotations

import logging
from pathlib import PurePath
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import OperationalError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from courses.variants.queue import enqueue
from elearning.commissions.actions.waves import held
from elearning.commissions.models import ImportRow, ParticipantImport, Wave
from elearning.commissions.waves.enrolling import enrol
from elearning.commissions.waves.invitations import invite_soon
from elearning.commissions.waves.life import Deed
from elearning.commissions.waves.planning import as_rows, check, members_among, units_of
from elearning.commissions.waves.reading import Entry, read_entries, tidy
from elearning.commissions.waves.rules import WaveRefused
from elearning.commissions.waves.sheets import read_lines
from tracking.enrolling.rules import EnrolmentRefused

logger = logging.getLogger(__name__)

State, Outcome = ParticipantImport.State, ImportRow.Outcome
#: People taken in by one transaction.
BATCH = 200
_STORED_AT_ONCE = 500


class PreviewParticipants:
    """Read the list and say of each row what is wrong with it. Nobody is enrolled, nobody gets an account.

    Raises ``PermissionDenied``, :class:`WaveRefused` and ``UnreadableSheet``.
    """

    def __init__(self, wave: Wave, data: bytes, *, filename: str = "", user: Any) -> None:
        self.wave = wave
        self.data = data
        self.filename = filename
        self.user = user

    @transaction.atomic
    def execute(self) -> ParticipantImport:
        wave = held(self.wave, self.user, Deed.LET_IN)
        entries = read_entries(read_lines(self.data))
        check(entries, wave)
        name = tidy(PurePath(self.filename).name)[:150] or _("Participants")
        made = ParticipantImport.objects.create(wave=wave, filename=name, created_by=self.user)
        rows = list(as_rows(entries, members_among(entries, wave)))
        for row in rows:
            row.participant_import = made
        ImportRow.objects.bulk_create(rows, batch_size=_STORED_AT_ONCE)
        return made


class ImportParticipants:
    """Let a worker take in the rows that were in order. One that broke off goes on where it was.

    With the broker down the import waits for the sweep. Raises ``PermissionDenied`` and :class:`WaveRefused`.
    """

    def __init__(self, participant_import: ParticipantImport, *, user: Any, invite: bool | None = None) -> None:
        self.participant_import = participant_import
        self.user = user
        self.invite = invite

    @transaction.atomic
    def execute(self) -> ParticipantImport:
        wave = held(self.participant_import.wave, self.user, Deed.LET_IN)
        rows = ParticipantImport.objects.for_municipality(wave.municipality_id).select_for_update(of=("self",))
        row: ParticipantImport = rows.get(pk=self.participant_import.pk)
        if row.state in (State.WORKING, State.DONE):
            return row
        if self.invite is not None:
            row.invite = self.invite
        # Who looked through it answers for it: the worker asks for her right again.
        row.state, row.message, row.created_by = State.WORKING, "", self.user
        row.save()
        log(instance=wave, action="commissions.wave.import", user=self.user, data={"import": row.pk})
        transaction.on_commit(lambda: ask_a_worker(row.pk), robust=True)
        return row


class RunParticipantImport:
    """What a worker does. Each batch is a transaction that holds the import's row, enrols its people and says so in
    their rows: a worker that is killed has done a batch or has not, and two at once take turns.

    Raises ``OperationalError`` where the database is busy or away; asked again, it goes on.
    """

    def __init__(self, import_id: int) -> None:
        self.import_id = import_id

    def execute(self) -> None:
        try:
            while self._batch():
                pass
        except OperationalError:
            raise
        except (PermissionDenied, EnrolmentRefused, WaveRefused) as error:
            self._fail(str(error) or _("You do not run this group."))
        except Exception:
            # Whoever waits before the progress bar must not wait for ever.
            logger.exception("The import of participants %s broke off", self.import_id)
            self._fail(_("The import broke off. Nobody is enrolled twice if you repeat it."))

    @transaction.atomic
    def _batch(self) -> bool:
        """Whether there may be more to do."""
        every = ParticipantImport.objects.unscoped(reason="a worker imports for every municipality")
        row: ParticipantImport | None = every.select_for_update(of=("self",)).filter(pk=self.import_id).first()
        if row is None or row.state != State.WORKING:
            return False
        waiting = list(row.rows.filter(outcome=Outcome.WAITING).order_by("number")[:BATCH])
        wave = held(row.wave, row.created_by, Deed.LET_IN if waiting else Deed.CHANGE)
        if waiting:
            self._take_in(waiting, row, wave)
        row.state = State.WORKING if waiting else State.DONE
        row.save(update_fields=["state", "updated_at"])
        if not waiting and row.invite:
            invite_soon(wave)
        return bool(waiting)

    def _take_in(self, waiting: list[ImportRow], row: ParticipantImport, wave: Wave) -> None:
        """The world may have changed since the preview: who cannot come in any more is left out, with the reason."""
        entries = [Entry(it.number, it.email, it.name, it.level, it.unit) for it in waiting]
        check(entries, wave)
        before = members_among(entries, wave)
        good = [entry for entry in entries if not entry.faults]
        members = enrol(good, wave, units_of(wave), user=row.created_by, invite=row.invite) if good else {}
        for entry in good:
            if entry.email not in members:
                entry.fault("email", _("She could not be enrolled. Ask the operator."))
        outcomes: dict[str, list[int]] = {}
        for entry in entries:
            if not entry.faults:
                there = Outcome.MEMBER if entry.email in before else Outcome.NEW
                outcomes.setdefault(there.value, []).append(entry.number)
        for outcome, numbers in outcomes.items():
            row.rows.filter(number__in=numbers).update(outcome=outcome)
        for entry in entries:
            if entry.faults:
                errors = [vars(fault) for fault in entry.faults]
                row.rows.filter(number=entry.number).update(outcome=Outcome.ERROR, errors=errors)

    def _fail(self, message: str) -> None:
        every = ParticipantImport.objects.unscoped(reason="a worker imports for every municipality")
        failing = every.filter(pk=self.import_id, state=State.WORKING)
        failing.update(state=State.FAILED, message=message, updated_at=timezone.now())


def ask_a_worker(import_id: int) -> bool:
    from elearning.commissions.waves.tasks import import_participants

    return enqueue(import_participants, import_id)
