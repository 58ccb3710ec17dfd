"""From the record to a municipality's own store: everything, in order, once; and what is done when it will not."""

from __future__ import annotations

import threading
import uuid
from datetime import timedelta

import pytest
from django.utils import timezone

from elearning.municipalities.outside.http import Limits
from tests.tracking import factories
from tests.tracking.xapi.forwarding.conftest import again, change, complete, completed, read, refused, relay_to
from tests.tracking.xapi.forwarding.store import Answer, running
from tests.tracking.xapi.resources.calls import a_statement
from tests.tracking.xapi.systems import System, credential
from tracking.actions.record import RecordStatements
from tracking.models import Enrolment, Statement
from tracking.xapi.forwarding import relaying, sending
from tracking.xapi.forwarding.answers import Trouble
from tracking.xapi.forwarding.relaying import forward
from tracking.xapi.forwarding.sending import post
from tracking.xapi.statements import Draft

pytestmark = pytest.mark.django_db


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
