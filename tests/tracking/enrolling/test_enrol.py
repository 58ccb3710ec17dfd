import re
from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress
from django.conf import settings as django_settings
from django.core import mail
from django.core.exceptions import PermissionDenied
from django.shortcuts import resolve_url
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.models import ModelLogEntry, PageLogEntry, PageViewRestriction

from courses.actions.create_release import CreateRelease
from courses.models import HomePage, MunicipalityPage
from courses.trees.pages import write_course
from elearning.accounts.models import User
from elearning.municipalities.models import Membership, Municipality
from elearning.municipalities.signals import membership_created
from tests.tracking import factories
from tests.tracking.examinees import course_with_test, signed_in
from tests.worlds import world
from tracking.actions.enrol import Enrol
from tracking.actions.enrol_people import EnrolPeople
from tracking.actions.join_links import CreateJoinLink, RevokeJoinLink
from tracking.enrolling.invitations import send
from tracking.enrolling.reading import read_text
from tracking.enrolling.rules import NotOffered, OtherMunicipality
from tracking.models import Enrolment, JoinLink

pytestmark = pytest.mark.django_db


@world
def release():
    return factories.released(course_with_test(pass_mark=80))


@world
def learner():
    return factories.learner()


@world
def designer():
    return User.objects.create_superuser("udvikler@example.dk")


def home_of(user):
    return Membership.objects.for_user(user).get().municipality


def own_release(municipality):
    """A course that is the municipality's own."""
    factories.catalogue()
    page = HomePage.objects.get().add_child(
        instance=MunicipalityPage(title=municipality.name, slug=f"k{municipality.pk}", municipality=municipality)
    )
    return CreateRelease(write_course(course_with_test(), page)).execute(skip_permission_checks=True)


def enrolments():
    return Enrolment.objects.unscoped(reason="a test looks at all there are")


def test_the_release_and_the_process_settings_are_frozen(release, learner):
    enrolment = Enrol(learner, release.course, home_of(learner)).execute()

    assert enrolment.release_id == release.pk
    assert enrolment.settings == {
        "pass_mark": 80,
        "attempt_rule": "next_day",
        "order_rule": "free",
        "deadline_days": 0,
        "reminder_days": 0,
        "maturity_display": "figures",
    }
    assert PageLogEntry.objects.filter(action="tracking.enrol").count() == 1


def test_enrolling_twice_enrols_once(release, learner):
    first = Enrol(learner, release.course, home_of(learner)).execute()

    assert Enrol(learner, release.course, home_of(learner)).execute() == first
    assert PageLogEntry.objects.filter(action="tracking.enrol").count() == 1


def test_a_course_without_a_release_takes_nobody(learner):
    page = write_course(course_with_test(), factories.catalogue())

    with pytest.raises(NotOffered):
        Enrol(learner, page, home_of(learner)).execute()


def test_an_unpublished_course_takes_nobody(release, learner):
    release.course.unpublish()
    release.course.refresh_from_db()

    with pytest.raises(NotOffered):
        Enrol(learner, release.course, home_of(learner)).execute()


def test_a_private_course_takes_nobody(release, learner):
    PageViewRestriction.objects.create(page=release.course, restriction_type=PageViewRestriction.LOGIN)

    with pytest.raises(NotOffered):
        Enrol(learner, release.course, home_of(learner)).execute()


def test_a_municipalitys_own_course_takes_its_own_people(learner):
    assert Enrol(learner, own_release(home_of(learner)).course, home_of(learner)).execute()


def test_a_municipalitys_own_course_takes_nobody_else(learner):
    owner = factories.municipality()
    course = own_release(owner).course

    for claimed in (home_of(learner), owner):
        with pytest.raises(OtherMunicipality):
            Enrol(learner, course, claimed).execute()
    assert signed_in(learner).post(reverse("tracking:enrol", args=[course.pk])).status_code == 404


def test_the_button_enrols_and_leads_to_the_course(release, learner):
    response = signed_in(learner).post(reverse("tracking:enrol", args=[release.course_id]))

    assert response.url == enrolments().get().get_absolute_url()
    assert enrolments().get().municipality == home_of(learner)


def test_somebody_without_a_municipality_is_enrolled_in_the_open_one(release):
    user = User.objects.create_user("fri@example.dk")
    signed_in(user).post(reverse("tracking:enrol", args=[release.course_id]))

    assert enrolments().get().municipality == Municipality.objects.open()


def test_the_button_is_posted_by_somebody_signed_in(release, learner):
    address = reverse("tracking:enrol", args=[release.course_id])

    assert signed_in(learner).get(address).status_code == 405
    assert Client().post(address).url.startswith(resolve_url(django_settings.LOGIN_URL))
    assert signed_in(learner).post(reverse("tracking:enrol", args=[0])).status_code == 404
    release.course.unpublish()
    assert signed_in(learner).post(address).status_code == 409
    assert not enrolments().exists()


# Join links


@world
def link(release, designer):
    return CreateJoinLink(release.course, factories.municipality(), user=designer).execute()


def test_opening_a_join_link_changes_nothing(link, learner):
    page = signed_in(learner).get(link.get_absolute_url())

    assert page.status_code == 200
    assert link.municipality.official_name in page.content.decode()
    assert page["Referrer-Policy"] == "same-origin"
    assert not enrolments().exists()
    assert Membership.objects.for_user(learner).count() == 1


def test_posting_it_enrols_as_a_learner_of_the_municipality(link, learner):
    response = signed_in(learner).post(link.get_absolute_url())

    enrolment = enrolments().get()
    assert response.url == enrolment.get_absolute_url()
    assert (enrolment.municipality, enrolment.source) == (link.municipality, "join_link")
    joined = Membership.objects.for_user(learner).get(municipality=link.municipality)
    assert joined.role == Membership.Role.LEARNER


def test_a_visitor_signs_in_first_and_comes_back(link):
    response = Client().post(link.get_absolute_url())

    assert response.url.startswith(resolve_url(django_settings.LOGIN_URL))
    assert link.get_absolute_url() in response.url
    assert not enrolments().exists()


@pytest.mark.parametrize("end", ["expired", "revoked", "unpublished"])
def test_a_link_that_is_over_says_so_and_enrols_nobody(link, learner, designer, end):
    if end == "expired":
        JoinLink.objects.by_token(link.token).update(expires_at=timezone.now() - timedelta(seconds=1))
    elif end == "revoked":
        RevokeJoinLink(link, user=designer).execute()
    else:
        link.course.unpublish()
    client = signed_in(learner)

    assert client.get(link.get_absolute_url()).status_code == 410
    assert client.post(link.get_absolute_url()).status_code == 410
    assert not enrolments().exists()


def test_an_unknown_link_is_not_found(learner):
    assert signed_in(learner).get("/tilmeld/ukendt/").status_code == 404


def test_only_designers_make_and_revoke_links(link, learner):
    with pytest.raises(PermissionDenied):
        CreateJoinLink(link.course, link.municipality, user=learner).execute()
    with pytest.raises(PermissionDenied):
        RevokeJoinLink(link, user=learner).execute()


# Lists of people

PEOPLE = "Åse Holm <aase@by.dk>\nBo <bo@by.dk>\ningenting"


def test_a_list_makes_accounts_memberships_and_enrolments_once(release, designer):
    municipality = factories.municipality()
    for _ in range(2):
        EnrolPeople(read_text(PEOPLE), release.course, municipality, user=designer).execute()

    assert enrolments().filter(source="admin", municipality=municipality).count() == 2
    assert Membership.objects.for_municipality(municipality).count() == 2
    assert User.objects.get(email="aase@by.dk").get_full_name() == "Åse Holm"
    assert not User.objects.get(email="bo@by.dk").has_usable_password()
    assert PageLogEntry.objects.filter(action="tracking.enrol_people").count() == 1


def test_others_hear_of_each_new_membership_and_of_no_old_one(release, designer):
    heard = []

    def hear(membership, **_kwargs):
        heard.append(membership.user.email)

    membership_created.connect(hear)
    try:
        municipality = factories.municipality()
        factories.learner(municipality)
        for _ in range(2):
            EnrolPeople(read_text(PEOPLE), release.course, municipality, user=designer).execute()
    finally:
        membership_created.disconnect(hear)

    assert sorted(heard) == ["aase@by.dk", "bo@by.dk"]


def test_somebody_enrolled_from_a_list_signs_in_with_a_code_and_is_at_her_course(release, designer):
    """allauth's row about her address comes with her first sign-in, proven by the code."""
    EnrolPeople(read_text("Åse <aase@by.dk>"), release.course, factories.municipality(), user=designer).execute()
    course, browser = enrolments().get().get_absolute_url(), Client()
    browser.post(f"{resolve_url(django_settings.LOGIN_URL)}?next={course}", {"login": "aase@by.dk", "next": course})
    code = re.search(r"\b\d{6}\b", mail.outbox[-1].body).group()

    response = browser.post(resolve_url("account_confirm_login_code"), {"code": code, "next": course})

    assert response.url == course
    assert browser.get(course).status_code == 200
    assert EmailAddress.objects.get(user__email="aase@by.dk").verified


def test_somebody_known_keeps_her_account_whatever_the_case_of_her_address(release, designer):
    known = User.objects.create_user("Aase@by.dk", first_name="Åse")
    EnrolPeople(
        read_text("aase@BY.dk;Et andet navn"), release.course, factories.municipality(), user=designer
    ).execute()

    assert enrolments().get().user == known
    known.refresh_from_db()
    assert known.first_name == "Åse"


def test_a_list_takes_as_many_queries_for_fifty_as_for_five(release, designer, django_assert_max_num_queries):
    municipality = factories.municipality()
    many = read_text("\n".join(f"Person {number} <p{number}@by.dk>" for number in range(50)))

    with django_assert_max_num_queries(30):
        EnrolPeople(many, release.course, municipality, user=designer).execute()


def test_only_designers_enrol_others(release, learner):
    with pytest.raises(PermissionDenied):
        EnrolPeople(read_text(PEOPLE), release.course, home_of(learner), user=learner).execute()
    assert not enrolments().exists()


def test_an_invitation_is_sent_once_and_signs_nobody_in(release, designer):
    EnrolPeople(read_text("Åse <aase@by.dk>"), release.course, factories.municipality(), user=designer).execute()
    enrolment = enrolments().get()

    assert send(enrolment.pk)
    assert not send(enrolment.pk)

    [message] = mail.outbox
    assert message.to == ["aase@by.dk"]
    assert enrolment.get_absolute_url() in message.body
    assert Client().get(enrolment.get_absolute_url()).url.startswith(resolve_url(django_settings.LOGIN_URL))


def test_an_invitation_that_could_not_leave_is_tried_again(release, designer, monkeypatch):
    EnrolPeople(read_text("Åse <aase@by.dk>"), release.course, factories.municipality(), user=designer).execute()
    enrolment = enrolments().get()

    def down(self, fail_silently=False):
        raise ConnectionRefusedError

    with monkeypatch.context() as patch:
        patch.setattr("django.core.mail.EmailMessage.send", down)
        with pytest.raises(ConnectionRefusedError):
            send(enrolment.pk)
    assert send(enrolment.pk)


def test_who_enrolled_herself_is_not_invited(release, learner):
    assert not send(Enrol(learner, release.course, home_of(learner)).execute().pk)


# In Wagtail's admin


def post_people(client, release, municipality, **data):
    fields = {"course": release.course_id, "municipality": municipality.pk, **data}
    return client.post(reverse("hyldefri_tracking:enrol_people"), fields)


def test_the_preview_shows_each_rows_error_and_stores_nothing(release, designer):
    page = post_people(signed_in(designer), release, factories.municipality(), people=PEOPLE)

    assert [planned.outcome for planned in page.context["plan"].rows] == ["new", "new", "error"]
    assert page.context["plan"].rows[2].row.error in page.content.decode()
    assert not enrolments().exists()
    assert not User.objects.filter(email="aase@by.dk").exists()


def test_confirming_the_preview_enrols(release, designer):
    client, municipality = signed_in(designer), factories.municipality()
    preview = post_people(client, release, municipality, people=PEOPLE)
    for _ in range(2):
        done = post_people(client, release, municipality, people=preview.context["people"], confirm="1")

    assert done.status_code == 302
    assert enrolments().count() == 2


@pytest.mark.parametrize(
    "data",
    [{}, {"people": "x", "email": "a@by.dk"}, {"people": "Navn;E-mail"}],
)
def test_a_form_that_cannot_be_read_is_shown_again(release, designer, data):
    assert post_people(signed_in(designer), release, factories.municipality(), **data).status_code == 422


def test_one_person_is_enrolled_by_name_and_address(release, designer):
    page = post_people(signed_in(designer), release, factories.municipality(), name="Holm, Åse", email="aase@by.dk")

    assert [planned.row.email for planned in page.context["plan"].to_enrol] == ["aase@by.dk"]


def test_another_municipalitys_course_is_refused_in_the_form(designer):
    release = own_release(factories.municipality())

    assert post_people(signed_in(designer), release, factories.municipality(), people="a@by.dk").status_code == 422


def test_a_link_is_made_and_revoked_in_the_admin(release, designer):
    client, municipality = signed_in(designer), factories.municipality()
    assert client.get(reverse("hyldefri_tracking:create_join_link")).status_code == 200
    data = {"course": release.course_id, "municipality": municipality.pk}
    past = {**data, "expires_at": "2020-01-01T00:00"}
    assert client.post(reverse("hyldefri_tracking:create_join_link"), past).status_code == 422
    client.post(reverse("hyldefri_tracking:create_join_link"), data)
    link = JoinLink.objects.for_municipality(municipality).get()

    assert link.token in client.get(reverse("hyldefri_tracking:join_links")).content.decode()
    client.post(reverse("hyldefri_tracking:revoke_join_link", args=[link.pk]))
    link.refresh_from_db()
    assert link.revoked_at
    assert ModelLogEntry.objects.filter(action__startswith="tracking.join_link").count() == 2
