"""»Update«: what a new version of the shared course would do to a municipality's own, and the decisions on it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.forms import Media
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView
from wagtail.admin.ui.components import Component
from wagtail.admin.views.generic import WagtailAdminTemplateMixin

from courses.actions.apply_update import ApplyUpdate
from courses.actions.decide_update import DecideUpdate
from courses.actions.plan_updates import PlanUpdate
from courses.actions.undo_update import UndoUpdate
from courses.admin.of_variant import OfVariant, UnderItsPage
from courses.faces import step_context
from courses.models import Variant, VariantUpdate
from courses.releasing.report import PageChanges, changes_by_page
from courses.review import answers
from courses.review.rows import Review, Row, review
from courses.trees.diff import Change
from courses.trees.nodes import index
from courses.variants.access import may_tailor
from courses.variants.errors import Blocked, OpenConflicts, StaleWorkbench, VariantError
from courses.variants.planning import plan_update
from courses.variants.workbench import workbench_of
from elearning.municipalities.models import Membership


class ReviewView(UnderItsPage, WagtailAdminTemplateMixin, TemplateView):
    """One row a decision, what comes by itself below, and one button that takes the update into the draft."""

    template_name = "courses/admin/review.html"
    page_title = gettext_lazy("Update")
    header_icon = "history"

    @cached_property
    def may_decide(self) -> bool:
        return may_tailor(self.request.user, self.variant.municipality)

    @cached_property
    def planned(self) -> VariantUpdate | None:
        """The update that waits, worked out anew from the pages as they are."""
        action = PlanUpdate(self.variant)
        return action.execute()

    @cached_property
    def last(self) -> VariantUpdate | None:
        """The newest update in place: the one that can be undone."""
        every = VariantUpdate.objects.unscoped(reason="the variant is given").filter(variant=self.variant)
        placed = every.filter(status__in=[VariantUpdate.Status.APPLIED, VariantUpdate.Status.PUBLISHED])
        newest: VariantUpdate | None = (
            placed.select_related("target_release", "applied_by")
            .defer("before", "target_release__tree")
            .order_by("-applied_at", "-pk")
            .first()
        )
        return newest

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.POST.get("do") == "undo":
            return self._undo()
        if self.planned is None:
            return self._show(_("There is no update to decide on any more."), 409)
        shown = self._review()
        given = answers.decisions(shown.rows, request.POST)
        try:
            decided = DecideUpdate(
                self.planned, given, user=request.user, pin=answers.pinned(shown.rows, request.POST)
            ).execute()
            if decided.stale:
                return self._show(_("The pages have changed since you looked. Look again."), 409, given)
            if request.POST.get("do") == "apply":
                self._apply()
                messages.success(request, _("The update is in your draft. It reaches learners when it is approved."))
            else:
                messages.success(request, _("Your choices are kept."))
        except (OpenConflicts, Blocked) as refused:
            return self._show(str(refused), 422, given)
        except StaleWorkbench as stale:
            return self._show(str(stale), 409, given)
        except VariantError as error:
            return self._show(str(error), 422, given)
        return redirect("hyldefri_review", self.variant.pk)

    def _apply(self) -> None:
        ApplyUpdate(
            self.planned,  # type: ignore[arg-type]
            user=self.request.user,
            expected_sha256=self.request.POST.get("seen", ""),
            accepted=self.request.POST.getlist("accept"),
        ).execute()

    def _undo(self) -> HttpResponse:
        if self.last is None or str(self.last.pk) != self.request.POST.get("update"):
            return self._show(_("There is no update to undo any more."), 409)
        version = self.last.target_release.number
        try:
            UndoUpdate(self.last, user=self.request.user).execute()
        except StaleWorkbench as stale:
            return self._show(str(stale), 409, changed=stale.changes)
        except VariantError as error:
            return self._show(str(error), 422)
        messages.success(
            self.request,
            _("Version %(number)d is out of your draft again. The pages are as they were before.")
            % {"number": version},
        )
        return redirect("hyldefri_review", self.variant.pk)

    def _review(self, given: list[dict[str, Any]] | None = None) -> Review:
        update = self.planned
        plan = plan_update(update.target_release, self.variant) if update else None
        if plan is None:
            raise Http404(_("There is no update to decide on any more."))
        stored = {decision["conflict"]: decision for decision in plan.decisions}
        typed = {decision["conflict"]: decision for decision in given or []}
        return review(plan, list({**stored, **typed}.values()))

    def _show(self, error: str, status: int, given: list[dict[str, Any]] | None = None, **more: Any) -> HttpResponse:
        # What was planned may have been overtaken by what has just been refused.
        self.__dict__.pop("planned", None)
        return self.render_to_response(self.get_context_data(error=error, given=given, **more), status=status)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        update = self.planned
        shown = self._review(kwargs.pop("given", None)) if update else None
        changed = self._by_page(kwargs.pop("changed", ()))
        editors = [self._editor(row) for row in shown.rows] if shown else []
        context = super().get_context_data(
            variant=self.variant,
            update=update,
            release=update.target_release if update else None,
            review=shown,
            blockers=shown.plan.blockers if shown else (),
            may_decide=self.may_decide,
            last=self.last,
            accepted=self.request.POST.getlist("accept"),
            changed=changed,
            editors=dict(editors),
            **kwargs,
        )
        media = (
            sum((widget.media for widget in (answers.widget(row) for row in shown.rows) if widget), Media())
            if shown
            else Media()
        )
        return {**context, "media": context.get("media", Media()) + media}

    def _by_page(self, changes: Sequence[Change]) -> list[PageChanges]:
        """What has changed since the update that was to be undone."""
        if not changes or self.last is None:
            return []
        before = (self.last.before or {}).get("after")
        return changes_by_page(changes, before, workbench_of(self.variant).own, self.variant.course)

    def _editor(self, row: Row) -> tuple[str, str]:
        """The row's editor for one's own rich text, drawn; "" where the template has an input."""
        editor = answers.widget(row)
        name = f"value-{row.id}"
        return row.id, editor.render(name, row.edited or "", {"id": name}) if editor else ""


class MergedPreview(OfVariant):
    """A lesson as learners would see it after the update, with the choices the form has now. Stores nothing."""

    def get(self, request: HttpRequest, variant_id: int, node_id: str) -> HttpResponse:
        return self._preview(request, node_id, {})

    def post(self, request: HttpRequest, variant_id: int, node_id: str) -> HttpResponse:
        return self._preview(request, node_id, request.POST)

    def _preview(self, request: HttpRequest, node_id: str, data: Any) -> HttpResponse:
        update = PlanUpdate(self.variant).execute()
        plan = plan_update(update.target_release, self.variant) if update else None
        if plan is None:
            raise Http404(_("There is no update to decide on any more."))
        stored = {decision["conflict"]: decision for decision in plan.decisions}
        typed = {decision["conflict"]: decision for decision in answers.decisions(review(plan).rows, data)}
        shown = review(plan, list({**stored, **typed}.values()))
        tree: Any = plan.workbench.files.to_own(shown.result.tree)
        node = index(tree).get(node_id)
        if node is None or node["type"] not in ("lesson", "dialogue"):
            raise Http404(_("The page is not in the course after the update."))
        return render(
            request,
            f"courses/{node['type']}_page.html",
            {**step_context(node, tree), "breadcrumbs": [], "course_url": ""},
        )


class UpdatesPanel(Component):
    """On the admin's front page: the updates that wait in the municipalities where the person is an editor."""

    name = "hyldefri_updates"
    template_name = "courses/admin/updates_panel.html"
    order = 60

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        return {"updates": waiting_updates(parent_context["request"].user)}


def waiting_updates(user: Any) -> list[VariantUpdate]:
    places = Membership.objects.for_user(user).filter(role=Membership.Role.EDITOR).values("municipality")
    return list(
        VariantUpdate.objects.unscoped(reason="the municipalities are the person's own")
        .filter(status=VariantUpdate.Status.PLANNED, variant__municipality__in=places)
        .select_related("variant__course", "variant__municipality", "target_release")
        .defer("before", "decisions", "target_release__tree")
    )


def waiting_update(variant: Variant) -> VariantUpdate | None:
    """The update that waits for a variant, as the last plan has it."""
    every = VariantUpdate.objects.unscoped(reason="the variant is given").filter(variant=variant)
    waiting: VariantUpdate | None = (
        every.filter(status=VariantUpdate.Status.PLANNED)
        .select_related("target_release")
        .defer("before", "target_release__tree")
        .first()
    )
    return waiting
