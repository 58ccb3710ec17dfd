"""The e-mails that participants of an order's groups get, as they would read now; shown before there is a group."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any

from django.contrib.auth import get_user_model
from django.utils import timezone
from django.utils.translation import gettext as _

from courses.visitors import base_address
from elearning.commissions.evaluation import asking
from elearning.commissions.evaluation.rounds import CLOSES
from elearning.commissions.mails.messages import Letter
from elearning.commissions.models import Commission, Gathering, GatheringMail, Round, Wave
from elearning.commissions.waves import invitations, notices, reminding


@dataclass(frozen=True)
class Preview:
    """``name`` tells them apart; ``when`` says what makes it go out."""

    name: str
    label: str
    when: str
    letter: Letter


def previews(commission: Commission) -> Iterator[Preview]:
    """With the words of the order's first group and gathering, or of ones that might be."""
    wave, course = _wave(commission), str(commission.title or commission)
    found = wave.course if wave.course_id else commission.course
    course = found.title if found else course
    gathering, person = _gathering(wave), _somebody()
    yield Preview(
        "invitation",
        _("You are in a group"),
        _("Once, when somebody is invited to her group."),
        invitations.letter(wave, course, [gathering], person, notices.address(wave)),
    )
    yield Preview(
        "reminder",
        _("The group's reminder"),
        _("In the group's rhythm, at most two a week, to those who have not finished."),
        reminding.letter(wave, reminding.Facts(course, path="/"), person),
    )
    yield from _of_gatherings(wave, gathering, person)
    yield from _of_the_evaluation(commission, course, person)


def _of_gatherings(wave: Wave, gathering: Gathering, person: Any) -> Iterator[Preview]:
    now = notices.said(gathering)
    before = {**now, "starts": (gathering.starts - timedelta(days=7)).isoformat()}
    before["ends"] = (gathering.ends - timedelta(days=7)).isoformat()
    yield Preview(
        "gathering_set",
        _("A gathering is set"),
        _("To those who have been invited already, with a calendar file. Others read it in their invitation."),
        notices.letter(GatheringMail.Kind.SET, wave, now, person, notices.address(wave)),
    )
    yield Preview(
        "gathering_moved",
        _("A gathering is moved"),
        _("To participants and the facilitator, with a calendar file."),
        notices.letter(GatheringMail.Kind.MOVED, wave, {**now, "before": before}, person, notices.address(wave)),
    )
    yield Preview(
        "gathering_called_off",
        _("A gathering is called off"),
        _("To participants and the facilitator, with a calendar file that takes it out."),
        notices.letter(GatheringMail.Kind.CALLED_OFF, wave, now, person, notices.address(wave)),
    )


def _of_the_evaluation(commission: Commission, course: str, person: Any) -> Iterator[Preview]:
    base, today = base_address(commission.municipality), timezone.localdate()
    names = {
        (Round.END, False): _("The evaluation at the end"),
        (Round.END, True): _("The evaluation at the end, once more"),
        (Round.DAYS90, False): _("The evaluation after 90 days"),
        (Round.DAYS90, True): _("The evaluation after 90 days, once more"),
    }
    for (round_, again), label in names.items():
        facts = asking.Facts(person.get_full_name(), course, today + CLOSES[round_], base, "/")
        yield Preview(
            f"evaluation_{round_.value}_{'again' if again else 'first'}",
            label,
            _("Once, a week after the first, to those who have not answered.")
            if again
            else _("Once, to those who have completed the course."),
            asking.letter(facts, round_, again=again),
        )


def _wave(commission: Commission) -> Wave:
    found = Wave.objects.for_municipality(commission.municipality_id).filter(commission=commission)
    today = timezone.localdate()
    return found.select_related("municipality", "course").order_by("starts", "pk").first() or Wave(
        municipality=commission.municipality,
        name=_("Group 1"),
        starts=commission.starts or today,
        ends=commission.ends or today + timedelta(days=60),
    )


def _gathering(wave: Wave) -> Gathering:
    found = wave.gatherings.order_by("starts", "pk").first() if wave.pk else None
    begins = timezone.make_aware(datetime.combine(wave.starts + timedelta(days=7), time(9)))
    return found or Gathering(
        title=_("First gathering"), starts=begins, ends=begins + timedelta(hours=2), place=_("Town hall")
    )


def _somebody() -> Any:
    """A participant who is not there."""
    return get_user_model()(first_name="Mette", last_name="Lund", email="mette.lund@kommune.example")
