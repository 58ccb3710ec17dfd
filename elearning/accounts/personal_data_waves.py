"""What a wave leaves behind: in *my data*, erased with the account, and taken away when its time is up."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from allauth.account.models import EmailAddress
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from elearning.accounts.models import User
from elearning.accounts.personal_data import PersonalDatum, Row, register, register_not_personal, rows_of
from elearning.accounts.personal_data_accounts import CONTRACT
from elearning.accounts.retention import RetentionRule, register_rule
from elearning.commissions.models import GatheringMail, ImportRow, ParticipantImport, Wave, WaveMember

WAVE = {"wave": _("group"), "as_what": _("as"), "joined_at": _("since"), "invited_at": _("invited")}
MAIL = {"wave": _("group"), "kind": _("what it tells"), "gathering": _("gathering"), "sent_at": _("sent")}
LISTED = {
    "participant_import__wave": _("group"),
    "name": _("name"),
    "email": _("e-mail address"),
    "level": _("leadership level"),
    "unit": _("organisation unit"),
    "participant_import__created_at": _("when"),
}


def _memberships(user: User) -> QuerySet[WaveMember]:
    rows: QuerySet[WaveMember] = WaveMember._base_manager.filter(enrolment__user=user)
    return rows.select_related("wave").order_by("joined_at")


def _facilitated(user: User) -> QuerySet[Wave]:
    return Wave._base_manager.filter(Q(facilitator=user) | Q(created_by=user)).order_by("created_at")


def _waves(user: User) -> list[Row]:
    rows: list[Row] = [
        {"wave": str(it.wave), "as_what": str(_("participant")), "joined_at": it.joined_at, "invited_at": it.invited_at}
        for it in _memberships(user)
    ]
    return rows + [
        {
            "wave": str(it),
            "as_what": str(_("facilitator") if it.facilitator_id == user.pk else _("planner")),
            "joined_at": it.created_at,
            "invited_at": None,
        }
        for it in _facilitated(user)
    ]


def _leave_waves(user: User) -> None:
    _memberships(user).delete()
    Wave._base_manager.filter(facilitator=user).update(facilitator=None)
    Wave._base_manager.filter(created_by=user).update(created_by=None)


def _rows_about(user: User) -> QuerySet[ImportRow]:
    addresses = {user.email, *EmailAddress.objects.filter(user=user).values_list("email", flat=True)}
    lowered = [address.lower() for address in addresses]
    rows: QuerySet[ImportRow] = ImportRow._base_manager.filter(email__in=lowered)
    return rows.select_related("participant_import__wave").order_by("pk")


def _listed(user: User) -> list[Row]:
    return rows_of(_rows_about(user), LISTED)


def _take_off_lists(user: User) -> None:
    _rows_about(user).delete()
    ParticipantImport._base_manager.filter(created_by=user).update(created_by=None)


def _mails(user: User) -> QuerySet[GatheringMail]:
    rows: QuerySet[GatheringMail] = GatheringMail._base_manager.filter(person=user)
    return rows.select_related("wave").order_by("pk")


def _written_to(user: User) -> list[Row]:
    return [
        {"wave": str(it.wave), "kind": str(it.get_kind_display()), "gathering": it.said["title"], "sent_at": it.sent_at}
        for it in _mails(user)
    ]


def _forget_mails(user: User) -> None:
    _mails(user).delete()


def _old_mails(cutoff: datetime) -> QuerySet[Any]:
    return GatheringMail._base_manager.filter(created_at__lt=cutoff)


def _take_mails(keys: Sequence[Any]) -> None:
    GatheringMail._base_manager.filter(pk__in=keys).delete()


def _old_lists(cutoff: datetime) -> QuerySet[Any]:
    return ParticipantImport._base_manager.filter(created_at__lt=cutoff)


def _take_lists(keys: Sequence[Any]) -> None:
    ImportRow._base_manager.filter(participant_import__in=keys).delete()
    ParticipantImport._base_manager.filter(pk__in=keys).delete()


def register_all() -> None:
    """After the enrolments they hang on, so that they are erased before them."""
    register(
        PersonalDatum(
            name="waves",
            label=_("Groups"),
            purpose=_(
                "To let you take a course together with others, and your facilitator see whether you are under way"
            ),
            basis=CONTRACT,
            kind="enrolments",
            models=("commissions.Wave", "commissions.WaveMember"),
            columns=WAVE,
            export=_waves,
            erase=_leave_waves,
        )
    )
    register(
        PersonalDatum(
            name="participant-lists",
            label=_("Lists of participants"),
            purpose=_("To enrol those a municipality has listed, and to show what was wrong with the list"),
            basis=CONTRACT,
            kind="lists",
            models=("commissions.ParticipantImport", "commissions.ImportRow"),
            columns=LISTED,
            export=_listed,
            erase=_take_off_lists,
        )
    )
    register(
        PersonalDatum(
            name="gathering-mails",
            label=_("E-mails about gatherings"),
            purpose=_("To tell you once that a gathering is set, moved or called off"),
            basis=CONTRACT,
            kind="reminders",
            models=("commissions.GatheringMail",),
            columns=MAIL,
            export=_written_to,
            erase=_forget_mails,
        )
    )
    register_rule(RetentionRule("gathering-mails", "reminders", _old_mails, _take_mails))
    register_rule(RetentionRule("participant-lists", "lists", _old_lists, _take_lists))
    register_not_personal({"commissions.Gathering": "A place and a time. Who comes is in no table."})
