"""Save what a learner makes in a block."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import transaction

from courses.trees.nodes import Node
from tracking.models import Enrolment, WorkItem
from tracking.work.forms import FORMS
from tracking.work.selectors import version_of


class InvalidWork(ValueError):
    """Nothing is stored. ``messages`` maps form field names, or "form", to what is wrong."""

    def __init__(self, messages: dict[str, str]) -> None:
        super().__init__("; ".join(messages.values()))
        self.messages = messages


class StaleWork(Exception):
    """The save was written before what is stored. ``item`` is what is stored, untouched."""

    def __init__(self, item: WorkItem) -> None:
        super().__init__(f"{item} was saved after this was written")
        self.item = item


class SaveWork:
    """Store a block's form as the learner's work; the last one to write wins.

    ``base`` is the version the writer had before her (``version_of``, "" where nothing was saved): a save that was
    queued offline and names an older version than the stored is refused. None saves whatever is there.
    What is saved is hers alone: it becomes no statement. Raises :class:`InvalidWork` and :class:`StaleWork`.
    """

    def __init__(
        self, *, enrolment: Enrolment, step: Node, block: Node, tree: Node, data: Any, base: str | None = None
    ) -> None:
        self.enrolment = enrolment
        self.step = step
        self.block = block
        self.tree = tree
        self.data = data
        self.base = base

    @transaction.atomic
    def execute(self) -> WorkItem:
        item = self._stored()
        data = self._cleaned(item.data if item else {})
        if item is None:
            item = self._first(data)
        if item.data == data:
            return item
        if self.base is not None and self.base != version_of(item):
            raise StaleWork(item)
        item.data = data
        item.save(update_fields=["data", "updated_at"])
        return item

    def _stored(self) -> WorkItem | None:
        return self.enrolment.work.select_for_update().filter(block_id=self.block["id"]).first()

    def _first(self, data: Mapping[str, Any]) -> WorkItem:
        """Two first saves at once are stored once; the second goes on with what the first stored."""
        item, _created = WorkItem.objects.unscoped(reason="the enrolment is named").get_or_create(
            enrolment=self.enrolment,
            block_id=self.block["id"],
            defaults={"node_id": self.step["id"], "kind": self.block["type"], "data": data},
        )
        return item

    def _cleaned(self, before: Mapping[str, Any]) -> dict[str, Any]:
        form = FORMS[self.block["type"]](self.block, self.tree, self.data, before)
        if not form.is_valid():
            raise InvalidWork(form.messages)
        return form.to_json()
