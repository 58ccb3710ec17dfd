"""An offer's frozen words and figures: everything its page and its PDF say (docs/offers.md). Plain JSON."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from datetime import date
from typing import Any

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from courses.approval.wording import setting_text
from courses.blocks.course import SETTING_LABELS
from courses.estimates import budget, minutes_of, minutes_outside
from courses.releasing.report import changes_by_page
from courses.trees.diff import diff
from courses.trees.nodes import Node, pages
from elearning.commissions.models import Commission, OfferDraft
from elearning.commissions.offers.subject import Subject
from elearning.commissions.summary import level_names


def order_of(commission: Commission, draft: OfferDraft) -> dict[str, Any]:
    """Whom the offer is for, and of what. No person is named: the offer is the municipality's and outlives them."""
    return {
        "number": commission.number,
        "title": commission.title,
        "municipality": commission.municipality.official_name,
        "introduction": draft.introduction,
        "audience": commission.audience,
        "levels": level_names(commission.levels),
    }


def content_of(subject: Subject, draft: OfferDraft) -> dict[str, Any]:
    content: dict[str, Any] = {"kind": subject.kind, "title": subject.title, "scope": draft.scope}
    if subject.tree is None:
        return content
    content |= {"budget": _budget(subject.tree), "modules": _modules(subject.tree)}
    if subject.release is not None:
        content["version"] = subject.release.number
    if subject.variant is not None:
        base = subject.variant.base_release
        content["shared"] = {"title": subject.variant.upstream.title, "version": base.number}
    if subject.bench is not None:
        content["differences"] = _differences(subject)
    return content


def process_of(subject: Subject) -> dict[str, Any]:
    """``settings`` as they are, ``said`` as rows of label and text."""
    settings = subject.process or {}
    said = [
        {"label": str(capfirst(label)), "text": setting_text(name, settings[name])}
        for name, label in SETTING_LABELS.items()
        if name in settings
    ]
    return {"settings": settings, "said": said}


def dates_of(commission: Commission, draft: OfferDraft) -> dict[str, Any]:
    return {
        "starts": _iso(draft.starts),
        "ends": _iso(draft.ends),
        "schedule": draft.schedule,
        "format": str(commission.get_format_display()) if commission.format else "",
        "people": commission.people,
    }


def changed_pages(before: Node, after: Node, subject: Subject) -> list[dict[str, Any]]:
    """What differs from one tree to the other, page by page, in words: ``[{"title", "type", "lines": [text]}]``."""
    if subject.course is None:
        return []
    found = changes_by_page(diff(before, after), before, after, subject.course)
    return [
        {
            "title": page.title,
            "type": page.type_label,
            "lines": [_line(line.kind_label, line.type_label, line.label, line.fields) for line in page.lines],
        }
        for page in found
    ]


def changed_settings(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[str]:
    """»Dumpegrænse: 70 pct. før, 80 pct. nu«."""
    changed = [name for name in SETTING_LABELS if before.get(name) != after.get(name)]
    return [
        _("%(label)s: %(before)s before, %(after)s now")
        % {
            "label": capfirst(SETTING_LABELS[name]),
            "before": setting_text(name, before.get(name)),
            "after": setting_text(name, after.get(name)),
        }
        for name in changed
    ]


def sha256_of(parts: Mapping[str, Any]) -> str:
    """The sha256, in hex, of the parts as canonical JSON: sorted keys, no spaces, UTF-8."""
    text = json.dumps(parts, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False)
    return hashlib.sha256(text.encode()).hexdigest()


def _budget(tree: Node) -> dict[str, Any]:
    spent = budget(tree)
    return {
        "days": spent.days,
        "total": spent.limit,
        "lessons": spent.lessons,
        "dialogues": spent.dialogues,
        "outside": spent.outside,
        "used": spent.used,
    }


def _modules(tree: Node) -> list[dict[str, Any]]:
    found: dict[str, dict[str, Any]] = {}
    for page, module in pages(tree):
        row = found.setdefault(
            module["id"],
            {"title": str(module["fields"].get("title") or ""), "pages": [], "minutes": 0.0, "outside": 0.0},
        )
        minutes, outside = minutes_of(page, tree), minutes_outside(page)
        row["pages"].append(
            {
                "type": page["type"],
                "title": str(page["fields"].get("title") or ""),
                "minutes": minutes,
                "outside": outside,
            }
        )
        row["minutes"] += minutes
        row["outside"] += outside
    return list(found.values())


def _differences(subject: Subject) -> list[dict[str, Any]]:
    """Against the shared version it comes from, in the shared course's words for files."""
    bench = subject.bench
    return changed_pages(bench.base, bench.ours, subject) if bench is not None else []


def _line(kind: str, type_: str, label: str, fields: tuple[str, ...]) -> str:
    text = f"{kind}: {type_} »{label}«"
    return f"{text} ({', '.join(fields)})" if fields else text


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None
