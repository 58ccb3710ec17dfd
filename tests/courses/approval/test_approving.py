"""One word for the whole variant: what was seen is what learners get, or nothing is."""

import pytest
from django.core.exceptions import PermissionDenied
from wagtail.models import Workflow, WorkflowPage

from courses.actions.answer_approval import AnswerApproval
from courses.actions.request_approval import ApprovalRefused, RequestApproval, WithdrawApproval
from courses.approval.selectors import candidate, is_current, pending
from courses.models import ApprovalVote, CoursePage, LessonPage, VariantApproval
from courses.selectors import offered_courses
from courses.trees.nodes import index
from courses.variants.errors import StaleWorkbench, VariantRefused
from elearning.municipalities.models import Membership
from tests.courses.approval.conftest import edit, fresh
from tests.courses.factories import node_id
from tests.factories import MembershipFactory


def ask(variant, editor, **kwargs):
    return RequestApproval(fresh(variant), user=editor, **kwargs).execute()


def say_yes(approval, user, **kwargs):
    return AnswerApproval(approval, user=user, approves=True, **{"seen_sha256": approval.sha256, **kwargs}).execute()


def test_a_yes_publishes_exactly_what_was_seen_as_one_version(variant, editor, approver):
    edit(variant)

    approval = say_yes(ask(variant, editor, note="Vores eksempel er med."), approver)

    release = fresh(variant).current_release
    assert approval.status == VariantApproval.Status.APPROVED
    assert release.sha256 == approval.tree_sha256
    assert release.notes == "Vores eksempel er med."
    assert index(release.tree)[node_id("l1")]["fields"]["title"] == "Vores begyndelse"
    assert not LessonPage.objects.descendant_of(variant.course).filter(live=False).exists()
    assert list(offered_courses(variant.course.get_parent())) == [variant.course]
    assert is_current(candidate(fresh(variant)))


def test_before_the_yes_learners_have_nothing_new(variant, editor, approver):
    ask(variant, editor)

    assert fresh(variant).current_release is None
    assert not CoursePage.objects.get(pk=variant.course_id).live


def test_what_changed_after_it_was_asked_about_cannot_be_approved(variant, editor, approver):
    approval = ask(variant, editor)
    edit(variant)

    with pytest.raises(StaleWorkbench):
        say_yes(approval, approver)
    assert pending(variant) == approval
    assert not ApprovalVote.objects.unscoped(reason="test").exists()


def test_another_process_is_another_thing_to_approve(variant, editor, approver):
    approval = ask(variant, editor)
    variant.process.pass_mark = 80
    variant.process.save()

    with pytest.raises(StaleWorkbench):
        say_yes(approval, approver)


def test_an_approver_who_saw_something_else_does_not_approve_it(variant, editor, approver):
    approval = ask(variant, editor)

    with pytest.raises(StaleWorkbench):
        say_yes(approval, approver, seen_sha256="0" * 64)


def test_only_the_process_can_change_and_the_content_stays_the_same_version(variant, editor, approver):
    say_yes(ask(variant, editor), approver)
    first = fresh(variant).current_release
    variant.process.pass_mark = 80
    variant.process.save()

    approval = say_yes(ask(variant, editor), approver)

    assert fresh(variant).current_release == first
    assert approval.process["pass_mark"] == 80


def test_where_two_must_say_yes_one_is_not_enough_and_one_person_is_one(variant, editor, approver, municipality):
    municipality.approvals_required = 2
    municipality.save()
    second = MembershipFactory(municipality=municipality, role=Membership.Role.APPROVER).user
    approval = ask(variant, editor)

    say_yes(approval, approver)
    assert fresh(variant).current_release is None
    with pytest.raises(VariantRefused, match="allerede"):
        say_yes(approval, approver)
    say_yes(approval, second)

    assert fresh(variant).current_release is not None


def test_a_no_says_why_and_opens_the_editor_again(variant, editor, approver):
    approval = ask(variant, editor)
    no = {"user": approver, "approves": False, "seen_sha256": approval.sha256}

    with pytest.raises(VariantRefused, match="Skriv"):
        AnswerApproval(approval, **no).execute()
    answered = AnswerApproval(approval, comment="Eksemplet passer ikke.", **no).execute()

    assert answered.status == VariantApproval.Status.REJECTED
    assert pending(variant) is None
    assert ask(variant, editor).status == VariantApproval.Status.REQUESTED


def test_an_editor_takes_it_back_and_nobody_answers_it_then(variant, editor, approver):
    approval = ask(variant, editor)
    WithdrawApproval(approval, user=editor).execute()

    with pytest.raises(VariantRefused):
        say_yes(approval, approver)


def test_it_is_asked_about_once_and_not_without_a_change(variant, editor, approver):
    approval = ask(variant, editor)
    with pytest.raises(VariantRefused, match="allerede"):
        ask(variant, editor)
    say_yes(approval, approver)
    with pytest.raises(VariantRefused, match="Intet"):
        ask(variant, editor)


def test_there_must_be_somebody_to_ask(variant, editor):
    with pytest.raises(VariantRefused, match="mangler"):
        ask(variant, editor)


def test_a_draft_that_cannot_be_published_is_named(variant, editor, approver):
    page = LessonPage.objects.descendant_of(variant.course).first()
    page.title, page.minutes = "For lang", 12
    page.save_revision(clean=False)

    with pytest.raises(ApprovalRefused) as refused:
        ask(variant, editor)
    assert any("For lang" in finding.message for finding in refused.value.findings)


def test_a_course_over_its_budget_is_not_sent_to_approval(variant, editor, approver):
    for page in LessonPage.objects.descendant_of(variant.course):
        page.minutes = 200
        page.save_revision(clean=False)

    with pytest.raises(ApprovalRefused):
        ask(variant, editor)
    assert pending(variant) is None


def test_others_neither_ask_nor_answer(variant, editor, approver):
    approval = ask(variant, editor)
    outsiders = [
        editor,
        MembershipFactory(municipality=variant.municipality).user,
        MembershipFactory(role=Membership.Role.APPROVER).user,
        None,
    ]
    for user in outsiders:
        with pytest.raises(PermissionDenied):
            say_yes(approval, user)
    for user in [approver, *outsiders[1:]]:
        with pytest.raises(PermissionDenied):
            ask(variant, user)
        with pytest.raises(PermissionDenied):
            WithdrawApproval(approval, user=user).execute()


def test_no_page_of_a_variant_has_a_workflow_of_its_own(variant, catalogue):
    workflow = Workflow.objects.create(name="Redaktion")
    WorkflowPage.objects.create(workflow=workflow, page=catalogue.get_parent())

    for page in [variant.course, *LessonPage.objects.descendant_of(variant.course)]:
        assert not page.has_workflow
        assert page.get_workflow() is None
    assert variant.upstream.has_workflow
