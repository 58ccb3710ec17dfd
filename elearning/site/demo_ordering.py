"""The demo's orders, taken to their stages by the actions that the screens use, as the people who would do it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from courses.demo.files import read_variant
from courses.demo.tailored import Staff, approve, ask_for_approval, consent, tailor_variant
from courses.models import CoursePage, CourseRelease, Variant
from courses.selectors import release_tree
from courses.trees.nodes import walk
from elearning.commissions import workdays
from elearning.commissions.actions.approve import ApproveOrder
from elearning.commissions.actions.change import ChangeFacts
from elearning.commissions.actions.drafts import SaveDraft
from elearning.commissions.actions.gatherings import AddGathering, GatheringPlan
from elearning.commissions.actions.moves import ClarifyCommission, RunCommission, StartCoDesign, SubmitCommission
from elearning.commissions.actions.offers import IssueOffer, SaveOfferDraft
from elearning.commissions.actions.timeline import AddComment, AddTask
from elearning.commissions.actions.wave_members import AddParticipant
from elearning.commissions.actions.waves import PlanWave, WavePlan
from elearning.commissions.actions.wish_ticks import TickWishes
from elearning.commissions.actions.wishes import DEEDS, AddWish, AgreeWish, MeetWish, Wording
from elearning.commissions.models import Commission, Offer
from elearning.commissions.stages import Stage
from elearning.commissions.waves.reading import Entry
from elearning.municipalities.models import Municipality
from elearning.site.demo_orders import FACTS, ORDERS, PARTICIPANTS, DemoOrder, DemoWish

WAVE = "Chefgruppen"
#: Working days from now to the day the wave meets.
MEETS = 6
#: Working days in which the offer can be answered.
VALID = 20


@dataclass(frozen=True)
class Places:
    """The node ids of the course's pages by their codes, and of its modules as »M« and their numbers."""

    ids: dict[str, str]

    @classmethod
    def of(cls, course: CoursePage) -> Places:
        ids, modules = {"": ""}, 0
        release = CourseRelease.objects.filter(course=course, number=1).get()
        for place in walk(release_tree(release.pk)):
            if place.node["type"] == "module":
                ids[f"M{modules}"], modules = place.node["id"], modules + 1
            elif place.node["type"] in ("lesson", "dialogue"):
                ids[place.node["fields"]["code"]] = place.node["id"]
        return cls(ids)


@transaction.atomic
def make_order(name: str, course: CoursePage, staff: Staff, facilitator: Any) -> Commission:
    """The municipality orders the course, which is at its first version, and tailors it: an order at its stage, and
    a version of its own that its approver has said yes to.
    """
    demo, file = ORDERS[name], read_variant(name)
    order = _send(demo, course, Municipality.objects.get(code=file["municipality"]), file["title"], staff)
    _say_what_is_wished(order, demo, Places.of(course), staff)
    StartCoDesign(order, user=staff.designer).execute()
    variant = Variant.objects.for_municipality(order.municipality_id).get(commissions=order)
    tailor_variant(variant, name, staff)
    TickWishes(variant).execute()
    _answer_what_was_written(order, demo, staff)
    approval = ask_for_approval(variant, staff)
    if demo.stage == Stage.RUNNING:
        # One yes approves the offer and the version that waits.
        _approve(order, _offer(order, demo, staff), staff)
        _run(order, demo, course, staff, facilitator)
    else:
        approve(approval, staff)
        if demo.stage == Stage.OFFERED:
            _offer(order, demo, staff)
    consent(variant, staff)
    return order


def _send(demo: DemoOrder, course: CoursePage, municipality: Municipality, title: str, staff: Staff) -> Commission:
    today = timezone.localdate()
    begins, ends = (today + timedelta(weeks=weeks) for weeks in demo.weeks)
    values = {
        "municipality": municipality,
        "course": course,
        "title": title[:120],
        "starts": begins,
        "ends": ends,
        "levels": list(demo.levels),
        "contact_name": staff.editor.get_full_name(),
        "contact_email": staff.editor.email,
        "contact_phone": demo.phone,
        **{
            name: getattr(demo, name)
            for name in ("people", "format", "audience", "content_wishes", "process_wishes", "systems")
        },
    }
    order = SaveDraft(values, user=staff.editor).execute()
    SubmitCommission(order, user=staff.editor).execute()
    ClarifyCommission(order, user=staff.designer, note=demo.clarified).execute()
    AddComment(order, demo.comment, user=staff.editor).execute()
    AddComment(order, demo.answer, user=staff.designer).execute()
    due = workdays.after(timezone.localdate(), MEETS)
    AddTask(order, demo.task, owner=staff.editor, due_on=due, user=staff.designer).execute()
    return order


def _say_what_is_wished(order: Commission, demo: DemoOrder, places: Places, staff: Staff) -> None:
    """Wished and answered before there is a version of their own, so that its changes meet what was agreed."""
    for wished in demo.wishes:
        _wish(order, wished, places, staff)


def _wish(order: Commission, wished: DemoWish, places: Places, staff: Staff) -> None:
    wisher, other = (staff.designer, staff.editor) if wished.from_desk else (staff.editor, staff.designer)
    wording = Wording(wished.action, wished.text, wished.reason, places.ids[wished.place], staff.editor)
    wish = AddWish(order, wording, user=wisher).execute()
    if wished.answer:
        DEEDS[wished.answer](wish, user=other, note=wished.note).execute()


def _answer_what_was_written(order: Commission, demo: DemoOrder, staff: Staff) -> None:
    """The order's own words are wishes since co-design began; no change shows that those are met: somebody says so."""
    for wish in order.wishes.all():
        if wish.source in demo.agreed:
            AgreeWish(wish, user=staff.designer).execute()
        elif how := demo.met.get(wish.source or wish.text):
            MeetWish(wish, user=staff.designer, note=how).execute()


def _offer(order: Commission, demo: DemoOrder, staff: Staff) -> Offer:
    today = timezone.localdate()
    values = {
        "introduction": demo.introduction,
        "scope": demo.scope,
        "schedule": demo.schedule,
        "starts": order.starts,
        "ends": order.ends,
        "valid_until": workdays.after(today, VALID),
        "lines": [{"text": text, "quantity": quantity, "unit_price": price} for text, quantity, price in demo.lines],
    }
    SaveOfferDraft(order, values, user=staff.designer).execute()
    offer = IssueOffer(order, user=staff.designer).execute()
    order.refresh_from_db()
    return offer


def _approve(order: Commission, offer: Offer, staff: Staff) -> None:
    ApproveOrder(order, user=staff.approver, seen_sha256=offer.sha256).execute()


def _run(order: Commission, demo: DemoOrder, course: CoursePage, staff: Staff, facilitator: Any) -> None:
    ChangeFacts(order, FACTS, user=staff.editor).execute()
    today = timezone.localdate()
    plan = WavePlan(WAVE, today, today + timedelta(weeks=demo.weeks[1]), facilitator, commission=order)
    wave = PlanWave(order.municipality, course, plan, user=staff.editor).execute()
    begins = timezone.make_aware(datetime.combine(workdays.after(today, MEETS), time(9)))
    ends, dialogue = begins + timedelta(hours=2), Places.of(course).ids["D2"]
    meeting = GatheringPlan("Fælles dag", begins, ends, "Rådhuset, mødelokale 2", (dialogue,))
    AddGathering(wave, meeting, user=facilitator).execute()
    for number, (name, email, level, unit) in enumerate(PARTICIPANTS, start=1):
        AddParticipant(wave, Entry(number, email, name, level, unit), user=facilitator).execute()
    RunCommission(order, user=staff.editor).execute()
