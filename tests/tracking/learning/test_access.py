"""Every learner's address, asked for by everybody who should not have it."""

import pytest
from django.conf import settings
from django.shortcuts import resolve_url
from django.test import Client
from django.urls import reverse

from courses.selectors import release_tree
from tests.tracking import factories
from tracking.models import Statement, WorkItem
from tracking.urls import urlpatterns

pytestmark = pytest.mark.django_db


SAMPLES = {"uuid": "00000000-0000-4000-8000-000000000000", "int": 1, "str": "x"}


def addresses(enrolment):
    """One of each of tracking's addresses under an enrolment, by name: those that are added later too."""
    step = release_tree(enrolment.release_id)["children"]["modules"][0]["children"]["pages"][0]
    known = {"enrolment": enrolment.pk, "node": step["id"], "block": step["children"]["body"][2]["id"], "kind": "image"}
    found = {}
    for pattern in urlpatterns:
        converters = {
            name: type(it).__name__.removesuffix("Converter") for name, it in pattern.pattern.converters.items()
        }
        if "enrolment" in converters:
            kwargs = {name: known.get(name, SAMPLES.get(kind.lower(), "x")) for name, kind in converters.items()}
            found[pattern.name] = reverse(f"tracking:{pattern.name}", kwargs=kwargs)
    return {**found, "position": f"{found['position']}?trin={step['id']}"}


def test_the_list_of_addresses_is_whole(small):
    assert {"course", "position", "maturity", "media", "step", "block", "calendar"} <= set(addresses(small))


def test_a_post_from_another_site_is_refused(small):
    client = Client(enforce_csrf_checks=True)
    client.force_login(small.user)
    for name in ("step", "block", "position"):
        assert client.post(addresses(small)[name], {"done": "1", "text": "x"}).status_code == 403
    assert not WorkItem.objects.for_municipality(small.municipality).exists()


@pytest.mark.parametrize("method", ["get", "post"])
def test_another_learner_finds_nothing_at_any_address(small, sign_in, method):
    stranger = sign_in(factories.enrolment(small.release))
    for name, address in addresses(small).items():
        response = getattr(stranger, method)(
            address, {"text": "x", "done": "1", "block": "x"} if method == "post" else {}
        )
        assert response.status_code in (404, 405), name
        assert small.user.email not in response.content.decode()
    assert not Statement.objects.for_municipality(small.municipality).exists()
    assert not WorkItem.objects.for_municipality(small.municipality).exists()


def test_a_colleague_in_the_same_municipality_finds_nothing_either(small, sign_in):
    colleague = factories.enrolment(small.release, factories.learner(small.municipality))
    for name, address in addresses(small).items():
        assert sign_in(colleague).get(address).status_code in (404, 405), name


def test_who_is_not_signed_in_is_asked_to_sign_in(small, client):
    for name, address in {**addresses(small), "overview": reverse("tracking:overview")}.items():
        for response in (client.get(address), client.post(address)):
            assert response.status_code == 302, name
            assert response["Location"].startswith(resolve_url(settings.LOGIN_URL)), name


def test_unknown_ids_are_not_found(small, sign_in):
    client, unknown = sign_in(small), factories.new_id()
    step = addresses(small)["step"]
    for address in (
        reverse("tracking:course", args=[unknown]),
        reverse("tracking:step", args=[small.pk, unknown]),
        f"{step}{unknown}/",
        f"{step}{unknown}/kalender.ics",
        reverse("tracking:media", args=[small.pk, "film", 1]),
        reverse("tracking:media", args=[small.pk, "document", 99999999999999]),
    ):
        assert client.post(address).status_code in (404, 405), address
        assert client.get(address).status_code == 404, address


def test_a_block_address_that_is_fetched_leads_to_its_step(small, sign_in):
    found = addresses(small)
    assert sign_in(small).get(found["block"])["Location"].startswith(found["step"])
