"""A page's form in a variant: what it leaves out, and what it does to what was sent (docs/tailoring.md)."""

from __future__ import annotations

import uuid
from collections import defaultdict
from typing import Any, cast

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from wagtail.blocks import StreamBlockValidationError, StructBlockValidationError

from courses.models import NodePage, Variant
from courses.process import SETTINGS
from courses.trees.diff import label
from courses.trees.identity import derived_id
from courses.trees.nodes import Node, walk
from courses.trees.pages import read_course, read_page
from courses.trees.streams import nodes_from_stream, stream_from_nodes
from courses.trees.wording import type_label
from courses.variants.access import variant_of
from courses.variants.choosing import not_own_files
from courses.variants.form_blocks import audience_choices, municipal_block, used_audiences, without_locks
from courses.variants.standing import Ground, ground_of, locked_below
from courses.variants.tailoring import Notice, Refusal, Rules, Tailored, tailor_page
from courses.variants.texts import same_text

#: The designer's, and what the screen »Process« decides.
LEFT_OUT = ("node_locked", "lock_reason", "process_locks", *SETTINGS)


class TailoringForm:
    """Beside a :class:`~courses.forms.NodePageForm` of a page that is, or is to be, in ``variant``."""

    def __init__(self, form: Any, variant: Variant) -> None:
        self.form = form
        self.variant = variant
        self.page: NodePage = form.instance
        self.notices: list[Notice] = []
        self._narrow()

    @classmethod
    def of(cls, form: Any) -> TailoringForm | None:
        """None for a page in no variant."""
        place = form.instance if form.instance.pk else form.parent_page
        variant = variant_of(place) if place is not None else None
        return cls(form, variant) if variant else None

    def _narrow(self) -> None:
        for name in LEFT_OUT:
            self.form.fields.pop(name, None)
        for name in self.page.node_slots:
            field = self.form.fields.get(name)
            if field is None:
                continue
            stored = getattr(self.page, name)
            used = used_audiences(nodes_from_stream(stored, ""))
            block = municipal_block(field.block, audience_choices(self.variant.municipality, used))
            field.block = block
            field.widget = type(field.widget)(block)
            self.form.initial[name] = without_locks(block, stored)

    def clean(self, cleaned: dict[str, Any]) -> None:
        """Put what may be stored in ``cleaned``, the rest as errors on the form."""
        slots = {name: cleaned[name] for name in self.page.node_slots if name in self.form.fields and name in cleaned}
        before = self._stored()
        tailored = self._tailored(before, self._sent(slots))
        self.notices = tailored.notices
        for name in slots:
            self._refuse(name, tailored)
            if name not in self.form.errors:
                cleaned[name] = stream_from_nodes(
                    self.page._meta.get_field(name).stream_block, tailored.page["children"][name]
                )
        self._keep_locked_shown(cleaned)

    def _stored(self) -> Node | None:
        """The latest draft, also where the form shows an older one (a revert)."""
        if not self.page.pk:
            return None
        stored = type(self.page)._default_manager.get(pk=self.page.pk)
        return read_page(cast(NodePage, stored.get_latest_revision_as_object()))

    def _sent(self, slots: dict[str, Any]) -> Node:
        node_id = str(self.page.node_id)
        for value in slots.values():
            for block in value:
                block.id = block.id or str(uuid.uuid4())
        children = {name: nodes_from_stream(value, derived_id(node_id, name)) for name, value in slots.items()}
        return {"id": node_id, "type": self.page.node_type, "fields": {}, "children": children}

    def _tailored(self, before: Node | None, sent: Node) -> Tailored:
        if before:
            kept = {slot: nodes for slot, nodes in before["children"].items() if slot in sent["children"]}
            before = {**before, "children": kept}
        tailored = tailor_page(before, sent, self._rules(before, sent))
        for refused in not_own_files(before, tailored.page, self.form.for_user):
            tailored.refusals.append(refused)
        return tailored

    def _rules(self, before: Node | None, sent: Node) -> Rules:
        known = {place.node["id"] for place in walk(before)} if before else set()
        new = {place.node["id"] for place in walk(sent)} - known
        elsewhere = self._elsewhere(known) if new else frozenset()
        return Rules(
            upstream=self.ground.upstream.keys(), locked=self.ground.locked, elsewhere=elsewhere, same_text=same_text
        )

    def _elsewhere(self, known: set[str]) -> frozenset[str]:
        tree = read_course(self.variant.course, drafts=True)
        return frozenset(place.node["id"] for place in walk(tree)) - known

    @property
    def ground(self) -> Ground:
        if not hasattr(self, "_ground"):
            self._ground = ground_of(self.variant)
        return self._ground

    def _refuse(self, name: str, tailored: Tailored) -> None:
        errors: dict[int, list[ValidationError]] = defaultdict(list)
        sent = [block.id for block in self.form.cleaned_data[name]] if name in self.form.cleaned_data else []
        for refusal in tailored.refusals:
            if refusal.slot == name and refusal.block_id in sent:
                errors[sent.index(refusal.block_id)].append(ValidationError(refusal_message(refusal)))
        if errors:
            blocks = {n: StructBlockValidationError(non_block_errors=found) for n, found in errors.items()}
            self.form.add_error(name, StreamBlockValidationError(block_errors=blocks))
        elif any(refusal.slot == name for refusal in tailored.refusals):
            messages = [refusal_message(refusal) for refusal in tailored.refusals if refusal.slot == name]
            self.form.add_error(name, StreamBlockValidationError(non_block_errors=messages))

    def _keep_locked_shown(self, cleaned: dict[str, Any]) -> None:
        if not self.page.pk or not cleaned.get("hidden") or self.page.hidden:
            return
        held = locked_below(self.page, self.ground)
        if held:
            self.form.add_error("hidden", locked_below_message(held))


def refusal_message(refusal: Refusal) -> str:
    what = {"type": type_label(refusal.node["type"]), "label": label(refusal.node)}
    if refusal.kind == "type":
        return _("%(type)s »%(label)s« cannot become another kind of block. Add a new one.") % what
    if refusal.kind == "file":
        return _("A file in »%(label)s« is not yours to use. Choose one of the municipality's own.") % what
    if refusal.reason:
        return _("%(type)s »%(label)s« is locked by the course's designer and cannot be changed: %(reason)s") % {
            **what,
            "reason": refusal.reason,
        }
    return _("%(type)s »%(label)s« is locked by the course's designer and cannot be changed.") % what


def notice_message(notice: Notice) -> str:
    what = {"type": type_label(notice.node["type"]), "label": label(notice.node), "reason": notice.reason}
    if notice.kind == "hidden":
        return (
            _("%(type)s »%(label)s« is the course's own: it is hidden, not deleted, so that updates still reach it.")
            % what
        )
    if notice.kind == "locked":
        return _("%(type)s »%(label)s« is locked by the course's designer and is still there. %(reason)s") % what
    return _("%(type)s »%(label)s« is the course's own and cannot be taken away; it has been put back.") % what


def locked_below_message(held: list[NodePage]) -> str:
    titles = ", ".join(f"»{page.get_admin_display_title()}«" for page in held)
    return _("It cannot be hidden: it holds %(titles)s, locked by the course's designer.") % {"titles": titles}
