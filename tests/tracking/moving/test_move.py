"""Moving learners who are under way to the version new starters get."""

import uuid

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone
from wagtail.models import PageLogEntry

from courses.models import ProcessOverrides
from courses.selectors import release_tree
from elearning.accounts.models import User
from elearning.municipalities.models import Membership
from tests.courses.factories import next_release
from tests.tracking import factories
from tests.tracking.examinees import answer, complete_lessons, course_with_test, signed_in, take
from tests.tracking.moving.building import (
    enrolled,
    lessons,
    mover,
    newer,
    newer_version,
    operator,
    own_version,
    three_lessons,
    with_lessons,
)
from tests.worlds import world
from tracking.actions.enrol import Enrol
from tracking.actions.issue_certificate import IssueCertificate
from tracking.actions.move_enrolments import MoveEnrolments
from tracking.actions.record import RecordStatements
from tracking.actions.save_position import SavePosition
from tracking.actions.start_test import StartTest
from tracking.enrolling.process import deadline_of
from tracking.learning.statements import record_completion
from tracking.learning.taking import Taking
from tracking.models import Enrolment, Progress, WorkItem
from tracking.moving.rules import NotCurrent
from tracking.progress.projection import difference, fold_pending, rebuild
from tracking.xapi.statements import Draft

pytestmark = pytest.mark.django_db


@world
def municipality():
    return factories.municipality()


@world
def first():
    return factories.released(three_lessons())


@world
def enrolment(first, municipality):
    return enrolled(first, municipality)


def move(enrolment, release, by=None):
    done = MoveEnrolments(release, [enrolment.pk], by=by or operator()).execute()
    again = Enrolment.objects.for_user(enrolment.user).get(pk=enrolment.pk)
    return done, again


def progress_of(enrolment):
    return Progress.objects.for_municipality(enrolment.municipality).get(enrolment=enrolment)


def test_what_is_done_follows_and_percentages_open_again(enrolment, first):
    one, two, three = lessons(first.tree)
    record_completion(enrolment, step=one["id"])
    record_completion(enrolment, step=two["id"])
    fold_pending(enrolment)
    assert progress_of(enrolment).percent == 66
    done, moved = move(enrolment, newer(first, one, two, three, factories.lesson(title="Fire")))

    assert done.moved == [enrolment.pk]
    assert Taking(moved).summary.done == {one["id"], two["id"]}
    assert progress_of(moved).percent == 50


def test_rebuilding_after_a_move_changes_nothing(enrolment, first):
    record_completion(enrolment, step=lessons(first.tree)[0]["id"])
    _done, moved = move(enrolment, newer(first, *lessons(first.tree)[:2]))
    assert difference(moved) == ()
    before = progress_of(moved).state
    rebuild(moved)
    assert progress_of(moved).state == before


def test_who_has_completed_stays_and_her_certificate_stands(enrolment, first):
    for lesson in lessons(first.tree):
        record_completion(enrolment, step=lesson["id"])
    fold_pending(enrolment)
    certificate = IssueCertificate(enrolment, name="Kirsten Holm").execute()
    done, stayed = move(enrolment, newer(first, *lessons(first.tree), factories.lesson()))

    assert done.completed == [enrolment.pk]
    assert stayed.release_id == first.pk
    assert progress_of(stayed).completed_at
    certificate.refresh_from_db()
    assert certificate.revoked_at is None


def test_a_completion_that_nobody_has_folded_yet_is_not_taken_away(enrolment, first):
    for lesson in lessons(first.tree):
        record_completion(enrolment, step=lesson["id"])
    done, stayed = move(enrolment, newer(first, *lessons(first.tree), factories.lesson()))
    assert done.completed == [enrolment.pk]
    assert stayed.release_id == first.pk


def test_a_version_that_asks_for_less_completes_her(enrolment, first):
    one, two, _three = lessons(first.tree)
    for lesson in (one, two):
        record_completion(enrolment, step=lesson["id"])
    _done, moved = move(enrolment, newer(first, one, two))
    assert progress_of(moved).completed_at
    assert progress_of(moved).state["completion"]["release"] == 2


def test_moving_again_changes_nothing(enrolment, first):
    release = newer(first, *lessons(first.tree), factories.lesson())
    by = operator()
    move(enrolment, release, by)
    Enrolment.objects.for_user(enrolment.user).update(notice={})
    done, moved = move(enrolment, release, by)
    assert (done.moved, done.completed, moved.notice) == ([], [], {})
    assert PageLogEntry.objects.filter(action="tracking.move").count() == 1


def test_the_log_says_who_moved_whom_from_where(enrolment, first):
    by = operator()
    move(enrolment, newer(first, *lessons(first.tree), factories.lesson()), by)
    entry = PageLogEntry.objects.get(action="tracking.move")
    assert entry.user == by
    assert entry.data == {
        "enrolment": str(enrolment.pk),
        "from": {"course": first.course_id, "release": first.pk},
        "version": 2,
    }


def test_her_position_stays_where_the_step_is_and_goes_to_the_nearest_where_it_is_gone(enrolment, first):
    one, two, three = lessons(first.tree)
    block = two["children"]["body"][0]["id"]
    SavePosition(taking=Taking(enrolment), step=two["id"], block=block).execute()
    _done, moved = move(enrolment, newer(first, one, two, three, factories.lesson()))
    assert (moved.position_node, moved.position_block) == (two["id"], block)

    hidden = {**two, "fields": {**two["fields"], "hidden": True}}
    _done, moved = move(enrolment, newer(first, one, hidden, three))
    assert (moved.position_node, moved.position_block) == (three["id"], "")
    assert Taking(moved).resume_step() == three["id"]


def test_what_she_has_written_follows_its_block_to_another_lesson(municipality):
    reflection = factories.block("reflection", prompt="Hvad nu?")
    one, two = factories.lesson(factories.paragraph(), reflection), factories.lesson()
    first = factories.released(factories.course(factories.module(one, two)))
    enrolment = enrolled(first, municipality)
    client = signed_in(enrolment.user)
    client.post(f"{Taking(enrolment).url(one['id'])}{reflection['id']}/", {"text": "Mine ord"})
    assert WorkItem.objects.for_municipality(municipality).count() == 1
    paragraph = one["children"]["body"][0]
    _done, moved = move(
        enrolment,
        newer(first, {**one, "children": {"body": [paragraph]}}, {**two, "children": {"body": [reflection]}}),
    )
    assert "Mine ord" in client.get(Taking(moved).url(two["id"])).content.decode()


def test_a_version_that_is_not_offered_is_refused(enrolment, first):
    newer(first, *lessons(first.tree), factories.lesson())
    with pytest.raises(NotCurrent):
        MoveEnrolments(first, [enrolment.pk], by=operator()).execute()


# The final test


def test_a_test_that_has_begun_goes_on_as_it_began(municipality):
    first = factories.released(course_with_test(modules=2, each=2, draw_count=2))
    enrolment = enrolled(first, municipality)
    complete_lessons(enrolment)
    attempt = StartTest(enrolment).execute()
    attempt = answer(attempt, 1)
    tree = {**first.tree, "fields": {**first.tree["fields"], "draw_count": 4}}
    _done, moved = move(enrolment, next_release(first.course, tree))

    attempt.refresh_from_db()
    assert (attempt.release_id, len(attempt.questions)) == (first.pk, 2)
    assert StartTest(moved).execute() == attempt
    attempt = answer(attempt.__class__.objects.for_municipality(municipality).get(pk=attempt.pk), 2)
    assert attempt.passed
    fold_pending(moved)
    assert progress_of(moved).completed_at


# Within a course and from the shared course to the municipality's own


def test_within_a_course_the_frozen_settings_stay(municipality):
    first = factories.released(three_lessons(pass_mark=70, deadline_days=30))
    enrolment = enrolled(first, municipality)
    _done, moved = move(enrolment, newer(first, *lessons(first.tree)[:2], pass_mark=90, deadline_days=5))
    assert moved.settings == enrolment.settings
    assert deadline_of(moved) == deadline_of(enrolment)


def test_from_the_shared_course_to_the_municipalitys_own_progress_follows(enrolment, first, municipality):
    one, two, three = lessons(first.tree)
    record_completion(enrolment, step=one["id"])
    variant = own_version(first, municipality)
    ProcessOverrides.objects.for_municipality(municipality).update(pass_mark=90, deadline_days=14)
    variant = newer_version(variant, one, two, three, factories.lesson(title="Vores egen"))
    done, moved = move(enrolment, variant.current_release, mover(municipality))

    assert done.moved == [enrolment.pk]
    assert (moved.course_id, moved.release_id) == (variant.course_id, variant.current_release_id)
    assert Taking(moved).status(one["id"]) == "completed"
    assert moved.settings["pass_mark"] == 90
    assert (deadline_of(moved) - timezone.localdate()).days == 14
    record_completion(moved, step=two["id"])
    assert len(Taking(moved).summary.done) == 2
    assert difference(moved) == ()


def test_a_test_begun_in_the_shared_course_is_finished_in_the_municipalitys_own(municipality):
    first = factories.released(course_with_test(modules=2, each=2, draw_count=2))
    enrolment = enrolled(first, municipality)
    complete_lessons(enrolment)
    attempt = answer(StartTest(enrolment).execute(), 1)
    variant = own_version(first, municipality)
    _done, moved = move(enrolment, variant.current_release)
    attempt = answer(moved.attempts.get(pk=attempt.pk), 2)

    assert attempt.passed
    fold_pending(moved)
    assert progress_of(moved).completed_at
    assert IssueCertificate(moved, name="Kirsten Holm").execute()


def test_a_failed_test_keeps_its_waiting_time(municipality):
    first = factories.released(course_with_test(modules=2, each=2, draw_count=2))
    enrolment = enrolled(first, municipality)
    complete_lessons(enrolment)
    failed = take(enrolment, right=0)
    _done, moved = move(enrolment, own_version(first, municipality).current_release)
    assert moved.attempts.get(kind="test") == failed


def test_who_takes_the_municipalitys_own_already_is_left_alone(first, municipality):
    user = factories.learner(municipality)
    variant = own_version(first, municipality)
    own = Enrol(user, variant.course, municipality).execute()
    shared = factories.enrolment(first, user)
    done, stayed = move(shared, variant.current_release)
    assert done.elsewhere == [shared.pk]
    assert (stayed.course_id, own.course_id) == (first.course_id, variant.course_id)


def test_statements_of_another_course_are_still_refused(enrolment, first):
    other = factories.released(three_lessons())
    with pytest.raises(ValueError, match="another course's"):
        RecordStatements(enrolment, [Draft("experienced", lessons(first.tree)[0]["id"], release=other)]).execute()


# Who may


@pytest.mark.parametrize("role", [Membership.Role.EDITOR, Membership.Role.FACILITATOR])
def test_a_municipality_moves_its_own_people(enrolment, first, municipality, role):
    release = newer(first, *lessons(first.tree), factories.lesson())
    done, _moved = move(enrolment, release, mover(municipality, role))
    assert done.moved == [enrolment.pk]


@pytest.mark.parametrize("role", [Membership.Role.LEARNER, Membership.Role.APPROVER])
def test_nobody_else_there_does(enrolment, first, municipality, role):
    release = newer(first, *lessons(first.tree), factories.lesson())
    with pytest.raises(PermissionDenied):
        move(enrolment, release, mover(municipality, role))


def test_nobody_moves_another_municipalitys_people_not_even_among_her_own(enrolment, first, municipality):
    release = newer(first, *lessons(first.tree), factories.lesson())
    stranger = mover(factories.municipality())
    own = enrolled(first, Membership.objects.for_user(stranger).get().municipality)
    with pytest.raises(PermissionDenied):
        MoveEnrolments(release, [own.pk, enrolment.pk], by=stranger).execute()
    assert Enrolment.objects.for_user(own.user).get().release_id == own.release_id


def test_a_designer_moves_everybody_within_the_shared_course_and_nobody_into_a_variant(
    enrolment, first, municipality, designer
):
    variant = own_version(first, municipality)
    with pytest.raises(PermissionDenied):
        move(enrolment, variant.current_release, designer)
    done, _moved = move(enrolment, newer(first, *lessons(first.tree)[:2]), designer)
    assert done.moved == [enrolment.pk]


def test_nobody_is_moved_into_another_course_or_another_municipalitys_version(enrolment, first, municipality):
    other = factories.released(three_lessons())
    elsewhere = own_version(first, factories.municipality())
    by = mover(municipality)
    for release in (other, elsewhere.current_release):
        with pytest.raises(PermissionDenied):
            move(enrolment, release, by)


def test_an_enrolment_that_is_gone_is_passed_over(first):
    done = MoveEnrolments(newer(first, *lessons(first.tree)[:2]), [uuid.uuid4()], by=operator()).execute()
    assert done.moved == []


@world
def designer():
    from django.contrib.auth.models import Group

    from elearning.municipalities.roles import DESIGNERS

    user = User.objects.create_user("udvikler@example.dk")
    user.groups.add(Group.objects.get_or_create(name=DESIGNERS)[0])
    return user


# What she is told


def test_she_is_told_once_and_what_is_new(enrolment, first):
    release = newer(first, *lessons(first.tree), factories.lesson(title="Fire"))
    _done, moved = move(enrolment, release)
    client, page = signed_in(enrolment.user), Taking(moved).url()
    assert client.head(page).status_code == 200
    told = client.get(page).content.decode()
    assert "»Fire«" in told
    assert "»Fire«" not in client.get(page).content.decode()


def test_a_notice_she_has_not_seen_is_carried_along(enrolment, first):
    one, two, three = lessons(first.tree)
    new, newest = factories.lesson(title="Fire"), factories.lesson(title="Fem")
    by = operator()
    move(enrolment, newer(first, one, two, three, new), by)
    _done, moved = move(enrolment, newer(first, one, two, three, new, newest), by)
    assert moved.notice["opened"] == ["Fire", "Fem"]


def test_a_title_in_the_notice_is_text_only(enrolment, first):
    _done, moved = move(enrolment, newer(first, factories.lesson(title="<script>alert(1)</script>")))
    page = signed_in(enrolment.user).get(Taking(moved).url()).content.decode()
    assert "<script>alert(1)" not in page


def test_a_moved_tree_is_not_changed(enrolment, first):
    before = release_tree(first.pk)
    copy = with_lessons(before, *lessons(before))
    move(enrolment, newer(first, *lessons(first.tree)[:1]))
    assert before == copy
