"""The designer's figures of H5P activities and their parts."""

from __future__ import annotations

import tempfile
import uuid
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st
from wagtail.models import Collection

from courses.actions.approve_h5p_library import ApproveH5PLibrary
from courses.actions.import_h5p import ImportH5P
from courses.actions.set_up_groups import SetUpGroups
from courses.demo.packages import TWO_QUESTIONS, packed
from courses.models import H5PActivity
from elearning.accounts import retention
from elearning.accounts.actions.delete_account import DeleteAccount
from elearning.accounts.models import User
from tests.factories import MunicipalityFactory, UserFactory
from tests.tracking import factories
from tests.tracking.examinees import signed_in
from tests.tracking.h5p.building import Playing, tree_with
from tests.worlds import world
from tracking.actions.record_h5p import MOST_PARTS, RecordH5P
from tracking.actions.save_h5p_state import BeginH5PAnew
from tracking.h5p.reading import Result
from tracking.models import H5PAttempt, H5PItemAggregate, Statement
from tracking.reports.h5p_counts import Counts, figures, of_attempt, one
from tracking.reports.h5p_items import h5p_rows

pytestmark = pytest.mark.django_db
FIRST, SECOND = (f"5f0c8a58-2f2b-4b53-8e5e-0d0b7f3a1c0{number}" for number in (1, 2))
OPERATOR = User(pk=0, is_superuser=True, is_active=True)
NAMES = [
    "Et team vil købe et nyt system, før behovet er beskrevet. Hvad gør du først?",
    "Hvornår er en gevinst høstet?",
]


@world
def release() -> Any:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "quiz.h5p"
        path.write_bytes(packed(TWO_QUESTIONS))
        action = ImportH5P(path, collection=Collection.get_first_root_node(), title="To spørgsmål")
        version = action.execute(skip_permission_checks=True)
    for build in version.builds.all():
        ApproveH5PLibrary(build).execute(skip_permission_checks=True)
    return factories.released(tree_with(version.activity))


def said(score: float | None, part: str | None = None, success: bool | None = None, key: str = "") -> Result:
    return Result(key or f"s/{uuid.uuid4()}", "answered", part, score, success)


def learners(release: Any, *first_scores: float) -> list[Playing]:
    """One learner a score: it is hers in the first question, half of it in the whole."""
    made = []
    for score in first_scores:
        playing = Playing(factories.enrolment(release))
        RecordH5P(playing.place, [said(score, FIRST, score == 1), said(score / 2, success=False)]).execute()
        made.append(playing)
    return made


def shown(release: Any) -> Any:
    [row] = h5p_rows(release, OPERATOR)
    return row


def test_an_activity_and_its_parts_are_named_as_a_designer_knows_them(release):
    row = shown(release)
    assert (row.title, row.lesson) == (
        "To spørgsmål",
        release.tree["children"]["modules"][0]["children"]["pages"][0]["fields"]["title"],
    )
    assert [(part.part.id, part.part.name) for part in row.parts] == [(FIRST, NAMES[0]), (SECOND, NAMES[1])]


def test_nothing_is_shown_of_fewer_than_five(release):
    learners(release, 1, 1, 0, 0)
    row = shown(release)
    assert [row.whole, *(part.figures for part in row.parts)] == [None, None, None]


def test_five_show_how_many_the_share_right_and_the_mean(release):
    learners(release, 1, 1, 1, 0, 0.5)
    row = shown(release)
    assert (row.parts[0].figures.answers, row.parts[0].figures.right, row.parts[0].figures.mean) == (5, 60, 70)
    assert (row.whole.answers, row.whole.right, row.whole.mean) == (5, 0, 35)
    assert row.parts[1].figures is None  # nobody has answered it


def test_a_mean_of_fewer_than_five_scores_is_not_shown_beside_more_answers(release):
    for playing in learners(release, 1, 1, 1, 1):
        RecordH5P(playing.place, [said(None, SECOND)]).execute()
    for _ in range(3):
        RecordH5P(Playing(factories.enrolment(release)).place, [said(None, FIRST)]).execute()
    found = shown(release).parts[0].figures
    assert (found.answers, found.right, found.mean) == (7, None, None)


def test_only_the_first_answer_of_the_first_attempt_counts_however_often_it_is_sent(release):
    playing, *_others = learners(release, 0, 0, 0, 0, 0)
    again = said(0, FIRST, False, key="s/igen")
    for _ in range(3):
        RecordH5P(playing.place, [again, said(1, FIRST, True)]).execute()
    BeginH5PAnew(playing.place).execute()
    RecordH5P(playing.place, [said(1, FIRST, True), said(1)]).execute()

    row = shown(release)
    assert (row.parts[0].figures.answers, row.parts[0].figures.right) == (5, 0)
    assert (row.whole.answers, row.whole.mean) == (5, 0)


def test_an_end_that_says_nothing_waits_for_one_that_does(release):
    for _ in range(5):
        playing = Playing(factories.enrolment(release))
        RecordH5P(playing.place, [said(None, FIRST), said(1, FIRST, True)]).execute()
    assert shown(release).parts[0].figures.right == 100


def test_each_version_of_a_course_stands_alone(release):
    learners(release, 1, 1, 1, 1, 1)
    newer = factories.bare_release(release.tree, release.course)
    factories.seal_files(newer)

    assert shown(newer).whole is None
    moved = learners(release, 1)[0]
    moved.enrolment.release = newer
    moved.enrolment.save()
    RecordH5P(moved.place, [said(1, SECOND, True)]).execute()
    assert shown(newer).parts[1].figures is None
    assert shown(release).parts[0].figures.answers == 6


def test_a_part_that_the_content_does_not_name_is_shown_by_its_id_and_only_of_five(release):
    stray, rare = str(uuid.uuid4()), str(uuid.uuid4())
    for playing in learners(release, 1, 1, 1, 1, 1):
        RecordH5P(playing.place, [said(1, stray, True)]).execute()
    RecordH5P(playing.place, [said(1, rare, True)]).execute()
    assert [part.part.id for part in shown(release).parts] == [FIRST, SECOND, stray]


def test_a_content_that_reports_ever_new_parts_is_not_listened_to_for_ever(release):
    playing = Playing(factories.enrolment(release))
    RecordH5P(playing.place, [said(1, str(uuid.uuid4())) for _ in range(MOST_PARTS + 20)]).execute()
    attempt = H5PAttempt.objects.unscoped(reason="a test").get()
    assert len(attempt.parts) == MOST_PARTS


def test_figures_outlive_the_people_and_lead_to_nobody(release):
    people = learners(release, 1, 1, 0.5, 0, 0, 0)
    before = shown(release)
    for playing in people[:4]:
        DeleteAccount(playing.enrolment.user, by=playing.enrolment.user).execute()

    assert H5PAttempt.objects.unscoped(reason="a test").count() == 2
    assert shown(release) == before
    assert {field.name for field in H5PItemAggregate._meta.fields if field.is_relation} == {"release"}


def test_attempts_that_are_too_old_are_counted_in_as_well(release):
    learners(release, 1, 1, 0, 0, 0)
    before, then = shown(release), timezone.now() - timedelta(days=181)
    H5PAttempt.objects.unscoped(reason="a test").update(updated_at=then)
    Statement.objects.unscoped(reason="a test").update(timestamp=then)

    assert retention.apply_rules()["h5p"] == 5
    assert shown(release) == before
    assert retention.apply_rules()["h5p"] == 0
    assert shown(release) == before


def test_it_takes_four_queries_however_many_there_are(release, django_assert_num_queries):
    learners(release, 1, 0, 1, 0, 1, 0)
    h5p_rows(release, OPERATOR)
    with django_assert_num_queries(4):
        h5p_rows(release, OPERATOR)


def test_a_course_without_h5p_takes_none(django_assert_num_queries):
    release = factories.released(factories.course(factories.module(factories.lesson()), draw_count=0))
    h5p_rows(release, OPERATOR)
    with django_assert_num_queries(0):
        assert h5p_rows(release, OPERATOR) == []


def test_a_municipalitys_own_activity_is_not_a_designers_to_read(release):
    designer = UserFactory()
    designer.groups.add(SetUpGroups(factories.catalogue()).execute())
    assert h5p_rows(release, designer)
    root = Collection.get_first_root_node()
    own = MunicipalityFactory(collection=root.add_child(name="Glostrup")).collection
    H5PActivity.objects.update(collection=own)
    assert h5p_rows(release, designer) == []


def test_the_page_has_them_beside_the_other_questions_and_is_the_designers(release):
    learners(release, 1, 1, 1, 0, 0.5)
    url, which = reverse("hyldefri_tracking:items"), {"course": release.course_id}
    page = signed_in(User.objects.create_superuser("udvikler@example.dk")).get(url, which).content.decode()

    assert NAMES[0] in page
    assert "5 svar, 60 pct. rigtige" in " ".join(page.split())
    assert "I gennemsnit 70 pct. af pointene" in page
    assert "Færre end fem svar" in page
    for client in (signed_in(factories.learner()), Client()):
        assert client.get(url, which).status_code in (302, 403)


ANSWERS = st.lists(st.tuples(st.none() | st.floats(0, 1), st.none() | st.booleans()), max_size=12)


@given(ANSWERS)
def test_no_figure_rests_on_fewer_than_five(answers):
    counts = sum((one(*answer) for answer in answers), Counts())
    found = figures(counts)
    assert (found is None) is (len(answers) < 5)
    if found:
        assert (found.mean is None) is (sum(score is not None for score, _success in answers) < 5)
        assert (found.right is None) is (sum(answer != (None, None) for answer in answers) < 5)


@given(ANSWERS, ANSWERS)
def test_counts_kept_apart_add_up_to_what_they_would_have_been_together(some, others):
    def count(answers: Any) -> Counts:
        return sum((one(*answer) for answer in answers), Counts())

    together, apart = count([*some, *others]), count(some) + count(others)
    assert (together.answers, together.known, together.right) == (apart.answers, apart.known, apart.right)
    assert together.points == pytest.approx(apart.points)


def test_of_an_attempt_without_an_end_the_whole_is_not_counted():
    assert of_attempt([], {FIRST: {"score": 1, "success": True}}).keys() == {FIRST}
