"""The e-mail that a gathering is set, moved or called off, with a file that says so to the calendar."""

from __future__ import annotations

from datetime import datetime
from email.mime.text import MIMEText
from functools import partial
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.mail import EmailMessage
from django.db import transaction
from django.db.models import Q, QuerySet
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext_lazy as _

from courses.variants.queue import enqueue
from courses.visitors import base_address
from elearning.commissions.mails.messages import Letter
from elearning.commissions.mails.outbox import USEFUL, send_once
from elearning.commissions.models import Gathering, GatheringMail, Wave
from elearning.commissions.waves.calendar import calendar_file

Kind = GatheringMail.Kind
#: A task sends so many and asks for another: none of them is long.
BATCH = 100
SUBJECTS: dict[str, Any] = {
    Kind.SET: _("New gathering: %(gathering)s"),
    Kind.MOVED: _("Moved: %(gathering)s"),
    Kind.CALLED_OFF: _("Called off: %(gathering)s"),
}
#: What a participant has to know is different; another title or agenda she sees when she looks.
TOLD = ("starts", "ends", "place")


def said(gathering: Gathering) -> dict[str, str]:
    """What an e-mail says of a gathering, as JSON has it."""
    return {
        "title": gathering.title,
        "starts": gathering.starts.isoformat(),
        "ends": gathering.ends.isoformat(),
        "place": gathering.place,
    }


def tell_set(gathering: Gathering, *, by: Any) -> None:
    """Not whoever has set it, nor those who wait for an invitation, which says the same."""
    wave = gathering.wave
    waiting = wave.members.filter(invite=True, invited_at=None).values("enrolment__user")
    _tell(
        gathering, Kind.SET, said(gathering), gathering.ends, people_of(wave).exclude(pk__in=waiting).exclude(pk=by.pk)
    )


def tell_moved(gathering: Gathering, before: dict[str, str]) -> None:
    """Nobody, where time and place are the same."""
    now = said(gathering)
    if any(_moment_or_text(now[key]) != _moment_or_text(before[key]) for key in TOLD):
        last = max(gathering.ends, datetime.fromisoformat(before["ends"]))
        _tell(gathering, Kind.MOVED, {**now, "before": before}, last, people_of(gathering.wave))


def tell_called_off(gathering: Gathering) -> None:
    gathering.sequence += 1
    _tell(gathering, Kind.CALLED_OFF, said(gathering), gathering.ends, people_of(gathering.wave))


def people_of(wave: Wave) -> QuerySet[Any]:
    """Whoever is in the wave, and its facilitator; each once."""
    people = get_user_model()._default_manager.filter(is_active=True)
    there = Q(pk__in=wave.members.values("enrolment__user"))
    return people.filter(there | Q(pk=wave.facilitator_id)).order_by("pk")


def waves_to_tell(now: datetime) -> list[int]:
    return list(_waiting(now).order_by().values_list("wave", flat=True).distinct())


def send_batch(wave_id: int, *, now: datetime | None = None) -> int:
    """Send the wave's next ones; how many were looked at. Those that are of no use any more are forgotten."""
    now = now or timezone.now()
    waiting = _waiting(now).filter(wave=wave_id).select_related("wave__municipality", "wave__course", "person")
    mails: list[GatheringMail] = list(waiting.order_by("pk")[:BATCH])
    if not mails:
        return 0
    wave = mails[0].wave
    url = address(wave)
    there = set(people_of(wave).values_list("pk", flat=True))
    newest, unheard = _newest(mails), {it.who for it in mails if it.kind == Kind.SET}
    rows = _every()
    for mail in mails:
        is_news = newest[mail.who] == mail.sequence and not (mail.kind == Kind.CALLED_OFF and mail.who in unheard)
        if mail.person_id in there and is_news:
            # Moved before she has heard of it: to her it is new.
            mail.kind = Kind.SET if mail.who in unheard else mail.kind
            send_once(rows, mail.pk, partial(_message, mail, wave, url))
        else:
            rows.filter(pk=mail.pk, sent_at=None).delete()
    return len(mails)


def ask_for_more(wave_id: int) -> bool:
    from elearning.commissions.waves.tasks import send_gathering_mails

    return enqueue(send_gathering_mails, wave_id)


def letter(kind: str, wave: Wave, words: dict[str, Any], person: Any, url: str) -> Letter:
    """In the reader's language; shown beforehand in the admin too. ``url`` is the wave's."""
    with translation.override(getattr(person, "language", "") or settings.LANGUAGE_CODE):
        before = words.get("before")
        context = {
            "name": person.get_full_name(),
            "group": wave.name,
            "meeting": _read(words),
            "before": _read(before) if before else None,
            "url": url,
        }
        subject = str(SUBJECTS[kind])
        body = render_to_string(f"commissions/waves/email/gathering_{kind}.txt", context)
        subject = subject % {"gathering": words["title"]}
    return Letter(" ".join(subject.split())[:200], body.strip() + "\n")


def _tell(gathering: Gathering, kind: Kind, words: dict[str, Any], last: datetime, people: QuerySet[Any]) -> None:
    """A row for each of the people, in the transaction of what it tells of. What is over is nobody's news."""
    wave = gathering.wave
    if last <= timezone.now():
        return
    rows = [
        GatheringMail(
            wave=wave, person=person, gathering=gathering.pk, sequence=gathering.sequence, kind=kind, said=words
        )
        for person in people
    ]
    GatheringMail.objects.bulk_create(rows, ignore_conflicts=True)
    transaction.on_commit(lambda: ask_for_more(wave.pk), robust=True)


def _every() -> QuerySet[GatheringMail]:
    rows: QuerySet[GatheringMail] = GatheringMail.objects.unscoped(reason="a worker sends for every municipality")
    return rows


def _waiting(now: datetime) -> QuerySet[GatheringMail]:
    return _every().filter(sent_at=None, created_at__gte=now - USEFUL)


def _newest(mails: list[GatheringMail]) -> dict[tuple[int, Any], int]:
    """By gathering and person, the last change there is: who has not heard of the others need not."""
    rows = _every().filter(gathering__in={mail.gathering for mail in mails}, person__in={mail.person for mail in mails})
    found: dict[tuple[int, Any], int] = {}
    for gathering, person, sequence in rows.order_by("sequence").values_list("gathering", "person", "sequence"):
        found[gathering, person] = sequence
    return found


def _message(mail: GatheringMail, wave: Wave, url: str) -> EmailMessage:
    words = letter(mail.kind, wave, mail.said, mail.person, url)
    cancels = mail.kind == Kind.CALLED_OFF
    method = "CANCEL" if cancels else "PUBLISH"
    as_it_was = Gathering(pk=mail.gathering, wave=wave, sequence=mail.sequence, updated_at=mail.created_at)
    for name, value in _read(mail.said).items():
        setattr(as_it_was, name, value)
    attendee = mail.person.email if cancels else ""
    file = calendar_file(wave, [as_it_was], url, method=method, attendee=attendee)
    part = MIMEText(file.decode(), "calendar", "utf-8")
    part.set_param("method", method)
    part.add_header("Content-Disposition", "attachment", filename="moede.ics")
    contact = getattr(settings, "HYLDEFRI_CONTACT_EMAIL", "")
    message = EmailMessage(words.subject, words.body, to=[mail.person.email], reply_to=[contact] if contact else [])
    message.attach(part)
    return message


def address(wave: Wave) -> str:
    """Where it is; of one that is not stored yet, where it might be."""
    return base_address(wave.municipality) + reverse("waves:wave", args=[wave.pk or 0])


def _read(words: dict[str, Any]) -> dict[str, Any]:
    return {
        "title": words["title"],
        "starts": datetime.fromisoformat(words["starts"]),
        "ends": datetime.fromisoformat(words["ends"]),
        "place": words["place"],
    }


def _moment_or_text(text: str) -> Any:
    """A moment may be written in more than one way."""
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        return text
