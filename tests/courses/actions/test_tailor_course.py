"""A whole tree comes into a municipality's own version, by the rules the editor has."""

import copy

import pytest
from django.core.exceptions import PermissionDenied
from wagtail.models import PageLogEntry

from courses.actions.request_approval import RequestApproval
from courses.actions.tailor_course import TailorCourse
from courses.models import VariantLock
from courses.trees.nodes import index
from courses.variants.errors import StaleWorkbench, VariantRefused
from courses.variants.workbench import workbench_of
from elearning.municipalities.models import Membership
from tests.courses.factories import make_variant, node_id, storable
from tests.courses.variants.updating import field, member, rewrite, workbench
from tests.trees import lesson, paragraph
from tests.worlds import world


@world
def variant(course):
    return make_variant(course)


@world
def editor(variant):
    return member(variant)


@pytest.fixture
def tree(variant):
    return copy.deepcopy(workbench_of(variant).own)


def test_the_tree_is_in_the_drafts_and_learners_keep_what_they_have(variant, editor, tree):
    index(tree)[node_id("l1")]["fields"]["hidden"] = True
    module = index(tree)[node_id("m1")]
    module["children"]["pages"].append(
        storable(lesson(paragraph('<p data-block-key="bbbbb">Vores.</p>', id_="p9"), id_="l9", title="Egen"))
    )

    written = TailorCourse(variant, tree, user=editor, expected_sha256=workbench_of(variant).sha256).execute()

    nodes = workbench(variant)
    assert nodes[node_id("l1")]["fields"]["hidden"]
    assert nodes[node_id("l9")]["fields"]["title"] == "Egen"
    assert written.added == [node_id("l9")]
    assert not variant.course.get_descendants(inclusive=True).filter(live=True).exists()
    assert PageLogEntry.objects.get(action="courses.variant.tailor").user == editor


@pytest.mark.parametrize("role", [Membership.Role.APPROVER, Membership.Role.LEARNER])
def test_only_editors_may(variant, tree, role):
    with pytest.raises(PermissionDenied):
        TailorCourse(variant, tree, user=member(variant, role)).execute()


def test_what_is_locked_stays_as_it_is_and_nothing_is_stored(variant, editor, tree):
    VariantLock.objects.create(variant=variant, key=node_id("p1"), locked=True, reason="Det er loven.")
    index(tree)[node_id("l2")]["fields"]["title"] = "Prøve"
    index(tree)[node_id("p1")]["fields"]["hidden"] = True

    with pytest.raises(VariantRefused, match=r"er låst og bliver, som det er\. Det er loven\."):
        TailorCourse(variant, tree, user=editor).execute()
    assert workbench(variant)[node_id("l2")]["fields"]["title"] == "Test"


def test_a_lock_on_a_page_leaves_the_pages_below_alone(variant, editor, tree):
    VariantLock.objects.create(variant=variant, key=node_id("m1"), locked=True, reason="Aftalt.")
    index(tree)[node_id("l2")]["fields"]["title"] = "Prøve"
    TailorCourse(variant, tree, user=editor).execute()
    assert workbench(variant)[node_id("l2")]["fields"]["title"] == "Prøve"


def test_the_shared_courses_own_is_hidden_and_not_taken_away(variant, editor, tree):
    lesson_node = index(tree)[node_id("l1")]
    lesson_node["children"]["body"] = [
        block for block in lesson_node["children"]["body"] if block["id"] != node_id("p1")
    ]
    with pytest.raises(VariantRefused, match="Skjul det i stedet"):
        TailorCourse(variant, tree, user=editor).execute()


def test_a_tree_worked_out_from_other_pages_is_refused(variant, editor, tree):
    seen = workbench_of(variant).sha256
    rewrite(variant.course, field("l1", title="Skrevet imens"))
    with pytest.raises(StaleWorkbench):
        TailorCourse(variant, tree, user=editor, expected_sha256=seen).execute()
    assert workbench(variant)[node_id("l1")]["fields"]["title"] == "Skrevet imens"


def test_what_is_no_tree_and_what_is_another_course_are_refused(variant, editor, tree):
    other = {**tree, "id": node_id("another")}
    with pytest.raises(VariantRefused, match="et andet kursus"):
        TailorCourse(variant, other, user=editor).execute()
    index(tree)[node_id("l1")]["fields"]["minutes"] = "mange"
    with pytest.raises(VariantRefused, match="ikke et kursus"):
        TailorCourse(variant, tree, user=editor).execute()


def test_what_waits_for_approval_stays_as_it_is(variant, editor, tree):
    member(variant, Membership.Role.APPROVER)
    RequestApproval(variant, user=editor).execute()
    with pytest.raises(VariantRefused):
        TailorCourse(variant, tree, user=editor).execute()
