"""Which wave an address means to whoever asks; nobody else's exists."""

from __future__ import annotations

from django.http import Http404, HttpRequest
from django.utils.translation import gettext as _

from elearning.commissions.models import Gathering, ParticipantImport, Wave, WaveMember
from elearning.commissions.waves.rules import may_run, waves_run_by


def run_wave(request: HttpRequest, pk: int) -> Wave:
    """A wave the person runs. Raises ``Http404`` for every other."""
    rows = waves_run_by(request.user).select_related("municipality", "course", "facilitator")
    found = rows.filter(pk=pk).first()
    if found is None or not may_run(request.user, found):
        raise _nothing_there()
    return found


def seen_wave(request: HttpRequest, pk: int) -> tuple[Wave, WaveMember | None]:
    """A wave the person takes part in, with her place in it, or one she runs (``None``). Raises ``Http404``."""
    wave = Wave.objects.taken_by(request.user).select_related("municipality", "course", "facilitator").filter(pk=pk)
    if (found := wave.first()) is None:
        return run_wave(request, pk), None
    members = WaveMember.objects.for_municipality(found.municipality_id).filter(wave=found)
    return found, members.select_related("enrolment").get(enrolment__user=request.user.pk)


def member_of(wave: Wave, pk: int) -> WaveMember:
    rows = WaveMember.objects.for_municipality(wave.municipality_id).filter(wave=wave)
    found = rows.select_related("wave__municipality", "enrolment__user").filter(pk=pk).first()
    if found is None:
        raise _nothing_there()
    return found


def gathering_of(wave: Wave, pk: int) -> Gathering:
    found = Gathering.objects.for_municipality(wave.municipality_id).filter(wave=wave, pk=pk).first()
    if found is None:
        raise _nothing_there()
    found.wave = wave
    return found


def import_of(wave: Wave, pk: int) -> ParticipantImport:
    found = ParticipantImport.objects.for_municipality(wave.municipality_id).filter(wave=wave, pk=pk).first()
    if found is None:
        raise _nothing_there()
    found.wave = wave
    return found


def _nothing_there() -> Http404:
    return Http404(_("There is no such group among yours."))
