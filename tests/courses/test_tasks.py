"""A release on its way to the municipalities, by tasks that may run twice, late or in vain."""

from datetime import timedelta

import pytest
from django.core import mail
from django.utils import timezone

from courses import tasks
from courses.actions.apply_update import ApplyUpdate
from courses.actions.undo_update import UndoUpdate
from courses.models import Variant, VariantUpdate
from courses.signals import course_released
from courses.variants import queue
from courses.variants.mandatory import tell
from courses.variants.progress import State, spread, standings
from courses.variants.workbench import workbench_of
from elearning.municipalities.models import Membership, Municipality
from tests.courses.factories import make_variant, node_id
from tests.courses.variants.updating import (
    field,
    fresh,
    member,
    municipality,
    planned,
    release,
    rewrite,
    text,
    workbench,
)

POLICY = Municipality.UpdatePolicy


@pytest.fixture
def asked(monkeypatch):
    """What is asked of the broker, which takes it all; ``run`` does it, here and now."""
    waiting = []

    def take(task, *arguments):
        waiting.append((task, arguments))
        return True

    monkeypatch.setattr(tasks, "enqueue", take)
    return waiting


def run(asked):
    while asked:
        task, arguments = asked.pop(0)
        task(*arguments)


def state_of(variant):
    by_municipality = {row.municipality.pk: row.state for row in standings(fresh(variant).upstream)}
    return by_municipality[variant.municipality_id]


def updates(variant):
    return VariantUpdate.objects.unscoped(reason="a test").filter(variant=variant)


def test_each_municipality_is_met_as_it_has_decided(course, asked):
    at_once, asks, paused, disputed = (
        make_variant(course, municipality(policy)) for policy in (POLICY.APPLY, POLICY.ASK, POLICY.PAUSED, POLICY.APPLY)
    )
    rewrite(disputed.course, text("p1", "Vores egne ord."))
    new = release(course, text("p1", "Vi begynder nu."))

    assert tasks.fan_out(new.pk) == 3
    run(asked)

    assert state_of(at_once) == State.IN_DRAFT
    assert "nu" in workbench(at_once)[node_id("p1")]["fields"]["text"]
    assert state_of(asks) == State.WAITING
    assert state_of(paused) == State.PAUSED
    assert not updates(paused).exists()
    assert state_of(disputed) == State.CONFLICTS
    assert "egne" in workbench(disputed)[node_id("p1")]["fields"]["text"]
    figures = spread(course)
    assert (figures.total, figures.up_to_date, figures.conflicts, figures.waiting, figures.paused) == (4, 1, 1, 1, 1)


def test_every_task_may_run_twice(course, asked):
    variant = make_variant(course, municipality())
    new = release(course, text("p1", "Vi begynder nu."))
    tasks.fan_out(new.pk)
    run(asked)
    before = workbench_of(fresh(variant)).sha256

    tasks.fan_out(new.pk)
    tasks.plan_batch(new.pk, [variant.pk])
    assert tasks.apply_update(updates(variant).get().pk) is False
    tasks.sweep_updates()
    run(asked)

    assert updates(variant).get().status == VariantUpdate.Status.APPLIED
    assert workbench_of(fresh(variant)).sha256 == before


def test_an_older_release_leaves_the_field_to_the_newest(course, asked):
    variant = make_variant(course, municipality())
    older = release(course, text("p1", "Vi begynder nu."))
    release(course, field("l1", title="Kom i gang"))

    assert tasks.fan_out(older.pk) == 0
    assert asked == []
    assert fresh(variant).base_release.number == 1


def test_a_broker_that_was_down_at_the_release_is_caught_up_with(course, asked, dead_broker):
    variant = make_variant(course, municipality())
    new = release(course, text("p1", "Vi begynder nu."))
    course_released.send(sender=type(new), release=new)  # reaches nobody, and raises nothing

    assert state_of(variant) == State.BEHIND
    assert tasks.sweep_updates() == 1
    run(asked)
    assert fresh(variant).base_release == new
    assert tasks.sweep_updates() == 0


def test_a_broker_that_is_down_costs_no_time_and_no_error(dead_broker):
    assert queue.enqueue(tasks.fan_out, 1) is False
    assert queue.enqueue(tasks.fan_out, 1) is False


def test_a_release_of_a_course_that_nobody_has_tailored_asks_no_worker(course, monkeypatch):
    from courses import receivers

    new = release(course)
    monkeypatch.setattr(receivers, "enqueue", pytest.fail)
    course_released.send(sender=type(new), release=new)


def test_what_is_undone_is_not_taken_again_by_itself(course, asked):
    variant = make_variant(course, municipality())
    new = release(course, text("p1", "Vi begynder nu."))
    tasks.fan_out(new.pk)
    run(asked)
    UndoUpdate(updates(variant).get()).execute(skip_permission_checks=True)

    for _ in range(2):
        tasks.sweep_updates()
        run(asked)

    assert fresh(variant).base_release.number == 1
    assert state_of(variant) == State.UNDONE


def test_pages_that_changed_after_planning_are_looked_at_again(course, asked):
    variant = make_variant(course, municipality())
    new = release(course, text("p1", "Vi begynder nu."))
    tasks.plan_batch(new.pk, [variant.pk])
    rewrite(variant.course, text("p1", "Vores egne ord."))

    run(asked)

    assert updates(variant).get().conflicts == 1
    assert "egne" in workbench(variant)[node_id("p1")]["fields"]["text"]
    assert tasks.sweep_updates() == 0


def test_a_municipality_that_stops_pausing_is_caught_up_with(course, asked):
    variant = make_variant(course, municipality(POLICY.PAUSED))
    release(course, text("p1", "Vi begynder nu."))
    assert tasks.sweep_updates() == 0

    Municipality.objects.filter(pk=variant.municipality_id).update(update_policy=POLICY.APPLY)
    tasks.sweep_updates()
    run(asked)
    assert fresh(variant).base_release.number == 2


def test_a_worker_that_died_before_applying_is_caught_up_with(course, asked):
    variant = make_variant(course, municipality())
    new = release(course, text("p1", "Vi begynder nu."))
    tasks.plan_batch(new.pk, [variant.pk])
    asked.clear()

    assert tasks.sweep_updates() == 1
    run(asked)
    assert fresh(variant).base_release == new


def mandatory(course):
    return release(course, text("p1", "Vi begynder nu."), importance="mandatory")


def test_a_mandatory_release_is_told_of_reminded_of_and_never_forced(course, asked):
    variant = make_variant(course, municipality(POLICY.PAUSED))
    people = [member(variant), member(variant, Membership.Role.APPROVER)]
    member(variant, Membership.Role.FACILITATOR)
    new = mandatory(course)

    tasks.fan_out(new.pk)
    run(asked)
    assert {to for message in mail.outbox for to in message.to} == {person.email for person in people}
    assert "obligatorisk" in mail.outbox[0].subject
    assert f"/admin/hyldefri/tilpassede/{variant.pk}/opdatering/" in mail.outbox[0].body
    assert fresh(variant).base_release.number == 1
    assert spread(course).mandatory == 1

    assert tasks.remind_of_mandatory() == 0
    updates(variant).update(told_at=timezone.now() - timedelta(days=8))
    assert tasks.remind_of_mandatory() == 1
    run(asked)
    assert len(mail.outbox) == 4
    assert "Påmindelse" in mail.outbox[-1].subject


def test_nobody_is_told_twice_by_two_workers_or_of_what_goes_in_by_itself(course, asked):
    at_once = make_variant(course, municipality())
    asks = make_variant(course, municipality(POLICY.ASK))
    member(at_once)
    member(asks)
    new = mandatory(course)
    tasks.fan_out(new.pk)
    run(asked)

    assert tasks.tell_of_mandatory(updates(asks).get().pk) == 0
    assert len(mail.outbox) == 1


def test_a_mandatory_release_stays_so_when_another_follows(course, asked):
    variant = make_variant(course, municipality(POLICY.PAUSED))
    mandatory(course)
    newest = release(course, field("l1", title="Kom i gang"))

    assert tasks.fan_out(newest.pk) == 1
    run(asked)
    assert updates(variant).get().target_release == newest
    (row,) = standings(course, now=timezone.now() + timedelta(days=15))
    assert (row.mandatory, row.overdue) == (True, True)


def test_an_address_that_fails_is_tried_again(course, asked, monkeypatch):
    variant = make_variant(course, municipality(POLICY.ASK))
    member(variant)
    mandatory(course)
    update = planned(variant)

    monkeypatch.setattr("django.core.mail.EmailMessage.send", _refused)
    with pytest.raises(ConnectionError):
        tell(update.pk)
    assert updates(variant).get().told_at is None


def _refused(*_args, **_kwargs):
    raise ConnectionRefusedError


def test_many_are_planned_in_batches(course, asked, monkeypatch):
    monkeypatch.setattr(tasks, "BATCH", 2)
    for _ in range(5):
        make_variant(course, municipality())
    new = release(course, text("p1", "Vi begynder nu."))

    tasks.fan_out(new.pk)

    assert [len(arguments[1]) for _task, arguments in asked] == [2, 2, 1]
    run(asked)
    every = Variant.objects.unscoped(reason="a test")
    assert set(every.values_list("base_release__number", flat=True)) == {2}


def test_an_update_somebody_took_is_no_longer_the_workers(course, asked):
    variant = make_variant(course, municipality())
    release(course, text("p1", "Vi begynder nu."))
    update = planned(variant)
    ApplyUpdate(update).execute(skip_permission_checks=True)

    assert tasks.apply_update(update.pk) is False
    assert updates(variant).get().automatic is False
    assert tasks.apply_update(0) is False
