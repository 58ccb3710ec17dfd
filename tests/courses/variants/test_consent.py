"""Standing consent: a clean update meets the learners by itself, and nothing of the municipality's own with it."""

import pytest

from courses import tasks
from courses.actions.answer_approval import AnswerApproval
from courses.actions.request_approval import RequestApproval
from courses.actions.standing_consent import GiveConsent
from courses.approval.selectors import approved
from courses.models import ProcessOverrides, VariantUpdate
from courses.variants.consent import unpublished
from tests.courses.factories import make_variant
from tests.courses.variants.updating import field, fresh, member, municipality, planned, release, rewrite, text
from tests.worlds import world


@world
def variant(course):
    """Approved as it was made, with consent to what comes."""
    variant = make_variant(course, municipality())
    approver = member(variant, "approver")
    approval = RequestApproval(variant, user=approver).execute(skip_permission_checks=True)
    AnswerApproval(approval, user=approver, approves=True, seen_sha256=approval.sha256).execute()
    GiveConsent(fresh(variant), user=approver).execute()
    return fresh(variant)


def taken(variant):
    update = planned(variant)
    tasks.apply_update(update.pk)
    return VariantUpdate.objects.unscoped(reason="a test").get(pk=update.pk)


def test_a_clean_update_is_published_and_the_approval_goes_on(course, variant):
    before = variant.current_release
    release(course, text("p1", "Vi begynder nu."))

    assert taken(variant).status == VariantUpdate.Status.PUBLISHED

    now = fresh(variant).current_release
    assert now.number == before.number + 1
    assert "nu" in str(now.tree)
    assert approved(variant).standing
    assert approved(variant).release == now


def test_ones_own_edits_wait_for_an_approval(course, variant):
    rewrite(variant.course, field("l2", title="Vores prøve"))
    release(course, text("p1", "Vi begynder nu."))

    assert taken(variant).status == VariantUpdate.Status.APPLIED
    assert fresh(variant).current_release == variant.current_release


def test_ones_own_settings_wait_for_an_approval_too(course, variant):
    ProcessOverrides.objects.unscoped(reason="a test").filter(variant=variant).update(pass_mark=20)
    release(course, text("p1", "Vi begynder nu."))

    assert taken(variant).status == VariantUpdate.Status.APPLIED


def test_what_waited_once_is_not_slipped_along_with_the_next(course, variant):
    rewrite(variant.course, field("l2", title="Vores prøve"))
    release(course, text("p1", "Vi begynder nu."))
    taken(variant)
    release(course, field("l1", title="Kom i gang"))

    assert taken(variant).status == VariantUpdate.Status.APPLIED
    assert fresh(variant).current_release == variant.current_release
    assert not unpublished().exists()


def test_a_worker_that_died_before_publishing_is_caught_up_with(course, variant, monkeypatch):
    release(course, text("p1", "Vi begynder nu."))
    with monkeypatch.context() as patch:
        patch.setattr("courses.variants.consent.ExtendApproval.execute", _power_cut)
        with pytest.raises(RuntimeError):
            taken(variant)
    assert fresh(variant).base_release.number == 2
    asked = []
    monkeypatch.setattr(tasks, "enqueue", lambda task, *arguments: asked.append((task, arguments)) or True)

    assert tasks.sweep_updates() == 1
    for task, arguments in asked:
        task(*arguments)

    assert "nu" in str(fresh(variant).current_release.tree)
    assert tasks.sweep_updates() == 0


def _power_cut(_self):
    raise RuntimeError("strøm")
