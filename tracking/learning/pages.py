"""The context of the learner's pages, as templates/tracking/ describes it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from courses.estimates import minutes_of, minutes_outside
from courses.rendering import BlockView
from courses.trees.nodes import Node
from tracking.enrolling.process import deadline_of
from tracking.learning.asking import Ask, asks_for
from tracking.learning.blocks import LearnersBlocks
from tracking.learning.company import company_of
from tracking.learning.links import reverse_or_none
from tracking.learning.taking import Taking
from tracking.models import Enrolment


def overview_page(enrolments: list[Enrolment], minutes: int | None) -> dict[str, Any]:
    """All of a learner's courses, the one she was in last first. ``minutes`` is the time she has."""
    takings = [Taking(enrolment) for enrolment in enrolments]
    resumed = [(taking, resume) for taking in takings if (resume := resume_of(taking))]
    completed = [it.enrolment for it in takings if it.summary.complete or it.summary.ripe]
    return {
        "asks": list(asks_for(completed).values()),
        "resume": resumed[0][1] if resumed else None,
        "minutes": minutes,
        "proposals": [step for taking, _resume in resumed for step in proposals(taking, minutes)] if minutes else [],
        "enrolments": [_enrolment_card(taking) for taking in takings],
        "section": "learning",
    }


def proposals(taking: Taking, minutes: int) -> list[dict[str, Any]]:
    proposal = taking.that_fits(minutes)
    why = _("longer than %(minutes)d minutes, and the shortest left") % {"minutes": minutes} if proposal.over else ""
    return [{**step_link(taking, step), "why": why} for step in proposal.steps]


def next_step(enrolments: Iterable[Enrolment]) -> dict[str, Any] | None:
    """The step to go on with in the first of ``enrolments`` that has one."""
    return next((step for enrolment in enrolments if (step := resume_of(Taking(enrolment)))), None)


def resume_of(taking: Taking) -> dict[str, Any] | None:
    step = taking.resume_step()
    if step is None:
        return None
    begun = bool(taking.state.get("nodes"))
    return {**step_link(taking, step), "url": taking.resume_url(), "begun": begun}


def step_link(taking: Taking, step: str) -> dict[str, Any]:
    node = taking.steps[step].node
    return {
        "url": taking.url(step),
        "title": node["fields"]["title"],
        "course": taking.title,
        "minutes": minutes_of(node, taking.tree),
        "kind": node["type"],
    }


def progress_of(taking: Taking) -> dict[str, Any]:
    summary = taking.summary
    done, total = len(summary.done), summary.total
    label = _("%(done)d of %(total)d required steps done") % {"done": done, "total": total}
    return {"value": done, "maximum": total, "label": label}


def _enrolment_card(taking: Taking) -> dict[str, Any]:
    return {
        "url": taking.url(),
        "title": taking.title,
        "municipality": taking.enrolment.municipality.official_name,
        "progress": progress_of(taking),
        "completed": taking.summary.complete or taking.summary.ripe,
        "deadline": open_deadline(taking),
        "certificate_url": certificate_url(taking.enrolment),
    }


def open_deadline(taking: Taking) -> date | None:
    """The last day she has, while there is something left to do."""
    return None if taking.summary.complete or taking.summary.ripe else deadline_of(taking.enrolment)


def _has_passed(deadline: date | None) -> bool:
    return deadline is not None and deadline < timezone.localdate()


def certificate_url(enrolment: Enrolment) -> str | None:
    """None until there is one; needs the certificates to be prefetched with the enrolment where there are many."""
    certificate = enrolment.certificate
    if certificate is None or certificate.revoked_at:
        return None
    return reverse_or_none("tracking:certificate", certificate.token)


def course_page(taking: Taking) -> dict[str, Any]:
    fields = taking.tree["fields"]
    return {
        "course": {
            "title": taking.title,
            "subtitle": fields.get("subtitle"),
            "version": taking.enrolment.release.number,
        },
        "enrolment": taking.enrolment,
        "progress": progress_of(taking),
        "resume": resume_of(taking),
        "modules": _modules(taking),
        "completed_at": taking.summary.completed_at,
        "deadline": open_deadline(taking),
        "deadline_passed": _has_passed(open_deadline(taking)),
        "certificate_url": certificate_url(taking.enrolment),
        "profile_url": _profile_url(taking),
        "ask": _ask(taking),
        "company": company_of(taking.enrolment),
        "breadcrumbs": [
            {"href": reverse("tracking:overview"), "title": _("My courses")},
            {"href": "", "title": taking.title},
        ],
        "section": "learning",
    }


def _ask(taking: Taking) -> Ask | None:
    completed = taking.summary.complete or taking.summary.ripe
    return asks_for([taking.enrolment] if completed else []).get(taking.enrolment.pk)


def _profile_url(taking: Taking) -> str | None:
    has_check = bool(taking.tree["children"].get("maturity"))
    return reverse("tracking:maturity", args=[taking.enrolment.pk]) if has_check else None


def _modules(taking: Taking) -> list[dict[str, Any]]:
    current = taking.resume_step()
    modules: dict[str, dict[str, Any]] = {}
    for id_, (node, module) in taking.steps.items():
        row = modules.setdefault(
            module["id"],
            {
                "title": module["fields"]["title"],
                "purpose": module["fields"].get("purpose"),
                "minutes": 0,
                "steps": [],
            },
        )
        step = _step_row(taking, id_, node)
        row["steps"].append({**step, "current": id_ == current})
        row["minutes"] += step["minutes"]
    return list(modules.values())


def _step_row(taking: Taking, id_: str, node: Node) -> dict[str, Any]:
    is_open = taking.is_open(id_)
    return {
        "title": node["fields"]["title"],
        "href": taking.url(id_) if is_open else "",
        "kind": node["type"],
        "minutes": minutes_of(node, taking.tree),
        "minutes_outside": minutes_outside(node),
        "participants": node["fields"].get("participants"),
        "status": taking.status(id_),
        "note": "" if is_open else _("Opens when you have taken the steps before it."),
    }


def step_page(taking: Taking, step: str, blocks: LearnersBlocks) -> dict[str, Any]:
    """A lesson or a dialogue; the template is ``tracking/<type>.html``."""
    node, module = taking.steps[step]
    sources = blocks.sources()
    following, preceding = taking.following(step), taking.preceding(step)
    place, total = taking.order.index(step) + 1, len(taking.order)
    return {
        "course": {"title": taking.title},
        "course_url": taking.url(),
        "enrolment": taking.enrolment,
        "position_url": reverse("tracking:position", args=[taking.enrolment.pk]) + f"?trin={step}",
        "progress": {
            "value": place,
            "maximum": total,
            "label": _("Step %(place)d of %(total)d") % {"place": place, "total": total},
        },
        node["type"]: {
            **node["fields"],
            "minutes": minutes_of(node, taking.tree),
            "minutes_outside": minutes_outside(node),
            "module": module["fields"]["title"],
        },
        "parts": blocks.views,
        "sources": sources,
        **_for_blocks(taking, blocks),
        "completed": taking.status(step) == "completed",
        "complete_action": taking.url(step),
        "next": step_link(taking, following) if following else None,
        "previous_url": taking.url(preceding) if preceding and taking.is_open(preceding) else "",
        "section": "learning",
    }


def block_page(taking: Taking, view: BlockView, blocks: LearnersBlocks) -> dict[str, Any]:
    """One block by itself, to be put in its place in the page."""
    names = ("state", "action", "question", "answer", "result", "errors")
    return {"node": view, **{name: getattr(view, name) for name in names}, **_for_blocks(taking, blocks)}


def _for_blocks(taking: Taking, blocks: LearnersBlocks) -> dict[str, Any]:
    """What some blocks read beside their own."""
    return {
        "source_keys": [source["fields"]["key"] for source in blocks.sources()],
        "maturity": taking.tree["children"].get("maturity", []),
        "draw_count": taking.tree["fields"].get("draw_count"),
        "pass_mark": taking.criterion.pass_mark,
    }
