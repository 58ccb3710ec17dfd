"""DESIGN 6 (4): a learner always sees her own last step."""

import pytest
from django.db import connection

from elearning.municipalities.models import Membership
from tests import trees
from tests.tracking import factories
from tests.tracking.progress.recorded import record
from tracking.models import Progress
from tracking.progress.projection import fold_pending
from tracking.progress.selectors import criterion_of, current_state, current_summary
from tracking.xapi.statements import Draft

pytestmark = pytest.mark.django_db


def test_what_is_pending_shows_before_any_worker_has_run(django_assert_num_queries):
    enrolment = record(factories.bare_enrolment(), Draft("completed", "lesson-1"))
    fold_pending(enrolment)
    record(enrolment, Draft("completed", "lesson-2"))
    with django_assert_num_queries(2):
        state = current_state(enrolment)
    assert state["last"]["node"] == "lesson-2"
    assert current_summary(enrolment).done == {"lesson-1", "lesson-2"}


def test_reading_changes_nothing():
    enrolment = record(factories.bare_enrolment(), Draft("completed", "lesson-1"))
    current_summary(enrolment)
    assert enrolment.pending.count() == 1
    assert not Progress.objects.for_municipality(enrolment.municipality).exists()


def test_who_has_done_nothing_has_nothing_done():
    summary = current_summary(factories.bare_enrolment())
    assert (summary.percent, summary.total, summary.complete, summary.ripe) == (0, 3, False, False)


def test_a_step_shows_even_if_a_worker_folds_it_in_the_middle_of_the_reading():
    enrolment = record(factories.bare_enrolment(), Draft("completed", "lesson-1"))
    queries = []

    def folding_before_the_second(execute, sql, *args):
        queries.append(sql)
        if len(queries) == 2:
            fold_pending(enrolment)
        return execute(sql, *args)

    with connection.execute_wrapper(folding_before_the_second):
        state = current_state(enrolment)
    assert state["nodes"]["lesson-1"]["done"]
    assert not enrolment.pending.exists()


def test_the_criterion_is_the_releases_with_the_pass_mark_that_applied_at_the_start(django_assert_num_queries):
    release = factories.bare_release(factories.bare_tree(pass_mark=70))
    plain, own = factories.bare_enrolment(release), factories.bare_enrolment(release, settings={"pass_mark": 80})
    assert criterion_of(plain).required == ("lesson-1", "lesson-2")
    assert (criterion_of(plain).pass_mark, criterion_of(own).pass_mark) == (70, 80)
    with django_assert_num_queries(0):
        criterion_of(plain)


def test_a_final_test_for_some_only_counts_for_those():
    tree = trees.course(
        trees.module(
            trees.lesson(id_="lesson-1"),
            trees.lesson(trees.block("final_test", "test", audience=["top"]), id_="lesson-2", required=False),
        )
    )
    release = factories.bare_release(tree)
    head, chief, nobody = (
        factories.bare_enrolment(release, user=factories.learner(level=level)) for level in ("head", "top", "")
    )
    for enrolment in (head, chief):
        enrolment.municipality = Membership.objects.for_user(enrolment.user).get().municipality
    assert [criterion_of(enrolment).test for enrolment in (head, chief, nobody)] == [None, "test", None]
