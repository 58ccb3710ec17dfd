"""An update comes into a municipality's own version, whole or not at all."""

import pytest
from django.core.exceptions import PermissionDenied
from wagtail.models import PageLogEntry

from courses.actions.apply_update import ApplyUpdate
from courses.actions.decide_update import DecideUpdate
from courses.models import LessonPage, VariantApproval, VariantLock, VariantUpdate
from courses.signals import variant_updated
from courses.variants.errors import Blocked, OpenConflicts, StaleWorkbench, VariantRefused
from courses.variants.workbench import workbench_of
from elearning.municipalities.models import Membership
from tests.courses.factories import make_variant, node_id, storable
from tests.courses.variants.updating import field, fresh, member, planned, release, rewrite, text, workbench
from tests.factories import MembershipFactory
from tests.trees import block, lesson, paragraph
from tests.worlds import world


@world
def variant(course):
    return make_variant(course)


@world
def editor(variant):
    return member(variant)


def taken(variant, **kwargs):
    return ApplyUpdate(planned(variant), **kwargs).execute(skip_permission_checks=True)


def test_what_upstream_changed_comes_in_and_what_we_wrote_stays(course, variant, editor):
    rewrite(variant.course, field("l2", title="Vores prøve"))
    new = release(course, text("p1", "Vi begynder nu."))

    update = ApplyUpdate(planned(variant), user=editor).execute()

    nodes = workbench(variant)
    assert "nu" in nodes[node_id("p1")]["fields"]["text"]
    assert nodes[node_id("l2")]["fields"]["title"] == "Vores prøve"
    assert fresh(variant).base_release == new
    assert update.status == VariantUpdate.Status.APPLIED
    assert update.merged_sha256 == workbench_of(fresh(variant)).sha256
    assert update.applied_by == editor


def test_it_is_drafts_until_somebody_approves(course, variant):
    release(course, text("p1", "Vi begynder nu."))
    taken(variant)

    page = LessonPage.objects.descendant_of(variant.course).get(node_id=node_id("l1"))
    assert page.has_unpublished_changes
    assert "nu" not in str(page.body.raw_data[0]["value"])


def test_two_versions_behind_it_goes_straight_to_the_newest(course, variant):
    release(course, text("p1", "Vi begynder nu."))
    newest = release(course, field("l1", title="Kom i gang"))

    assert taken(variant).target_release == newest
    nodes = workbench(variant)
    assert "nu" in nodes[node_id("p1")]["fields"]["text"]
    assert nodes[node_id("l1")]["fields"]["title"] == "Kom i gang"
    assert planned_or_none(variant) is None


def planned_or_none(variant):
    from courses.actions.plan_updates import PlanUpdate

    return PlanUpdate(fresh(variant)).execute()


def test_a_conflict_is_decided_first(course, variant, editor):
    rewrite(variant.course, text("p1", "Vi i Lillerød begynder."))
    release(course, text("p1", "Vi begynder nu."))
    update = planned(variant)
    assert update.conflicts == 1

    with pytest.raises(OpenConflicts, match="1 konflikt"):
        ApplyUpdate(update, user=editor).execute()
    assert "Lillerød" in workbench(variant)[node_id("p1")]["fields"]["text"]

    from courses.actions.plan_updates import PlanUpdate

    action = PlanUpdate(fresh(variant))
    update = action.execute()
    (conflict,) = action.plan.result.conflicts
    DecideUpdate(update, [{"conflict": conflict["id"], "choice": "theirs"}], user=editor).execute()
    ApplyUpdate(update, user=editor).execute()
    assert "nu" in workbench(variant)[node_id("p1")]["fields"]["text"]


def test_pages_changed_since_they_were_seen_are_looked_at_again(course, variant, editor):
    release(course, text("p1", "Vi begynder nu."))
    update = planned(variant)
    seen = workbench_of(fresh(variant)).sha256
    rewrite(variant.course, field("l2", title="Vores prøve"))

    with pytest.raises(StaleWorkbench, match="Se på den igen"):
        ApplyUpdate(update, user=editor, expected_sha256=seen).execute()
    assert fresh(variant).base_release_id == update.from_release_id


def test_only_an_editor_there_takes_it(course, variant):
    release(course, text("p1", "Vi begynder nu."))
    update = planned(variant)

    for user in (
        None,
        member(variant, Membership.Role.FACILITATOR),
        member(variant, Membership.Role.APPROVER),
        MembershipFactory(role=Membership.Role.EDITOR).user,
    ):
        with pytest.raises(PermissionDenied):
            ApplyUpdate(update, user=user).execute()


def test_it_waits_while_somebody_approves(course, variant, editor):
    release(course, text("p1", "Vi begynder nu."))
    update = planned(variant)
    VariantApproval.objects.create(variant=variant, tree_sha256="a" * 64, sha256="b" * 64)

    with pytest.raises(VariantRefused, match="godkend"):
        ApplyUpdate(update, user=editor).execute()


def test_taking_it_twice_changes_nothing(course, variant, editor):
    release(course, text("p1", "Vi begynder nu."))
    update = planned(variant)
    ApplyUpdate(update, user=editor).execute()
    before = workbench_of(fresh(variant)).sha256

    with pytest.raises(VariantRefused):
        ApplyUpdate(update, user=editor).execute()
    assert workbench_of(fresh(variant)).sha256 == before


def test_a_crash_in_the_middle_leaves_everything_as_it_was(course, variant, monkeypatch):
    release(course, text("p1", "Vi begynder nu."), add_lesson())
    update = planned(variant)
    before = workbench_of(fresh(variant)).sha256

    with monkeypatch.context() as patch:
        patch.setattr(ApplyUpdate, "_finish", _power_cut)
        with pytest.raises(RuntimeError, match="strøm"):
            ApplyUpdate(update).execute(skip_permission_checks=True)

    assert workbench_of(fresh(variant)).sha256 == before
    assert fresh(variant).base_release_id == update.from_release_id
    assert ApplyUpdate(update).execute(skip_permission_checks=True).status == VariantUpdate.Status.APPLIED


def _power_cut(*_args):
    raise RuntimeError("strøm")


def add_lesson():
    def change(nodes):
        new = storable(lesson(paragraph('<p data-block-key="nnnnn">Nyt.</p>', id_="pn"), id_="ln", title="Ny lektion"))
        new["fields"]["slug"] = "ny-lektion"
        nodes[node_id("m1")]["children"]["pages"].append(new)

    return change


def test_a_lesson_we_deleted_stays_deleted_when_upstream_edits_it(course, variant):
    def delete(nodes):
        nodes[node_id("m1")]["children"]["pages"] = [
            page for page in nodes[node_id("m1")]["children"]["pages"] if page["id"] != node_id("d1")
        ]

    rewrite(variant.course, delete)
    release(course, field("d1", title="Tal nu sammen"))
    update = planned(variant)

    assert (update.conflicts, update.notices) == (0, 1)
    taken(variant)
    assert node_id("d1") not in workbench(variant)


def test_a_block_that_becomes_another_type_comes_in(course, variant):
    def change(nodes):
        body = nodes[node_id("d1")]["children"]["body"]
        body[0] = {**storable(block("key_message", id_="r1", text="Husk det.")), "id": node_id("r1")}

    release(course, change)
    taken(variant)

    node = workbench(variant)[node_id("r1")]
    assert (node["type"], node["fields"]["text"]) == ("key_message", "Husk det.")


def test_what_we_added_to_a_block_that_becomes_another_type_is_not_lost(course, variant, editor):
    def add_option(nodes):
        options = nodes[node_id("q1")]["children"]["options"]
        options.append({**options[0], "id": node_id("o9"), "fields": {**options[0]["fields"], "correct": False}})

    def change(nodes):
        pool = nodes[node_id("course")]["children"]["pool"]
        fields = {
            **pool[0]["fields"],
            "feedback_right": "",
            "feedback_wrong": "",
            "answer": True,
        }
        pool[0] = {"id": node_id("q1"), "type": "true_false", "fields": fields, "children": {}}

    rewrite(variant.course, add_option)
    release(course, change)
    update = planned(variant)
    before = workbench_of(fresh(variant)).sha256

    with pytest.raises((Blocked, OpenConflicts)):
        ApplyUpdate(update, user=editor, accepted=["does_not_fit"]).execute()
    assert workbench_of(fresh(variant)).sha256 == before


def test_a_renamed_address_comes_in_and_a_taken_one_gets_a_number(course, variant):
    def ours(nodes):
        new = storable(lesson(id_="egen", title="Vores egen"))
        new["fields"]["slug"] = "kom-i-gang"
        nodes[node_id("m1")]["children"]["pages"].append(new)

    rewrite(variant.course, ours)
    release(course, field("l1", slug="kom-i-gang"))
    taken(variant)

    nodes = workbench(variant)
    assert nodes[node_id("egen")]["fields"]["slug"] == "kom-i-gang"
    assert nodes[node_id("l1")]["fields"]["slug"] == "kom-i-gang-2"


def test_it_is_logged_and_told_after_the_commit(course, variant, editor, django_capture_on_commit_callbacks):
    release(course, text("p1", "Vi begynder nu."))
    update = planned(variant)
    told = []

    def hear(update, **_kwargs):
        told.append(update)

    variant_updated.connect(hear)
    try:
        with django_capture_on_commit_callbacks(execute=True):
            ApplyUpdate(update, user=editor).execute()
    finally:
        variant_updated.disconnect(hear)

    assert told == [update]
    entry = PageLogEntry.objects.get(action="courses.variant.update")
    assert (entry.user, entry.data["version"], entry.data["automatic"]) == (editor, 2, False)


def test_what_is_agreed_for_one_variant_is_not_written_into_its_pages(course, variant):
    VariantLock.objects.create(variant=variant, key=node_id("l2"), locked=True, reason="Aftalt")
    release(course, text("p1", "Vi begynder nu."))

    taken(variant)

    assert "locked" not in workbench_of(fresh(variant)).own["children"]["modules"][0]["children"]["pages"][1]
