"""Enrolling where municipalities have their own versions: who comes into which, and what is frozen."""

import pytest
from django.urls import reverse
from django.utils.timezone import localdate

from courses.demo.site import set_up_site
from courses.models import ProcessOverrides
from elearning.accounts.models import User
from elearning.municipalities.models import Membership
from tests.courses.factories import approved_variant, make_variant
from tests.tracking import factories
from tests.tracking.examinees import course_with_test, examinee, signed_in
from tests.worlds import world
from tracking.actions.enrol import Enrol
from tracking.actions.enrol_people import EnrolPeople
from tracking.actions.join_links import CreateJoinLink, FollowJoinLink
from tracking.actions.start_test import StartTest
from tracking.enrolling.forms import CourseChoice
from tracking.enrolling.process import deadline_of
from tracking.enrolling.reading import read_text
from tracking.enrolling.rules import NotOffered, OtherMunicipality
from tracking.learning.taking import Taking
from tracking.models import Enrolment

pytestmark = pytest.mark.django_db


@world
def site():
    """The pages have addresses."""
    return set_up_site()


@world
def release(site):
    return factories.released(course_with_test(modules=2, each=2, draw_count=2, pass_mark=70))


@world
def municipality():
    return factories.municipality()


@world
def variant(release, municipality):
    return approved_variant(release.course, municipality)


@world
def learner(municipality):
    return factories.learner(municipality)


@world
def stranger():
    return factories.learner()


@world
def designer():
    return User.objects.create_superuser("udvikler@example.dk")


def enrolments():
    return Enrolment.objects.unscoped(reason="a test looks at all there are")


def override(variant, **fields):
    ProcessOverrides.objects.for_municipality(variant.municipality).filter(variant=variant).update(**fields)


def test_who_asks_for_the_shared_course_is_enrolled_in_her_municipalitys_version(release, variant, learner):
    signed_in(learner).post(reverse("tracking:enrol", args=[release.course_id]))
    enrolment = enrolments().get()
    assert (enrolment.course_id, enrolment.release_id) == (variant.course_id, variant.current_release_id)


def test_others_are_enrolled_in_the_shared_course(release, variant, stranger):
    signed_in(stranger).post(reverse("tracking:enrol", args=[release.course_id]))
    assert enrolments().get().course_id == release.course_id


def test_an_enrolment_in_the_shared_course_stays_hers_and_she_gets_no_second(release, municipality, learner):
    shared = Enrol(learner, release.course, municipality).execute()
    variant = approved_variant(release.course, municipality)
    for course in (release.course, variant.course):
        assert Enrol(learner, course, municipality).execute() == shared
    client = signed_in(learner)
    for course in (release.course, variant.course):
        door = client.get(course.get_url()).context["door"]
        assert str(shared.pk) in door.url
    assert client.get("/forloeb/").context["enrolments"][0]["url"] == shared.get_absolute_url()


def test_the_shared_courses_page_leads_a_member_to_her_municipalitys(release, variant, learner, stranger):
    door = signed_in(learner).get(release.course.get_url()).context["door"]
    assert (door.url, door.method) == (variant.course.get_url(), "get")
    door = signed_in(stranger).get(release.course.get_url()).context["door"]
    assert door.url == reverse("tracking:enrol", args=[release.course_id])


def test_a_stranger_can_neither_see_nor_be_enrolled(variant, municipality, stranger):
    client = signed_in(stranger)
    assert client.get(variant.course.get_url()).status_code == 404
    assert client.post(reverse("tracking:enrol", args=[variant.course_id])).status_code == 404
    for claimed in (municipality, Membership.objects.for_user(stranger).get().municipality):
        with pytest.raises(OtherMunicipality):
            Enrol(stranger, variant.course, claimed).execute()
    assert not enrolments().exists()


def test_a_stranger_cannot_use_a_join_link_either(variant, municipality, stranger, designer):
    link = CreateJoinLink(variant.course, municipality, user=designer).execute()
    client = signed_in(stranger)
    assert client.get(link.get_absolute_url()).status_code == 404
    assert client.post(link.get_absolute_url()).status_code == 404
    with pytest.raises(OtherMunicipality):
        FollowJoinLink(link, stranger).execute()
    assert Membership.objects.for_user(stranger).count() == 1
    assert not enrolments().exists()


def test_somebody_without_a_municipality_joins_by_the_link(variant, municipality, designer):
    link = CreateJoinLink(variant.course, municipality, user=designer).execute()
    user = User.objects.create_user("ny@example.dk")
    assert FollowJoinLink(link, user).execute().course_id == variant.course_id
    assert Membership.objects.for_user(user).get().municipality == municipality


def test_a_link_from_before_the_municipality_had_its_own_leads_there_now(release, municipality, learner, designer):
    link = CreateJoinLink(release.course, municipality, user=designer).execute()
    variant = approved_variant(release.course, municipality, title="Vores udgave")
    client = signed_in(learner)
    assert "Vores udgave" in client.get(link.get_absolute_url()).content.decode()
    client.post(link.get_absolute_url())
    assert enrolments().get().course_id == variant.course_id


def test_a_version_that_is_not_approved_takes_nobody(release, municipality, learner):
    variant = make_variant(release.course, municipality)
    with pytest.raises(NotOffered):
        Enrol(learner, variant.course, municipality).execute()
    assert Enrol(learner, release.course, municipality).execute().course_id == release.course_id


def test_a_withdrawn_version_takes_nobody_and_keeps_whom_it_has(release, variant, municipality, learner):
    own = Enrol(learner, variant.course, municipality).execute()
    variant.current_release = None
    variant.save()
    late = factories.learner(municipality)
    assert Enrol(late, release.course, municipality).execute().course_id == release.course_id
    assert signed_in(learner).get(own.get_absolute_url()).status_code == 200


def test_a_list_of_people_comes_into_the_municipalitys_version_and_nobody_takes_both(release, municipality, designer):
    EnrolPeople(read_text("aase@by.dk"), release.course, municipality, user=designer).execute()
    variant = approved_variant(release.course, municipality)
    plan = EnrolPeople(read_text("aase@by.dk\nbo@by.dk"), release.course, municipality, user=designer).execute()
    assert [planned.row.email for planned in plan.to_enrol] == ["bo@by.dk"]
    assert enrolments().get(user__email="bo@by.dk").course_id == variant.course_id
    assert enrolments().count() == 2


def test_the_choice_of_courses_marks_the_municipalitys_and_leaves_out_what_is_not_offered(
    release, variant, municipality, django_assert_num_queries
):
    make_variant(release.course, factories.municipality())
    with django_assert_num_queries(1):
        labels = [label for _value, label in CourseChoice().choices][1:]
    assert sorted(labels) == sorted([release.course.title, f"{variant.course.title} ({municipality})"])


# What is frozen


def test_the_municipalitys_settings_are_frozen_and_later_ones_change_nothing(variant, municipality, learner):
    override(variant, pass_mark=90, deadline_days=30, order_rule="sequential", maturity_display="cards")
    enrolment = Enrol(learner, variant.course, municipality).execute()
    override(variant, pass_mark=50, deadline_days=1, order_rule="free", maturity_display="figures")
    enrolment.refresh_from_db()
    assert enrolment.settings == {
        "pass_mark": 90,
        "attempt_rule": "next_day",
        "order_rule": "sequential",
        "deadline_days": 30,
        "reminder_days": 0,
        "maturity_display": "cards",
    }
    assert Taking(enrolment).sequential
    assert Taking(enrolment).criterion.pass_mark == 90
    assert (deadline_of(enrolment) - localdate(enrolment.created_at)).days == 30


def test_people_enrolled_by_a_list_get_the_municipalitys_settings_too(variant, municipality, designer):
    override(variant, pass_mark=90)
    EnrolPeople(read_text("aase@by.dk"), variant.course, municipality, user=designer).execute()
    assert enrolments().get().settings["pass_mark"] == 90


def test_a_locked_setting_is_the_courses_whatever_the_municipality_has_set(variant, municipality, learner):
    override(variant, pass_mark=50)
    variant.locks.create(key="process:pass_mark", locked=True, reason="Aftalt")
    assert Enrol(learner, variant.course, municipality).execute().settings["pass_mark"] == 70


def test_an_attempt_takes_the_enrolments_pass_mark():
    enrolment = examinee(modules=1, draw_count=2, settings={"pass_mark": 95, "order_rule": "free"})
    assert StartTest(enrolment).execute().pass_mark == 95


def test_the_municipalitys_sequence_closes_the_steps_that_come_later(variant, municipality, learner):
    override(variant, order_rule="sequential")
    enrolment = Enrol(learner, variant.course, municipality).execute()
    first, *_between, last = Taking(enrolment).order
    client = signed_in(learner)
    assert client.get(Taking(enrolment).url(last)).url == Taking(enrolment).url(first)
    assert client.post(Taking(enrolment).url(last), {"done": "1"}).url == Taking(enrolment).url(first)
    assert not Taking(enrolment).summary.done


def test_her_deadline_is_shown_in_words(variant, municipality, learner):
    override(variant, deadline_days=30)
    enrolment = Enrol(learner, variant.course, municipality).execute()
    Enrolment.objects.for_user(learner).update(created_at="2026-03-01T12:00:00Z")
    client = signed_in(learner)
    assert "31. marts 2026" in client.get(enrolment.get_absolute_url()).content.decode()
    assert "31. marts 2026" in client.get("/forloeb/").content.decode()


def test_a_lesson_of_a_variant_takes_few_queries_however_large_the_course(
    site, municipality, learner, django_assert_max_num_queries
):
    release = factories.released(course_with_test(modules=8, each=3))
    variant = approved_variant(release.course, municipality)
    enrolment = Enrol(learner, variant.course, municipality).execute()
    client, page = signed_in(learner), Taking(enrolment).url(Taking(enrolment).order[0])
    client.get(page)
    with django_assert_max_num_queries(12):
        client.get(page)
