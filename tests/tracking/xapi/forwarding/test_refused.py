"""One statement that a store will not have: noted, and the others go on."""

from __future__ import annotations

import pytest

from tests.tracking.xapi.forwarding.conftest import again, change, complete, read, refused
from tests.tracking.xapi.forwarding.store import Answer, refusing
from tracking.models import RefusedStatement
from tracking.xapi.forwarding.answers import Trouble
from tracking.xapi.forwarding.relaying import forward

pytestmark = pytest.mark.django_db


def test_one_that_is_refused_is_noted_and_the_others_go_on_in_order(relay, store, enrolment):
    ids = complete(enrolment, 4)
    store.always = refusing(ids[1], said=b"wrong\0verb")
    forward(relay.pk)
    assert list(store.kept) == [ids[0], ids[2], ids[3]]
    assert refused(relay) == [(ids[1], 400)]
    assert RefusedStatement.objects.for_municipality(relay.municipality).get().said == "wrong verb"
    forward(relay.pk)
    assert store.posted[-1] == [ids[3]]


def test_the_last_one_too(relay, store, enrolment):
    ids = complete(enrolment, 3)
    store.always = refusing(ids[2], status=422)
    forward(relay.pk)
    assert refused(relay) == [(ids[2], 422)]
    asked = len(store.asked)
    forward(relay.pk)
    assert len(store.asked) == asked


def test_a_single_one_by_itself(relay, store, enrolment):
    (told,) = complete(enrolment, 1)
    store.always = refusing(told)
    forward(relay.pk)
    assert refused(relay) == [(told, 400)]
    assert read(relay).failures == 0


def test_one_that_is_there_already_is_done(relay, store, enrolment):
    ids = complete(enrolment, 3)
    store.kept[ids[1]] = {"id": ids[1], "something": "else"}
    forward(relay.pk)
    assert set(store.kept) == set(ids)
    assert refused(relay) == []
    assert store.posted == [ids, [ids[0]], [ids[1]], [ids[2]]]


def test_a_store_that_takes_none_of_many_is_the_matter_itself(relay, store, enrolment):
    ids = complete(enrolment, 12)
    store.always = lambda _asked: Answer(400)
    forward(relay.pk)
    now = read(relay)
    assert (now.last_error, now.last_status, now.cursor) == (Trouble.REFUSES_ALL, 400, None)
    assert refused(relay) == []
    store.always = lambda _asked: None
    again(relay)
    assert list(store.kept) == ids


def test_trouble_among_refusals_notes_none_too_many(relay, store, enrolment):
    ids = complete(enrolment, 4)
    store.then(
        Answer(400), lambda _asked: None, Answer(400), Answer(503)
    )  # the batch, then one by one: taken, refused, trouble
    forward(relay.pk)
    assert refused(relay) == [(ids[1], 400)]
    again(relay)
    assert list(store.kept) == [ids[0], ids[2], ids[3]]


def test_what_is_too_much_at_once_is_sent_in_halves(relay, store, enrolment):
    ids = complete(enrolment, 7)
    store.largest = 2
    forward(relay.pk)
    assert list(store.kept) == ids
    assert refused(relay) == []


def test_one_that_is_too_large_by_itself_is_refused(relay, store, enrolment):
    (told,) = complete(enrolment, 1)
    store.largest = 0
    forward(relay.pk)
    assert refused(relay) == [(told, 413)]


def test_the_refused_may_be_sent_once_more(relay, store, enrolment):
    ids = complete(enrolment, 4)
    store.always = refusing(ids[0], ids[2])
    forward(relay.pk)
    store.always = refusing(ids[2], status=422)
    change(relay, retries_refused=True)
    forward(relay.pk)
    assert refused(relay) == [(ids[2], 422)]
    assert set(store.kept) == {ids[0], ids[1], ids[3]}
    assert not read(relay).retries_refused


def test_trouble_leaves_the_refused_for_the_next_time(relay, store, enrolment):
    ids = complete(enrolment, 2)
    store.always = refusing(ids[0])
    forward(relay.pk)
    change(relay, retries_refused=True)
    store.always = lambda _asked: Answer(503)
    forward(relay.pk)
    assert read(relay).retries_refused
    assert refused(relay) == [(ids[0], 400)]
    store.always = lambda _asked: None
    again(relay)
    assert refused(relay) == []


def test_a_refusal_goes_with_its_statement(relay, store, enrolment):
    (told,) = complete(enrolment, 1)
    store.always = refusing(told)
    forward(relay.pk)
    enrolment.delete()
    assert refused(relay) == []
