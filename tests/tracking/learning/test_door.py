import pytest
from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.shortcuts import resolve_url
from django.test import RequestFactory
from django.urls import reverse

from courses.faces import learner_door
from courses.selectors import release_tree
from tests.tracking import factories

pytestmark = pytest.mark.django_db


def door(user, course, node=None):
    request = RequestFactory().get("/kurser/ledelse/")
    request.user = user
    return learner_door(request, course, node)


def test_who_is_not_signed_in_is_led_to_sign_in_and_back(small):
    found = door(AnonymousUser(), small.course)
    assert found.url.startswith(resolve_url(settings.LOGIN_URL))
    assert "next=/kurser/ledelse/" in found.url


def test_a_learner_goes_on_where_she_is(small):
    first = release_tree(small.release_id)["children"]["modules"][0]["children"]["pages"][0]["id"]
    found = door(small.user, small.course)
    assert (found.url, found.method) == (reverse("tracking:step", args=[small.pk, first]), "get")


def test_a_learner_goes_to_the_step_whose_address_she_has(small):
    last = release_tree(small.release_id)["children"]["modules"][0]["children"]["pages"][2]["id"]
    assert door(small.user, small.course, last).url == reverse("tracking:step", args=[small.pk, last])


def test_a_step_that_is_not_in_her_release_leads_to_where_she_is(small):
    assert str(small.pk) in door(small.user, small.course, factories.new_id()).url


def test_who_is_not_enrolled_may_enrol_or_finds_no_door(small):
    found = door(factories.learner(), small.course)
    assert found is None or found.method == "post"
