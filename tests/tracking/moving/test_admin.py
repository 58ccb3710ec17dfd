"""»Flyt deltagere« in Wagtail's admin."""

import pytest
from django.urls import reverse

from elearning.municipalities.models import Membership
from tests.tracking import factories
from tests.tracking.examinees import signed_in
from tests.tracking.moving.building import (
    enrolled,
    lessons,
    mover,
    newer,
    operator,
    own_version,
    three_lessons,
)
from tests.worlds import world
from tracking.learning.statements import record_completion
from tracking.models import Enrolment
from tracking.moving import admin_views
from tracking.progress.projection import fold_pending

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


@world
def second(first, enrolment):
    return newer(first, *lessons(first.tree)[1:], factories.lesson(title="Fire"))


def listed(user):
    page = signed_in(user).get(reverse("hyldefri_tracking:moves"))
    return [(move.course.pk, move.municipality, move.waiting) for move in page.context["moves"]]


def address(course, municipality=None):
    if municipality is None:
        return reverse("hyldefri_tracking:move", args=[course])
    return reverse("hyldefri_tracking:move_in_municipality", args=[course, municipality.pk])


def release_now(enrolment):
    return Enrolment.objects.for_user(enrolment.user).get(pk=enrolment.pk).release_id


def test_the_list_holds_what_there_is_to_move(second, municipality):
    enrolled(second, factories.municipality())
    assert listed(mover(municipality)) == [(second.course_id, municipality, 1)]
    assert listed(operator()) == [(second.course_id, None, 1)]
    assert listed(mover(factories.municipality())) == []


def test_where_the_municipality_has_its_own_version_that_is_where_they_are_moved(first, enrolment, municipality):
    variant = own_version(first, municipality)
    assert listed(mover(municipality)) == [(variant.course_id, municipality, 1)]


def test_the_preview_says_what_opens_and_what_disappears_and_moves_nobody(second, enrolment, municipality):
    page = signed_in(mover(municipality)).get(address(second.course_id, municipality))
    (group,) = page.context["groups"]
    assert (group.people, group.changes.opened, group.changes.gone) == (1, ("Fire",), ("Et",))
    assert enrolment.user.email not in page.content.decode()
    assert release_now(enrolment) == enrolment.release_id


def test_confirming_moves_them(second, enrolment, municipality):
    client = signed_in(mover(municipality))
    done = client.post(address(second.course_id, municipality), {"version": second.pk})
    assert done.status_code == 302
    assert release_now(enrolment) == second.pk
    assert client.post(address(second.course_id, municipality), {"version": second.pk}).status_code == 302


@pytest.mark.parametrize("version", ["", "x", "0", "999999999999999999999"])
def test_what_was_not_shown_is_not_confirmed(second, enrolment, municipality, version):
    done = signed_in(mover(municipality)).post(address(second.course_id, municipality), {"version": version})
    assert done.status_code == 409
    assert release_now(enrolment) == enrolment.release_id


def test_a_version_that_came_meanwhile_is_shown_first(first, second, enrolment, municipality):
    newer(first, *lessons(first.tree)[:1])
    done = signed_in(mover(municipality)).post(address(second.course_id, municipality), {"version": second.pk})
    assert done.status_code == 409
    assert release_now(enrolment) == enrolment.release_id


def test_who_has_completed_is_counted_and_stays(first, municipality):
    enrolment = enrolled(first, municipality)
    for lesson in lessons(first.tree):
        record_completion(enrolment, step=lesson["id"])
    fold_pending(enrolment)
    newer(first, *lessons(first.tree), factories.lesson())
    other = enrolled(first, municipality)
    Enrolment.objects.for_user(other.user).update(release=first)
    page = signed_in(mover(municipality)).get(address(first.course_id, municipality))
    assert (page.context["staying"], page.context["move"].waiting) == (1, 1)


def test_others_find_nothing_and_learners_no_admin(second, enrolment, municipality):
    stranger = signed_in(mover(factories.municipality()))
    for path in (address(second.course_id, municipality), address(second.course_id)):
        assert stranger.get(path).status_code == 404
        assert stranger.post(path, {"version": second.pk}).status_code == 404
    approver = signed_in(mover(municipality, Membership.Role.APPROVER))
    assert approver.get(reverse("hyldefri_tracking:moves")).status_code == 302
    learner = signed_in(enrolment.user)
    assert learner.post(address(second.course_id, municipality), {"version": second.pk}).status_code in (302, 403)
    assert release_now(enrolment) == enrolment.release_id


def test_another_municipalitys_version_is_not_found(first, enrolment, municipality):
    theirs = own_version(first, factories.municipality())
    assert signed_in(mover(municipality)).get(address(theirs.course_id, municipality)).status_code == 404


def test_many_are_moved_here_when_no_worker_takes_them(
    first, second, enrolment, municipality, monkeypatch, dead_broker
):
    monkeypatch.setattr(admin_views, "AT_ONCE", 0)
    signed_in(mover(municipality)).post(address(second.course_id, municipality), {"version": second.pk})
    assert release_now(enrolment) == second.pk
