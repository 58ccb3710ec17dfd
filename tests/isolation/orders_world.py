"""What a municipality of the walk's world has ordered, and the groups it runs its courses in."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.contrib.auth import get_user_model
from django.core.files.base import ContentFile
from django.db import transaction
from django.utils import timezone

from elearning.commissions import stages
from elearning.commissions.actions.change import ChangeFacts
from elearning.commissions.actions.drafts import SaveDraft
from elearning.commissions.actions.evaluation import freeze
from elearning.commissions.actions.moves import ClarifyCommission, SubmitCommission
from elearning.commissions.actions.offers import IssueOffer, SaveOfferDraft
from elearning.commissions.actions.timeline import AddAttachment, AddComment, AddTask
from elearning.commissions.models import (
    EvaluationAnswer,
    EvaluationMail,
    Gathering,
    GatheringMail,
    ImportRow,
    OfferWithdrawal,
    OrderApproval,
    ParticipantImport,
    Wave,
    WaveMember,
    Wish,
)
from elearning.commissions.stages import BY_NAME
from tests.courses.factories import node_id

if TYPE_CHECKING:
    from tests.isolation.world import Tenant

#: In what both municipalities have; what the visitors search for.
SHARED_WORD = "fjordkursus"


def waves(tenant: Tenant) -> dict[str, Any]:
    """A group that runs, with somebody in it, a list that waits and a gathering; and another to be moved to."""
    word = tenant.word
    today = timezone.localdate()
    facts = {
        "municipality": tenant.municipality, "course": tenant.course, "facilitator": tenant.people["facilitator"],
        "starts": today, "ends": today + timedelta(days=30),
    }  # fmt: skip
    wave, other = (Wave.objects.create(name=f"{word}face {which}", **facts) for which in ("hold", "andet hold"))
    listed = ParticipantImport.objects.create(
        wave=wave, filename=f"{word}file.xlsx", created_by=tenant.people["editor"]
    )
    ImportRow.objects.create(
        participant_import=listed, number=2, email=f"ny@{word}mail.example", name=f"{word}person Ny",
        errors=[{"column": "B", "message": f"{word}secret"}], outcome=ImportRow.Outcome.ERROR,
    )  # fmt: skip
    now = timezone.now()
    GatheringMail.objects.create(
        wave=wave, person=tenant.enrolment.user, gathering=1, sequence=1, kind="moved",
        said={"title": f"{word}face samling", "place": f"{word}secret"},
    )  # fmt: skip
    return {
        "wave": wave,
        "other_wave": other,
        "wave_member": WaveMember.objects.create(wave=wave, enrolment=tenant.enrolment),
        "participant_import": listed,
        "gathering": Gathering.objects.create(
            wave=wave, title=f"{word}face samling", place=f"{word}secret", starts=now,
            ends=now + timedelta(hours=2), dialogues=[node_id("d1")],
        ),
    }  # fmt: skip


def orders(tenant: Tenant) -> dict[str, Any]:
    """One that has been sent, with everything on it, and a draft."""
    word, editor = tenant.word, tenant.people["editor"]
    wish = {
        "municipality": tenant.municipality,
        "content_wishes": f"{word}order ønsker",
        "contact_name": f"{word}order",
    }
    SaveDraft({**wish, "title": f"{word}draft bestilling"}, user=editor).execute()
    order = SaveDraft(
        {
            **wish, "title": f"{word}order {SHARED_WORD}", "audience": f"{word}order", "people": 40,
            "content_wishes": f"{word}order", "format": "elearning", "contact_email": editor.email,
        },
        user=editor,
    ).execute()  # fmt: skip
    SubmitCommission(order, user=editor).execute()
    AddComment(order, f"{word}order kommentar", user=editor).execute()
    AddTask(order, f"{word}order opgave", owner=editor, user=editor).execute()
    ChangeFacts(order, {"order_number": f"{word}order"}, user=editor).execute()
    file = ContentFile(f"{word}order indhold".encode(), f"{word}order.txt")
    things = {"commission": order, "attachment": AddAttachment(order, file, user=editor).execute()}
    offered = SaveDraft({**wish, "title": f"{word}order tilbud", "people": 40, "format": "elearning",
        "audience": f"{word}order", "contact_email": editor.email}, user=editor).execute()  # fmt: skip
    SubmitCommission(offered, user=editor).execute()
    designer = get_user_model()._default_manager.get(email="designer@udbyder.example")
    ClarifyCommission(offered, user=designer).execute()
    lines = [{"text": f"{word}order linje", "quantity": "1", "unit_price": 100}]
    valid = timezone.localdate() + timedelta(days=30)
    values = {"lines": lines, "valid_until": valid, "scope": f"{word}order", "introduction": f"{word}order"}
    SaveOfferDraft(offered, values, user=designer).execute()
    IssueOffer(offered, user=designer).execute()
    OrderApproval.objects.create(
        commission=offered,
        offer=offered.offers.get(),
        user=tenant.people["approver"],
        seen_sha256="0" * 64,
        what=f"{word}order",
    )
    offer = IssueOffer(offered, user=designer).execute()
    OfferWithdrawal.objects.create(offer=offered.offers.get(number=1), by=designer)
    return {**things, "offered": offered, "offer": offer, "wish": _wish(tenant, wish, editor)}


def _wish(tenant: Tenant, said: dict[str, Any], editor: Any) -> Wish:
    """In an order whose content is being shaped: beside a lesson of the municipality's own version."""
    text = f"{tenant.word}order {SHARED_WORD}"
    values = {"title": text, "audience": text, "people": 40, "format": "elearning", "contact_email": editor.email}
    order = SaveDraft({**said, **values}, user=editor).execute()
    SubmitCommission(order, user=editor).execute()
    order._move(BY_NAME["clarify"], by=editor, variant=tenant.variant)
    wish: Wish = order.wishes.create(
        action="adapt", node_id=tenant.lesson.node_id, node_title=text, text=text, reason=text, created_by=editor
    )
    order.wish_events.create(wish=wish, kind="added", by=editor, note=text)
    return wish


def evaluation(tenant: Tenant) -> dict[str, Any]:
    """An order that is evaluated, with a report, and what a learner has answered and been sent."""
    word, editor = tenant.word, tenant.people["editor"]
    order = SaveDraft(
        {"municipality": tenant.municipality, "title": f"{word}order evalueret", "express": True}, user=editor
    ).execute()
    for name in ("submit", "approve_express", "run", "evaluate"):
        also = {"submitted_at": timezone.now(), "number": f"B-{tenant.municipality.code}"} if name == "submit" else {}
        order._move(stages.BY_NAME[name], by=editor, **also)
    with transaction.atomic():
        report = freeze(order, editor)
    answered = {"enrolment": tenant.enrolment, "round": "end"}
    EvaluationAnswer.objects.create(
        **answered, commission=order, version=1, answers={"best": f"{word}answer"}, submitted_at=timezone.now()
    )
    EvaluationMail.objects.create(**answered, kind="invitation", sent_at=timezone.now())
    return {"evaluated": order, "evaluation_report": report}
