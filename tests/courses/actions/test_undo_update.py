"""*Fortryd opdateringen*: as it was, or not at all."""

import pytest
from django.core.exceptions import PermissionDenied
from wagtail.models import PageLogEntry

from courses.actions.apply_update import ApplyUpdate
from courses.actions.undo_update import UndoUpdate
from courses.models import LessonPage, ProcessOverrides, VariantApproval, VariantUpdate
from courses.variants.errors import StaleWorkbench, VariantRefused
from courses.variants.policy import may_apply_itself
from courses.variants.workbench import workbench_of
from tests.courses.factories import make_variant, node_id, storable
from tests.courses.variants.updating import field, fresh, member, planned, release, rewrite, text, workbench
from tests.factories import MembershipFactory
from tests.trees import node
from tests.worlds import world


@world
def variant(course):
    return make_variant(course)


@world
def editor(variant):
    return member(variant)


def taken(variant):
    return ApplyUpdate(planned(variant), accepted=["touches_lock"]).execute(skip_permission_checks=True)


def undone(update, **kwargs):
    return UndoUpdate(update, **kwargs).execute(skip_permission_checks=True)


def state(variant):
    return workbench_of(fresh(variant)).sha256, fresh(variant).base_release_id


def rearranged(nodes):
    """Upstream puts the dialogue first, and leaves the first lesson out."""
    pages = nodes[node_id("m1")]["children"]["pages"]
    nodes[node_id("m1")]["children"]["pages"] = [pages[2], pages[1]]
    nodes[node_id("l2")]["children"]["body"].insert(0, nodes[node_id("l1")]["children"]["body"][1])


def test_everything_is_as_it_was_before(course, variant, editor):
    rewrite(variant.course, field("d1", title="Vores snak"))
    before = state(variant)
    release(course, rearranged, field("l2", title="Prøve"))
    update = taken(variant)
    assert not LessonPage.objects.descendant_of(fresh(variant).course).filter(node_id=node_id("l1")).exists()

    undone = UndoUpdate(update, user=editor).execute()

    assert state(variant) == before
    assert LessonPage.objects.descendant_of(fresh(variant).course).filter(node_id=node_id("l1")).exists()
    assert (undone.status, undone.undone_by) == (VariantUpdate.Status.UNDONE, editor)
    assert PageLogEntry.objects.filter(action="courses.variant.undo", user=editor).exists()


def test_pages_changed_since_are_kept_and_shown(course, variant):
    release(course, text("p1", "Vi begynder nu."))
    update = taken(variant)
    rewrite(variant.course, field("l2", title="Vores prøve"))
    before = state(variant)

    with pytest.raises(StaleWorkbench) as refused:
        undone(update)

    assert [(change.kind, change.node_id) for change in refused.value.changes] == [("changed", node_id("l2"))]
    assert state(variant) == before


def test_only_the_newest_is_undone(course, variant):
    release(course, text("p1", "Vi begynder nu."))
    first = taken(variant)
    release(course, field("l1", title="Kom i gang"))
    second = taken(variant)

    with pytest.raises(VariantRefused, match="nyeste"):
        undone(first)
    undone(second)
    undone(first)
    assert "her" in workbench(variant)[node_id("p1")]["fields"]["text"]
    with pytest.raises(VariantRefused):
        undone(first)


def test_an_approved_update_is_undone_in_the_drafts(course, variant):
    release(course, text("p1", "Vi begynder nu."))
    update = taken(variant)
    VariantUpdate.objects.unscoped(reason="a test").filter(pk=update.pk).update(status=VariantUpdate.Status.PUBLISHED)

    assert undone(update).status == VariantUpdate.Status.UNDONE
    assert "her" in workbench(variant)[node_id("p1")]["fields"]["text"]


def test_a_setting_the_update_took_comes_back_but_not_over_a_newer_one(course, variant):
    overrides = ProcessOverrides.objects.unscoped(reason="a test").filter(variant=variant)
    overrides.update(pass_mark=60, deadline_days=30)

    def lock(nodes):
        nodes[node_id("course")]["children"]["process_locks"] = [
            storable(node("process_lock", f"lock-{name}", setting=name, reason="Ens for alle"))
            for name in ("pass_mark", "deadline_days")
        ]

    release(course, lock)
    update = taken(variant)
    assert (overrides.get().pass_mark, overrides.get().deadline_days) == (None, None)
    overrides.update(deadline_days=14)

    undone(update)
    assert (overrides.get().pass_mark, overrides.get().deadline_days) == (60, 14)


def test_it_does_not_come_back_by_itself_but_the_next_version_does(course, variant):
    variant.municipality.update_policy = "apply"
    variant.municipality.save()
    release(course, text("p1", "Vi begynder nu."))
    undone(taken(variant))

    again = planned(variant)
    municipalities = {variant.pk: variant.municipality}
    assert may_apply_itself([again], municipalities) == []
    with pytest.raises(VariantRefused, match="selv"):
        ApplyUpdate(again, automatic=True).execute()

    release(course, field("l1", title="Kom i gang"))
    newer = planned(variant)
    assert may_apply_itself([newer], municipalities) == [newer]


def test_what_was_planned_on_top_is_planned_anew(course, variant):
    release(course, text("p1", "Vi begynder nu."))
    update = taken(variant)
    release(course, field("l1", title="Kom i gang"))
    on_top = planned(variant)

    undone(update)

    on_top.refresh_from_db()
    assert on_top.status == VariantUpdate.Status.SUPERSEDED
    assert planned(variant).changes == 2


def test_not_while_somebody_approves_and_not_by_others(course, variant, editor):
    release(course, text("p1", "Vi begynder nu."))
    update = taken(variant)

    with pytest.raises(PermissionDenied):
        UndoUpdate(update, user=MembershipFactory(role="editor").user).execute()
    VariantApproval.objects.create(variant=variant, tree_sha256="a" * 64, sha256="b" * 64)
    with pytest.raises(VariantRefused, match="godkend"):
        UndoUpdate(update, user=editor).execute()
