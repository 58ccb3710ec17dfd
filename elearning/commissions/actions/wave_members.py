"""People come into a wave, go to another and leave."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from elearning.commissions.actions.waves import held
from elearning.commissions.models import Wave, WaveMember
from elearning.commissions.waves.enrolling import enrol, join
from elearning.commissions.waves.invitations import invite_soon
from elearning.commissions.waves.life import Deed
from elearning.commissions.waves.planning import check, units_of
from elearning.commissions.waves.reading import Entry
from elearning.commissions.waves.rules import WaveRefused, may_run
from elearning.municipalities.actions.add_learner import AddLearner
from elearning.municipalities.models import Membership
from tracking.actions.enrol import Enrol
from tracking.enrolling.rules import OtherMunicipality, offer
from tracking.models import Enrolment


class AddParticipant:
    """One person by her address, as a list of one would. Who is in the wave already stays as she is.

    Raises ``PermissionDenied``, ``EnrolmentRefused`` and :class:`WaveRefused`, which says what is wrong with her row.
    """

    def __init__(self, wave: Wave, entry: Entry, *, user: Any) -> None:
        self.wave = wave
        self.entry = entry
        self.user = user

    @transaction.atomic
    def execute(self) -> WaveMember:
        wave = held(self.wave, self.user, Deed.LET_IN)
        check([self.entry], wave)
        if self.entry.faults:
            raise WaveRefused(" ".join(fault.message for fault in self.entry.faults))
        [member] = enrol([self.entry], wave, units_of(wave), user=self.user, invite=True).values()
        invite_soon(wave)
        return member


class MoveParticipant:
    """To another wave of the same course. Her enrolment goes with her, and with it all she has done.

    Raises ``PermissionDenied`` and :class:`WaveRefused`.
    """

    def __init__(self, member: WaveMember, target: Wave, *, user: Any) -> None:
        self.member = member
        self.target = target
        self.user = user

    @transaction.atomic
    def execute(self) -> WaveMember:
        member = held_member(self.member, self.user)
        target = held(self.target, self.user, Deed.LET_IN)
        if target.municipality_id != member.wave.municipality_id or target.course_id != member.wave.course_id:
            raise WaveRefused(_("The groups take different courses."))
        if target.pk == member.wave_id:
            return member
        came_from, member.wave = member.wave_id, target
        member.save(update_fields=["wave"])
        data = {"enrolment": str(member.enrolment_id), "from": came_from}
        log(instance=target, action="commissions.wave.move_participant", user=self.user, data=data)
        return member


class RemoveParticipant:
    """Out of the wave. She keeps her enrolment and what she has done. Raises ``PermissionDenied``."""

    def __init__(self, member: WaveMember, *, user: Any) -> None:
        self.member = member
        self.user = user

    @transaction.atomic
    def execute(self) -> None:
        member = held_member(self.member, self.user)
        data = {"enrolment": str(member.enrolment_id)}
        log(instance=member.wave, action="commissions.wave.remove_participant", user=self.user, data=data)
        member.delete()


class InviteEverybody:
    """Invitations to those in the wave who have had none. Asking again sends nobody a second."""

    def __init__(self, wave: Wave, *, user: Any) -> None:
        self.wave = wave
        self.user = user

    @transaction.atomic
    def execute(self) -> int:
        """How many are to be invited."""
        wave = held(self.wave, self.user, Deed.INVITE)
        waiting = WaveMember.objects.for_municipality(wave.municipality_id).filter(wave=wave, invited_at__isnull=True)
        count = waiting.update(invite=True)
        if count:
            log(instance=wave, action="commissions.wave.invite", user=self.user, data={"people": count})
            invite_soon(wave)
        return count


class JoinWave:
    """By the wave's link: she becomes a learner of the municipality, is enrolled, and is in the wave.

    Who is in another wave of the course stays there. A municipality's own version takes its own people, and those who
    have no municipality yet. Raises ``EnrolmentRefused`` and :class:`WaveRefused`.
    """

    def __init__(self, wave: Wave, user: Any) -> None:
        self.wave = wave
        self.user = user

    @transaction.atomic
    def execute(self) -> WaveMember:
        rows = Wave.objects.for_municipality(self.wave.municipality_id).select_for_update(of=("self",))
        wave: Wave = rows.select_related("municipality", "course").get(pk=self.wave.pk)
        if not wave.takes_joiners(timezone.localdate()):
            raise WaveRefused(_("The group takes nobody in today."))
        if not is_open_to(wave, self.user):
            raise OtherMunicipality
        AddLearner(self.user, wave.municipality).execute()
        enrolment = Enrol(self.user, wave.course, wave.municipality, Enrolment.Source.WAVE).execute()
        if enrolment.municipality_id != wave.municipality_id:
            raise WaveRefused(_("You take the course in another municipality."))
        was_there = WaveMember.objects.for_municipality(wave.municipality_id).filter(wave=wave, enrolment=enrolment)
        new = not was_there.exists()
        member = join([enrolment], wave, invite=False)[0]
        if member is None:
            raise WaveRefused(_("You are in another group that takes the course. Ask your facilitator to move you."))
        if new:
            data = {"enrolment": str(enrolment.pk)}
            log(instance=wave, action="commissions.wave.join", user=self.user, data=data)
        return member


def is_open_to(wave: Wave, user: Any) -> bool:
    """Whether the wave's link may let the person in."""
    if offer(wave.course, wave.municipality).variant is None:
        return True
    own = set(Membership.objects.for_user(user).values_list("municipality", flat=True))
    return not own or wave.municipality_id in own


def held_member(member: WaveMember, user: Any) -> WaveMember:
    """The row as it is now. Raises ``PermissionDenied`` for whoever does not run its wave."""
    rows = WaveMember.objects.for_municipality(member.wave.municipality_id).select_for_update(of=("self",))
    found: WaveMember | None = rows.select_related("wave__municipality").filter(pk=member.pk).first()
    if found is None:
        raise WaveRefused(_("She has left the group in the meantime."))
    if not may_run(user, found.wave):
        raise PermissionDenied(_("You do not run this group."))
    return found
