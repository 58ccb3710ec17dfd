"""Every admin address of tracking asks who is looking."""

import pytest
from django.contrib.auth.models import Group, Permission
from django.test import Client
from django.urls import reverse

from elearning.accounts.models import User
from elearning.municipalities.models import Membership
from elearning.municipalities.roles import DESIGNERS
from tests.tracking import factories
from tests.tracking.examinees import signed_in
from tracking.admin_hooks import certificates, enrolling, reports

pytestmark = pytest.mark.django_db

WITH_KEY = {"revoke_join_link", "revoke_certificate", "reissue_certificate"}
ALL = [pattern.name for pattern in [*certificates, *enrolling, *reports]]
FOR_FOLLOWERS = {"enrolments", "enrolments_results"}


def url(name):
    return reverse(f"hyldefri_tracking:{name}", args=[1] if name in WITH_KEY else [])


def in_admin(user):
    user.user_permissions.add(Permission.objects.get(codename="access_admin"))
    return signed_in(user)


def with_role(role):
    user = User.objects.create_user(f"{role}@by.dk")
    Membership.objects.create(user=user, municipality=factories.municipality(), role=role)
    return user


@pytest.mark.parametrize("name", ALL)
def test_a_learner_with_access_to_the_admin_sees_nothing(name):
    client = in_admin(with_role("learner"))

    for response in (client.get(url(name)), client.post(url(name), {"reason": "x"})):
        assert response.status_code in (302, 405)
        if response.status_code == 302:
            assert response.url == reverse("wagtailadmin_home")


@pytest.mark.parametrize("role", ["facilitator", "editor", "approver"])
@pytest.mark.parametrize("name", ALL)
def test_a_municipalitys_people_see_their_enrolments_only(name, role):
    status = in_admin(with_role(role)).get(url(name)).status_code

    assert (status == 200) == (name in FOR_FOLLOWERS)


@pytest.mark.parametrize("name", ALL)
def test_a_visitor_is_sent_to_sign_in(name):
    response = Client().get(url(name))

    assert response.status_code == 302
    assert "login" in response.url


@pytest.mark.parametrize("name", sorted(set(ALL) - WITH_KEY))
def test_a_designer_sees_everything(name):
    user = User.objects.create_user("udvikler@by.dk")
    user.groups.add(Group.objects.get_or_create(name=DESIGNERS)[0])

    assert in_admin(user).get(url(name)).status_code == 200


def test_the_menu_shows_what_leads_somewhere():
    facilitator = in_admin(with_role("facilitator")).get(reverse("wagtailadmin_home")).content.decode()

    assert url("enrolments") in facilitator
    assert url("items") not in facilitator
    assert url("enrol_people") not in facilitator
