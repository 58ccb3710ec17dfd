"""The operator's screens about forwarding."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from django.utils.html import escape

from tests.factories import MembershipFactory, MunicipalityFactory, UserFactory
from tests.tracking import factories
from tests.tracking.xapi.forwarding.conftest import change, complete, read, relay_to
from tests.tracking.xapi.forwarding.store import SECRET, USER, Answer, refusing
from tracking.actions.relays import relay_of
from tracking.xapi.forwarding.answers import Trouble
from tracking.xapi.forwarding.relaying import forward
from tracking.xapi.forwarding.selectors import figures
from tracking.xapi.forwarding.wording import TROUBLES

pytestmark = pytest.mark.django_db

POSTED = ("try_relay", "switch_relay_on", "switch_relay_off", "retry_relay")
SCREENS = ("relay", "set_up_relay", "replay_relay", "refused_statements", "delete_relay", *POSTED)


@pytest.fixture
def operator(client):
    client.force_login(UserFactory(is_superuser=True, is_staff=True))
    return client


def address(name, municipality):
    return reverse(f"hyldefri_tracking:{name}", args=[municipality.code])


def text(answer):
    return answer.content.decode()


def typed(store, **changes):
    return {"endpoint": store.address, "user_name": USER, "secret": SECRET, "version": "1.0.3", **changes}


def test_from_nothing_to_the_first_completion_in_the_municipalitys_store(operator, store, enrolment):
    municipality = enrolment.municipality
    ids = complete(enrolment, 2)
    assert "Der sendes ikke noget videre" in text(operator.get(address("relay", municipality)))
    page = text(operator.post(address("set_up_relay", municipality), typed(store), follow=True))
    assert "Slået fra" not in page
    assert "Videresendelsen er slået fra" in page
    assert SECRET not in page
    page = text(operator.post(address("try_relay", municipality), follow=True))
    assert "svarer og lukker os ind" in page
    operator.post(address("switch_relay_on", municipality))
    forward(relay_of(municipality).pk)
    assert list(store.kept) == ids
    page = text(operator.get(address("relay", municipality)))
    assert "kører af sig selv" in page
    assert SECRET not in page
    assert SECRET not in text(operator.get(address("set_up_relay", municipality)))


@pytest.mark.parametrize(
    "changes",
    [
        {"endpoint": ""}, {"endpoint": "http://lrs.example.dk"}, {"endpoint": "https://lrs\0.dk"}, {"user_name": ""},
        {"user_name": "a:b"}, {"secret": ""}, {"version": "9"}, {"since": "i går"}, {"since": "2999-01-01"},
        {"endpoint": "x" * 10_000}, {"secret": "x" * 2000},
    ],
    ids=str,
)  # fmt: skip
def test_a_form_that_is_wrong_comes_back_without_the_secret(operator, store, changes):
    municipality = MunicipalityFactory()
    answer = operator.post(address("set_up_relay", municipality), typed(store, **changes))
    assert answer.status_code == 422
    assert SECRET not in text(answer)
    assert relay_of(municipality) is None


@pytest.mark.parametrize(
    ("behaviour", "said"),
    [
        (Answer(401), "kender ikke brugernavnet"),
        (Answer(404), "Der er ingen"),
        (Answer(302, headers={"Location": "http://169.254.169.254/"}), "fører videre"),
        (Answer(200, b"<html>Log ind</html>"), "er ikke en"),
        (Answer(503), "galt i"),
    ],
    ids=lambda it: str(getattr(it, "status", "")),
)
def test_a_connection_that_does_not_work_is_said_in_plain_words(operator, relay, store, behaviour, said):
    store.always = lambda _asked: behaviour
    page = text(operator.post(address("try_relay", relay.municipality), follow=True))
    assert said in page
    assert read(relay).failures == 0


def test_an_access_that_may_only_store_is_enough(operator, relay, store):
    store.always = lambda asked: None if asked.path.endswith("/about") else Answer(403)
    assert "det eneste, vi har brug for" in text(operator.post(address("try_relay", relay.municipality), follow=True))


def test_another_version_is_pointed_out(operator, relay, store):
    store.then(Answer(200, b'{"version": ["0.95", "2.0.0"]}'))
    assert "0.95, 2.0.0" in text(operator.post(address("try_relay", relay.municipality), follow=True))


def test_trouble_is_on_the_screen_with_when_it_is_tried_again(operator, relay, store, enrolment):
    complete(enrolment, 3)
    store.then(Answer(401))
    forward(relay.pk)
    for page in (
        text(operator.get(address("relay", relay.municipality))),
        text(operator.get(reverse("hyldefri_tracking:relays"))),
    ):
        assert escape(str(TROUBLES[Trouble.SIGN_IN])) in page
        assert "Næste forsøg" in page
    page = text(operator.get(address("relay", relay.municipality)))
    assert "<dd>3</dd>" in page
    assert "status 401" in page


def test_trying_again_and_switching_off(operator, relay, store, enrolment):
    change(relay, next_try_at=timezone.now() + timedelta(hours=5), failures=8, last_error="broken")
    operator.post(address("retry_relay", relay.municipality))
    assert read(relay).next_try_at is None
    operator.post(address("switch_relay_off", relay.municipality))
    assert not read(relay).enabled
    page = text(operator.post(address("retry_relay", relay.municipality), follow=True))
    assert "Slå den til først" in page


def test_the_refused_are_listed_and_what_the_store_says_runs_nowhere(operator, relay, store, enrolment):
    ids = complete(enrolment, 2)
    store.always = refusing(ids[0], said=b"<script>alert(1)</script>")
    forward(relay.pk)
    page = text(operator.get(address("refused_statements", relay.municipality)))
    assert ids[0] in page
    assert ids[1] not in page
    assert "<script>alert(1)" not in page
    assert "&lt;script&gt;" in page
    store.always = lambda _asked: None
    operator.post(address("retry_relay", relay.municipality), {"refused": "1"})
    forward(relay.pk)
    assert "Intet er blevet afvist" in text(operator.get(address("refused_statements", relay.municipality)))


def test_sending_again_from_a_day(operator, relay, store, enrolment):
    ids = complete(enrolment, 2)
    forward(relay.pk)
    where = address("replay_relay", relay.municipality)
    assert operator.get(where).status_code == 200
    for wrong in ("", "i går", "2999-01-01", "0001-01-01"):
        assert operator.post(where, {"day": wrong}).status_code == 422
    operator.post(where, {"day": timezone.localdate().isoformat()})
    forward(relay.pk)
    assert store.posted == [ids, ids]


def test_deleting_is_asked_for_and_done(operator, relay):
    where = address("delete_relay", relay.municipality)
    assert relay.endpoint in text(operator.get(where))
    assert relay_of(relay.municipality) is not None
    operator.post(where)
    assert relay_of(relay.municipality) is None
    assert operator.get(where).status_code == 404


def test_without_a_forwarding_there_is_nothing_to_mind(operator):
    municipality = MunicipalityFactory()
    for name in ("replay_relay", "refused_statements", "delete_relay"):
        assert operator.get(address(name, municipality)).status_code == 404
    for name in (*POSTED, "replay_relay", "delete_relay"):
        data = {"day": "2026-01-01"}
        assert operator.post(address(name, municipality), data).status_code == 404


def test_all_municipalities_are_on_one_screen_with_no_query_each(operator, store, django_assert_max_num_queries):
    for number in range(4):
        enrolment = factories.bare_enrolment(of=factories.municipality(f"70{number}"))
        relay_to(store, enrolment.municipality)
        complete(enrolment, 1)
    with django_assert_max_num_queries(25):
        page = text(operator.get(reverse("hyldefri_tracking:relays")))
    assert page.count("/videresendelse/") >= 4


def test_figures_are_of_what_waits_and_is_refused(relay, store, enrolment):
    assert [(it.seconds_behind, it.failures, it.refused) for it in figures()] == [(0.0, 0, 0)]
    ids = complete(enrolment, 2)
    store.always = lambda _asked: Answer(500)
    forward(relay.pk)
    (figure,) = figures()
    assert figure.municipality == relay.municipality.code
    assert 0 < figure.seconds_behind < 600
    assert figure.failures == 1
    change(relay, next_try_at=None)
    store.always = refusing(ids[1])
    forward(relay.pk)
    (figure,) = figures()
    assert (figure.seconds_behind, figure.failures, figure.refused) == (0.0, 0, 1)
    change(relay, enabled=False)
    assert figures() == []


def test_every_trouble_has_words():
    assert set(TROUBLES) == set(Trouble)


@pytest.mark.parametrize("role", ["learner", "facilitator", "editor", "approver"])
def test_nobody_else_meets_the_screens(client, store, role):
    municipality = MunicipalityFactory()
    relay = relay_to(store, municipality)
    client.force_login(MembershipFactory(municipality=municipality, role=role).user)
    for where in [*(address(name, municipality) for name in SCREENS), reverse("hyldefri_tracking:relays")]:
        for answer in (client.get(where), client.post(where, typed(store) | {"day": "2026-01-01"})):
            assert answer.status_code in (302, 403)
            assert store.address not in text(answer)
    assert store.asked == []
    assert read(relay).enabled
