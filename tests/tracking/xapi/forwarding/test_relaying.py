"""From the record to a municipality's own store: everything, in order, once; and what is done when it will not."""

from __future__ import annotations

import threading
import uuid
from datetime import timedelta

import pytest
from django.utils import timezone

from elearning.municipalities.outside.http import Limits
from tests.tracking import factories
from tests.tracking.xapi.forwarding.conftest import change, complete, completed, read, relay_to
from tests.tracking.xapi.forwarding.store import Answer, refusing, running
from tests.tracking.xapi.resources.calls import a_statement
from tests.tracking.xapi.systems import System, credential
from tracking.actions.record import RecordStatements
from tracking.models import Enrolment, RefusedStatement, Relay, Statement
from tracking.xapi.forwarding import claiming, relaying, sending, tasks
from tracking.xapi.forwarding.answers import Trouble
from tracking.xapi.forwarding.claiming import Claim
from tracking.xapi.forwarding.relaying import forward
from tracking.xapi.forwarding.sending import post
from tracking.xapi.statements import Draft

pytestmark = pytest.mark.django_db


def refused(relay):
    found = RefusedStatement.objects.for_municipality(relay.municipality).order_by("statement")
    return [(str(one.statement.statement_id), one.status) for one in found.select_related("statement")]


def again(relay):
    """The wait is over."""
    change(relay, next_try_at=None)
    return forward(relay.pk)


class TestWhatIsSent:
    def test_everything_in_the_order_of_its_storing_and_once(self, relay, store, enrolment, monkeypatch):
        monkeypatch.setattr(relaying, "BATCH", 3)
        ids = complete(enrolment, 8)
        assert forward(relay.pk)
        assert store.posted == [ids[:3], ids[3:6], ids[6:]]
        assert list(store.kept) == ids
        assert forward(relay.pk)
        assert len(store.posted) == 3
        more = complete(enrolment, 1)
        forward(relay.pk)
        assert store.posted[3:] == [more]

    def test_statements_of_one_moment_are_not_split_apart_by_the_cursor(self, relay, store, enrolment, monkeypatch):
        monkeypatch.setattr(relaying, "BATCH", 2)
        drafts = [Draft("completed", node, statement_id=uuid.uuid4()) for node in ("lesson-1", "lesson-2", "lesson-3")]
        RecordStatements(enrolment, drafts).execute()
        assert len(set(Statement.objects.for_municipality(enrolment.municipality).values_list("stored"))) == 1
        forward(relay.pk)
        assert list(store.kept) == [str(draft.statement_id) for draft in drafts]

    def test_completions_only_never_answers_and_scores(self, relay, store, enrolment):
        drafts = [
            Draft("answered", "practice", success=True, score=1.0),
            Draft("experienced", "reflection"),
            Draft("passed", "test", score=0.9, success=True),
        ]
        RecordStatements(enrolment, drafts).execute()
        told = completed(enrolment)
        forward(relay.pk)
        own = Statement.objects.for_municipality(enrolment.municipality).filter(disclosure="completion")
        assert told in store.kept
        assert set(store.kept) == {str(it) for it in own.values_list("statement_id", flat=True)}
        assert "score" not in str(list(store.kept.values()))

    def test_of_its_own_municipality_and_never_what_another_system_has_stored(self, relay, store, enrolment):
        other = factories.bare_enrolment(of=factories.municipality("999"))
        completed(other)
        system = System(credential(enrolment.municipality))
        assert system.post("statements", body=a_statement()).status_code == 200
        told = completed(enrolment)
        forward(relay.pk)
        assert list(store.kept) == [told]
        with running() as elsewhere:
            forward(relay_to(elsewhere, other.municipality).pk)
            assert told not in elsewhere.kept
            assert len(elsewhere.kept) == 1

    @pytest.mark.parametrize(("version", "inside"), [("1.0.3", "1.0.0"), ("2.0.0", "2.0.0")])
    def test_it_is_well_formed_in_the_version_that_was_chosen(self, relay, store, enrolment, version, inside):
        change(relay, version=version)
        ids = complete(enrolment, 2)
        forward(relay.pk)
        (asked,) = store.asked
        assert asked.headers["X-Experience-API-Version"] == version
        assert {one["version"] for one in asked.body} == {inside}
        assert not {"authority", "stored"} & set(asked.body[0])
        # As strict a store as there is takes it, and gives it back.
        ours = System(credential(factories.municipality("777")), version=version)
        assert ours.post("statements", body=asked.body).json() == ids
        found = ours.get("statements", {"statementId": ids[0]}).json()
        assert found["actor"] == asked.body[0]["actor"]
        assert found["timestamp"] == asked.body[0]["timestamp"]

    def test_an_erased_learners_statements_are_not(self, relay, store, enrolment):
        gone = factories.bare_enrolment(enrolment.release)
        completed(gone)
        told = completed(enrolment)
        gone.delete()
        forward(relay.pk)
        assert list(store.kept) == [told]

    def test_one_erased_while_the_batch_is_sent_singly_is_not_sent_again(self, relay, store, enrolment, monkeypatch):
        gone = factories.bare_enrolment(enrolment.release)
        first, erased = completed(enrolment), completed(gone)
        store.then(Answer(400))

        def erasing(relay, statements):
            outcome = post(relay, statements)
            Enrolment.objects.unscoped(reason="a test's own").filter(pk=gone.pk).delete()
            return outcome

        monkeypatch.setattr(relaying, "post", erasing)
        forward(relay.pk)
        assert store.posted == [[first, erased], [first]]


class TestTrouble:
    @pytest.mark.parametrize(
        ("answer", "trouble"),
        [
            (Answer(401), Trouble.SIGN_IN),
            (Answer(403), Trouble.FORBIDDEN),
            (Answer(404), Trouble.NOT_THERE),
            (Answer(429), Trouble.TOO_MANY),
            (Answer(500), Trouble.BROKEN),
            (Answer(200, b"<html>Log ind</html>"), Trouble.NO_STORE),
            (Answer(302, headers={"Location": "http://169.254.169.254/latest/"}), Trouble.REDIRECTED),
            (Answer(200, b"[" + b'"x",' * 400_000), Trouble.NO_STORE),
        ],
        ids=lambda it: str(getattr(it, "status", it)),
    )
    def test_nothing_is_passed_over_and_it_is_tried_later(self, relay, store, enrolment, answer, trouble):
        ids = complete(enrolment, 2)
        store.then(answer)
        before = timezone.now()
        forward(relay.pk)
        now = read(relay)
        assert (now.last_error, now.failures, now.cursor) == (trouble, 1, None)
        assert before + timedelta(minutes=1) <= now.next_try_at <= timezone.now() + timedelta(minutes=1.25)
        assert not forward(relay.pk)
        assert len(store.asked) == 1
        again(relay)
        assert list(store.kept) == ids
        now = read(relay)
        assert (now.last_error, now.failures, now.next_try_at) == ("", 0, None)
        assert now.last_success_at
        assert refused(relay) == []

    def test_each_failure_in_a_row_doubles_the_wait(self, relay, store, enrolment):
        completed(enrolment)
        store.always = lambda _asked: Answer(503)
        waits = []
        for _ in range(3):
            again(relay)
            waits.append((read(relay).next_try_at - timezone.now()).total_seconds() / 60)
        assert all(most * 0.9 < it <= most * 1.25 for it, most in zip(waits, (1, 2, 4), strict=True))

    def test_a_store_that_asks_for_time_gets_it(self, relay, store, enrolment):
        completed(enrolment)
        store.then(Answer(429, headers={"Retry-After": "1800"}))
        forward(relay.pk)
        assert read(relay).next_try_at >= timezone.now() + timedelta(minutes=29)

    def test_nobody_there(self, relay, enrolment):
        completed(enrolment)
        change(relay, endpoint="http://127.0.0.1:9/")
        forward(relay.pk)
        assert read(relay).last_error == Trouble.UNREACHABLE

    def test_one_who_never_answers_is_not_waited_for_and_what_it_kept_is_known_again(
        self, relay, store, enrolment, monkeypatch
    ):
        ids = complete(enrolment, 2)
        gone = threading.Event()

        def keep_and_say_nothing(asked):
            store.kept |= {one["id"]: one for one in asked.body}
            gone.wait(30)

        store.then(keep_and_say_nothing)
        with monkeypatch.context() as impatient:
            impatient.setattr(sending, "PATIENT", Limits(read=0.3))
            forward(relay.pk)
        gone.set()
        assert read(relay).last_error == Trouble.UNREACHABLE
        again(relay)
        assert list(store.kept) == ids
        assert (read(relay).failures, refused(relay)) == (0, [])

    def test_an_address_within_our_own_network_is_not_asked(self, relay, store, enrolment, settings):
        settings.HYLDEFRI_PROVIDERS_ON_THIS_MACHINE = False
        completed(enrolment)
        forward(relay.pk)
        assert read(relay).last_error == Trouble.NOT_ALLOWED
        change(relay, endpoint=store.address.replace("http:", "https:"))
        again(relay)
        assert read(relay).last_error == Trouble.UNREACHABLE
        assert store.asked == []

    def test_a_secret_that_cannot_be_read_is_not_guessed_at(self, relay, store, enrolment):
        completed(enrolment)
        change(relay, encrypted_secret="x")
        forward(relay.pk)
        assert read(relay).last_error == Trouble.SECRET
        assert store.asked == []

    def test_what_was_sent_before_the_trouble_stays_sent(self, relay, store, enrolment, monkeypatch):
        monkeypatch.setattr(relaying, "BATCH", 2)
        ids = complete(enrolment, 4)
        store.then(lambda _asked: None, Answer(500))
        forward(relay.pk)
        again(relay)
        assert store.posted == [ids[:2], ids[2:], ids[2:]]


class TestRefusals:
    def test_one_that_is_refused_is_noted_and_the_others_go_on_in_order(self, relay, store, enrolment):
        ids = complete(enrolment, 4)
        store.always = refusing(ids[1], said=b"wrong\0verb")
        forward(relay.pk)
        assert list(store.kept) == [ids[0], ids[2], ids[3]]
        assert refused(relay) == [(ids[1], 400)]
        assert RefusedStatement.objects.for_municipality(relay.municipality).get().said == "wrong verb"
        forward(relay.pk)
        assert store.posted[-1] == [ids[3]]

    def test_the_last_one_too(self, relay, store, enrolment):
        ids = complete(enrolment, 3)
        store.always = refusing(ids[2], status=422)
        forward(relay.pk)
        assert refused(relay) == [(ids[2], 422)]
        asked = len(store.asked)
        forward(relay.pk)
        assert len(store.asked) == asked

    def test_a_single_one_by_itself(self, relay, store, enrolment):
        (told,) = complete(enrolment, 1)
        store.always = refusing(told)
        forward(relay.pk)
        assert refused(relay) == [(told, 400)]
        assert read(relay).failures == 0

    def test_one_that_is_there_already_is_done(self, relay, store, enrolment):
        ids = complete(enrolment, 3)
        store.kept[ids[1]] = {"id": ids[1], "something": "else"}
        forward(relay.pk)
        assert set(store.kept) == set(ids)
        assert refused(relay) == []
        assert store.posted == [ids, [ids[0]], [ids[1]], [ids[2]]]

    def test_a_store_that_takes_none_of_many_is_the_matter_itself(self, relay, store, enrolment):
        ids = complete(enrolment, 12)
        store.always = lambda _asked: Answer(400)
        forward(relay.pk)
        now = read(relay)
        assert (now.last_error, now.last_status, now.cursor) == (Trouble.REFUSES_ALL, 400, None)
        assert refused(relay) == []
        store.always = lambda _asked: None
        again(relay)
        assert list(store.kept) == ids

    def test_trouble_among_refusals_notes_none_too_many(self, relay, store, enrolment):
        ids = complete(enrolment, 4)
        store.then(
            Answer(400), lambda _asked: None, Answer(400), Answer(503)
        )  # the batch, then one by one: taken, refused, trouble
        forward(relay.pk)
        assert refused(relay) == [(ids[1], 400)]
        again(relay)
        assert list(store.kept) == [ids[0], ids[2], ids[3]]

    def test_what_is_too_much_at_once_is_sent_in_halves(self, relay, store, enrolment):
        ids = complete(enrolment, 7)
        store.largest = 2
        forward(relay.pk)
        assert list(store.kept) == ids
        assert refused(relay) == []

    def test_one_that_is_too_large_by_itself_is_refused(self, relay, store, enrolment):
        (told,) = complete(enrolment, 1)
        store.largest = 0
        forward(relay.pk)
        assert refused(relay) == [(told, 413)]

    def test_the_refused_may_be_sent_once_more(self, relay, store, enrolment):
        ids = complete(enrolment, 4)
        store.always = refusing(ids[0], ids[2])
        forward(relay.pk)
        store.always = refusing(ids[2], status=422)
        change(relay, retries_refused=True)
        forward(relay.pk)
        assert refused(relay) == [(ids[2], 422)]
        assert set(store.kept) == {ids[0], ids[1], ids[3]}
        assert not read(relay).retries_refused

    def test_trouble_leaves_the_refused_for_the_next_time(self, relay, store, enrolment):
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

    def test_a_refusal_goes_with_its_statement(self, relay, store, enrolment):
        (told,) = complete(enrolment, 1)
        store.always = refusing(told)
        forward(relay.pk)
        enrolment.delete()
        assert refused(relay) == []


class TestWorkers:
    def test_one_killed_after_the_answer_sends_the_batch_again_and_nothing_is_lost_or_doubled(
        self, relay, store, enrolment, monkeypatch
    ):
        monkeypatch.setattr(relaying, "BATCH", 2)
        ids = complete(enrolment, 4)

        class Killed(BaseException): ...

        def killed(*_, **__):
            raise Killed

        with monkeypatch.context() as dying:
            dying.setattr(Claim, "advance", killed)
            dying.setattr(Claim, "release", lambda _self: None)
            with pytest.raises(Killed):
                forward(relay.pk)
        assert store.posted == [ids[:2]]
        assert not forward(relay.pk), "somebody seems to be at it still"
        change(relay, claimed_until=timezone.now() - timedelta(seconds=1))
        assert forward(relay.pk)
        assert store.posted == [ids[:2], ids[:2], ids[2:]]
        assert list(store.kept) == ids

    def test_while_one_is_at_it_another_is_not(self, relay, store, enrolment):
        completed(enrolment)
        claim = Claim.take(relay.pk)
        assert not forward(relay.pk)
        assert store.asked == []
        claim.release()
        assert forward(relay.pk)

    def test_one_who_has_lost_the_relay_writes_nothing(self, relay, store, enrolment):
        completed(enrolment)
        claim = Claim.take(relay.pk)
        change(relay, claim="", claimed_until=None, cursor_stored=None)
        with pytest.raises(claiming.Lost):
            claim.advance((timezone.now(), 1), stored=[], refused={})
        with pytest.raises(claiming.Lost):
            claim.reach(timezone.now(), read(relay))
        assert read(relay).cursor is None

    def test_a_relay_that_is_off_sends_nothing_and_keeps_its_place(self, relay, store, enrolment):
        completed(enrolment)
        forward(relay.pk)
        place = read(relay).cursor
        change(relay, enabled=False)
        more = complete(enrolment, 2)
        assert not forward(relay.pk)
        assert read(relay).cursor == place
        change(relay, enabled=True)
        forward(relay.pk)
        assert store.posted[1:] == [more]

    def test_a_turn_ends_when_its_time_is_up_and_the_next_goes_on(self, relay, store, enrolment, monkeypatch):
        monkeypatch.setattr(relaying, "BATCH", 1)
        ids = complete(enrolment, 3)
        times = iter([0.0, 1.0, 500.0])
        with monkeypatch.context() as clock:
            clock.setattr(relaying, "monotonic", lambda: next(times))
            forward(relay.pk)
        assert list(store.kept) == ids[:1]
        forward(relay.pk)
        assert list(store.kept) == ids

    def test_beat_asks_for_those_that_are_due(self, relay, store, enrolment, monkeypatch):
        relay_to(store, factories.municipality("998"), enabled=False)
        relay_to(store, factories.municipality("997"), next_try_at=timezone.now() + timedelta(hours=1))
        relay_to(store, factories.municipality("996"), claimed_until=timezone.now() + timedelta(minutes=1))
        asked = []
        monkeypatch.setattr(tasks.forward_relay, "apply_async", lambda message, **_: asked.append(message))
        assert tasks.forward_all() == 1
        assert asked == [(relay.pk,)]

    def test_nothing_new_costs_no_request_and_few_queries(self, relay, store, enrolment, django_assert_max_num_queries):
        complete(enrolment, 2)
        forward(relay.pk)
        asked = len(store.asked)
        with django_assert_max_num_queries(10):
            forward(relay.pk)
        assert len(store.asked) == asked


def test_relays_are_reached_by_municipality():
    from elearning.municipalities.scoping import UnscopedQuery

    for model in (Relay, RefusedStatement):
        with pytest.raises(UnscopedQuery):
            list(model.objects.all())
