"""What has happened to a commission, as both sides see it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from elearning.commissions.models import Commission
from elearning.commissions.stages import Stage


@dataclass(frozen=True)
class Entry:
    """``kind``: stage, comment, attachment or wish. ``row`` is the model's."""

    kind: str
    at: datetime
    who: str
    heading: str
    text: str
    row: Any


def entries(commission: Commission) -> list[Entry]:
    """The newest first; five queries."""
    found = [*_changes(commission), *_comments(commission), *_attachments(commission), *_wishes(commission)]
    return sorted(found, key=lambda entry: (entry.at, entry.row.pk), reverse=True)


def stage_label(stage: str) -> str:
    return str(dict(Commission.Stage.choices).get(stage, stage))


def name_of(user: Any) -> str:
    """As others see the person; "" for nobody, or somebody whose account is gone."""
    return str(user.get_full_name() or user.email) if user is not None else ""


def _changes(commission: Commission) -> Iterator[Entry]:
    for change in commission.stage_changes.select_related("by"):
        heading = stage_label(change.to_stage)
        text = change.note
        if change.skipped:
            skipped = ", ".join(stage_label(stage) for stage in change.skipped)
            text = "\n".join(filter(None, [text, _("Skipped: %(stages)s.") % {"stages": skipped}]))
        who = name_of(change.by)
        if not who and change.to_stage == Stage.REQUESTED:
            who = commission.contact_name
        yield Entry("stage", change.at, who, heading, text, change)


def _comments(commission: Commission) -> Iterator[Entry]:
    for comment in commission.comments.select_related("author"):
        yield Entry("comment", comment.at, name_of(comment.author), _("Comment"), comment.text, comment)


def _attachments(commission: Commission) -> Iterator[Entry]:
    for file in commission.attachments.select_related("uploaded_by"):
        yield Entry("attachment", file.at, name_of(file.uploaded_by), _("File"), file.name, file)


def _wishes(commission: Commission) -> Iterator[Entry]:
    for event in commission.wish_events.select_related("by", "wish"):
        text = "\n".join(filter(None, [str(event.wish), event.note]))
        yield Entry("wish", event.at, name_of(event.by), str(event.get_kind_display()), text, event)
