"""DESIGN 6 (3): folding what is pending into the stored progress."""

import random
import uuid
from dataclasses import replace

import pytest
from django.core.management import CommandError, call_command

from tests import trees
from tests.tracking import factories
from tests.tracking.progress.recorded import at, progress_of, record, whole_course
from tracking.models import Certificate, PendingFold, Progress
from tracking.progress import projection, tasks
from tracking.progress.projection import completion_of, difference, fold_pending, project, rebuild
from tracking.xapi import iris
from tracking.xapi.statements import Draft, completion_id

pytestmark = pytest.mark.django_db


def test_a_task_folds_what_is_pending_and_leaves_nothing_pending():
    enrolment = record(factories.bare_enrolment(), *whole_course()[:3])
    tasks.fold_enrolment(str(enrolment.pk))
    progress = progress_of(enrolment)
    assert not enrolment.pending.exists()
    assert progress.percent == 33
    assert (progress.started_at, progress.last_activity_at, progress.completed_at) == (at(0), at(2), None)


def test_a_task_that_finds_nothing_pending_does_nothing(django_assert_num_queries):
    enrolment = factories.bare_enrolment()
    with django_assert_num_queries(1):
        tasks.fold_enrolment(str(enrolment.pk))
    assert not Progress.objects.for_municipality(enrolment.municipality).exists()


def test_a_task_whose_enrolment_is_erased_does_nothing():
    enrolment = record(factories.bare_enrolment(), *whole_course())
    key = str(enrolment.pk)
    enrolment.delete()
    tasks.fold_enrolment(key)
    assert not PendingFold.objects.unscoped(reason="a test").exists()


def test_exactly_what_was_folded_stops_being_pending(monkeypatch):
    """A statement that arrives while a worker folds is older or newer than others: it stays pending all the same."""
    enrolment = record(factories.bare_enrolment(), Draft("completed", "lesson-1", at(5)))
    arriving = [Draft("completed", "lesson-2", at(1))]
    columns = projection._columns

    def meanwhile(*args):
        if arriving:
            record(enrolment, arriving.pop())
        return columns(*args)

    monkeypatch.setattr(projection, "_columns", meanwhile)
    fold_pending(enrolment)
    (left,) = enrolment.pending.all()
    assert left.statement.timestamp == at(1)
    assert "lesson-2" not in progress_of(enrolment).state["nodes"]
    fold_pending(enrolment)
    assert progress_of(enrolment).state["nodes"]["lesson-2"]["done"]


def test_a_fold_that_fails_leaves_everything_pending(monkeypatch):
    enrolment = record(factories.bare_enrolment(), *whole_course())

    def fail(*args):
        raise RuntimeError("the power went")

    monkeypatch.setattr(projection, "_columns", fail)
    with pytest.raises(RuntimeError):
        fold_pending(enrolment)
    assert enrolment.pending.count() == len(whole_course())
    assert not enrolment.statements.filter(statement_id=completion_id(enrolment.pk)).exists()
    monkeypatch.undo()
    fold_pending(enrolment)
    assert progress_of(enrolment).completed_at == at(5)


@pytest.mark.parametrize("seed", range(5))
def test_progress_is_the_same_in_whatever_order_and_batches_statements_come(seed):
    """Doubled, dropped and sent again, too; what the fold makes of it is tested with more (``test_fold``)."""
    chance = random.Random(seed)
    release = factories.bare_release()
    drafts = [replace(draft, statement_id=uuid.uuid4()) for draft in whole_course()]
    orderly = record(factories.bare_enrolment(release), *drafts)
    fold_pending(orderly)
    messy = factories.bare_enrolment(release, of=factories.municipality("202"))
    arriving, dropped = [*drafts, *chance.choices(drafts, k=4)], chance.choice(drafts)
    chance.shuffle(arriving)
    arriving = [draft for draft in arriving if draft is not dropped]
    for draft in [*arriving, dropped]:
        record(messy, draft)
        if chance.random() < 0.5:
            fold_pending(messy)
    fold_pending(messy)
    first, second = progress_of(orderly), progress_of(messy)
    for name in ("percent", "started_at", "last_activity_at", "completed_at"):
        assert getattr(first, name) == getattr(second, name), name
    assert first.state["nodes"] == second.state["nodes"]
    assert messy.statements.count() == orderly.statements.count()


def test_meeting_the_criterion_is_recorded_once_with_what_applied(completions, django_capture_on_commit_callbacks):
    enrolment = factories.bare_enrolment(settings={"pass_mark": 75})
    with django_capture_on_commit_callbacks(execute=True):
        fold_pending(record(enrolment, *whole_course()))
        rebuild(enrolment)
        project(enrolment)
    statement = completion_of(enrolment)
    extensions = statement.raw["context"]["extensions"]
    assert statement.timestamp == at(5)
    assert statement.disclosure == "completion"
    assert extensions[iris.extension("version")] == enrolment.release.number
    assert extensions[iris.extension("bestaagraense")] == 75
    assert extensions[iris.extension("kriterium")]["required"] == ["lesson-1", "lesson-2"]
    assert completions == [(enrolment, statement)]
    assert enrolment.statements.filter(object_id=statement.object_id).count() == 1


def test_a_completion_stands_when_its_release_is_left_for_one_with_more_to_do():
    enrolment = factories.bare_enrolment()
    fold_pending(record(enrolment, *whole_course()))
    more = factories.bare_tree()
    more["children"]["modules"][0]["children"]["pages"].append(trees.lesson(id_="lesson-4"))
    enrolment.release = factories.bare_release(more, of=enrolment.course)
    enrolment.save()
    project(enrolment)
    progress = progress_of(enrolment)
    assert (progress.percent, progress.completed_at) == (75, at(5))
    assert progress.state["completion"]["release"] == 1


def test_a_statement_that_comes_after_the_completion_does_not_move_it():
    enrolment = factories.bare_enrolment()
    fold_pending(record(enrolment, *whole_course()))
    fold_pending(record(enrolment, Draft("passed", "test", at(1), score=1.0, pass_mark=70)))
    assert progress_of(enrolment).completed_at == at(5)
    assert difference(enrolment) == ()


def test_the_best_score_counts_and_a_childs_is_never_its_parents():
    enrolment = factories.bare_enrolment()
    content = "practice?subContentId=4e7a0ba8-7d0a-4d2f-8f4c-9c1c3a5c7b11"
    record(
        enrolment,
        Draft("answered", "practice", at(1), score=0.9),
        Draft("answered", content, at(2), parent="practice", score=1.0),
        Draft("answered", "practice", at(3), score=0.2),
    )
    fold_pending(enrolment)
    nodes = progress_of(enrolment).state["nodes"]
    assert (nodes["practice"]["score"], nodes[content]["score"]) == (0.9, 1.0)


def test_a_row_of_progress_that_was_lost_is_rebuilt_from_the_record():
    enrolment = factories.bare_enrolment()
    fold_pending(record(enrolment, *whole_course()))
    before = progress_of(enrolment)
    before.delete()
    fold_pending(record(enrolment, Draft("experienced", "lesson-1", at(9))))
    assert progress_of(enrolment).completed_at == before.completed_at


def test_rebuilding_changes_nothing_when_everything_is_folded(capsys):
    enrolment = factories.bare_enrolment()
    fold_pending(record(enrolment, *whole_course()))
    before = progress_of(enrolment)
    call_command("rebuild_progress", "--dry-run")
    call_command("rebuild_progress", municipality=enrolment.municipality.code)
    after = progress_of(enrolment)
    assert (after.state, after.percent, after.completed_at) == (before.state, before.percent, before.completed_at)


def test_rebuilding_says_what_it_would_change_and_changes_it(capsys):
    enrolment = factories.bare_enrolment()
    fold_pending(record(enrolment, *whole_course()))
    wrong = progress_of(enrolment)
    wrong.state["nodes"].pop("lesson-1")
    wrong.percent = 1
    wrong.save()
    with pytest.raises(CommandError) as error:
        call_command("rebuild_progress", "--dry-run")
    assert error.value.returncode == 1
    assert f"{enrolment.pk}: nodes, percent" in capsys.readouterr().out
    assert progress_of(enrolment).percent == 1
    call_command("rebuild_progress", enrolment=str(enrolment.pk))
    assert progress_of(enrolment).percent == 100
    call_command("rebuild_progress", "--dry-run")


def test_rebuilding_takes_nothing_from_who_began_before_the_oldest_statement_kept():
    """Retention deletes old statements; what they added up to stays."""
    enrolment = factories.bare_enrolment()
    fold_pending(record(enrolment, *whole_course()))
    enrolment.statements.filter(timestamp__lt=at(9)).delete()
    assert difference(enrolment) == ()
    rebuild(enrolment)
    assert progress_of(enrolment).completed_at == at(5)
    enrolment.statements.all().delete()
    rebuild(enrolment)
    assert progress_of(enrolment).percent == 100


def test_what_is_only_pending_is_no_difference():
    enrolment = record(factories.bare_enrolment(), *whole_course()[:3])
    assert difference(enrolment) == ()
    fold_pending(enrolment)
    record(enrolment, *whole_course()[3:])
    assert difference(enrolment) == ()


@pytest.mark.parametrize(
    "wrong", [{"municipality": "999"}, {"enrolment": "?"}, {"enrolment": "6f1e9a8e-0000-4000-8000-000000000000"}]
)
def test_rebuilding_nothing_in_particular_is_refused(wrong):
    with pytest.raises(CommandError):
        call_command("rebuild_progress", **wrong)


def test_the_sweep_asks_for_what_has_been_pending_too_long(monkeypatch):
    asked = []
    monkeypatch.setattr(tasks, "enqueue_fold", lambda key: asked.append(key) or True)
    release = factories.bare_release()
    old, _fresh = (record(factories.bare_enrolment(release), *whole_course()) for _ in range(2))
    old.pending.update(created_at=at(0))
    assert tasks.sweep_pending() == 1
    assert asked == [old.pk]


def test_a_completion_without_a_certificate_is_told_again(completions):
    release = factories.bare_release()
    certified, forgotten = (factories.bare_enrolment(release) for _ in range(2))
    for enrolment in (certified, forgotten):
        fold_pending(record(enrolment, *whole_course()))
    Certificate.objects.create(enrolment=certified, name="Kirsten", course_title="Kursus", completed_at=at(5))
    assert tasks.announce_completions() == 1
    assert completions == [(forgotten, completion_of(forgotten))]


def test_statements_from_elsewhere_are_never_folded():
    enrolment = record(factories.bare_enrolment(), *whole_course()[:1])
    (statement,) = enrolment.statements.all()
    enrolment.pending.all().delete()
    statement.enrolment = None
    statement.save()
    assert difference(enrolment) == ()
    rebuild(enrolment)
    assert progress_of(enrolment).state["nodes"] == {}


def test_a_statement_that_cannot_be_read_does_not_stop_the_others(caplog):
    enrolment = record(factories.bare_enrolment(), *whole_course())
    statement = enrolment.statements.first()
    statement.raw["verb"] = {"id": "http://example.org/verbs/yodelled"}
    statement.save()
    fold_pending(enrolment)
    assert progress_of(enrolment).percent == 100
    assert str(statement.statement_id) in caplog.text
