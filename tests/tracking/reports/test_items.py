import pytest
from django.urls import reverse

from elearning.accounts.models import User
from tests.tracking import factories
from tests.tracking.examinees import examinee, signed_in, take
from tests.worlds import world
from tracking.actions.answer_practice import AnswerPractice
from tracking.models import ItemAggregate
from tracking.reports.aggregates import keep_before_erasure, keep_before_expiry
from tracking.reports.items import item_rows

pytestmark = pytest.mark.django_db


@world
def release():
    return examinee(modules=1, each=3, draw_count=3).release


def takers(release, *rights):
    made = []
    for right in rights:
        enrolment = factories.enrolment(release)
        take(enrolment, right=right)
        made.append(enrolment)
    return made


def tests_of(release):
    return [row.test for row in item_rows(release)]


tests_of.__test__ = False


def test_nothing_is_shown_of_fewer_than_five_answers(release):
    takers(release, 3, 3, 0, 1)

    assert tests_of(release) == [None, None, None]


def test_five_answers_show_how_many_were_right_and_what_was_chosen(release):
    takers(release, 3, 3, 3, 0, 0)

    for figures in tests_of(release):
        assert (figures.answers, figures.right) == (5, 60)
        assert figures.discrimination == 1.0
        assert sum(count for _text, count in figures.wrong) == 2


def test_practice_and_test_are_counted_apart(release):
    lesson = release.tree["children"]["modules"][0]["children"]["pages"][0]
    block = lesson["children"]["body"][0]
    question = next(node for node in release.tree["children"]["pool"] if node["id"] == block["fields"]["question"])
    wrong = question["children"]["options"][1]["id"]
    for _ in range(5):
        enrolment = factories.enrolment(release)
        for number in (1, 2):
            AnswerPractice(
                enrolment=enrolment,
                step=lesson,
                block=block,
                question=question,
                data={"option": [wrong]},
                number=number,
            ).execute()

    [row] = [row for row in item_rows(release) if row.question.id == question["id"]]

    assert (row.practice.answers, row.practice.right, row.practice.discrimination) == (5, 0, None)
    assert row.test is None


def test_only_first_attempts_count(release):
    for enrolment in takers(release, 0, 0, 0, 0, 0):
        enrolment.settings = {"attempt_rule": "same_day"}
        enrolment.save()
        take(enrolment, right=3)

    assert [figures.right for figures in tests_of(release)] == [0, 0, 0]


def test_figures_outlive_the_people(release):
    people = takers(release, 3, 3, 3, 0, 0, 1)
    before = tests_of(release)
    for enrolment in people[:3]:
        keep_before_erasure(enrolment.user)
        enrolment.attempts.all().delete()

    after = tests_of(release)

    assert [(one.answers, one.right, one.wrong) for one in before] == [
        (one.answers, one.right, one.wrong) for one in after
    ]
    assert all(figures.discrimination is None for figures in after)
    assert ItemAggregate.objects.count() == 3


def test_attempts_that_are_too_old_are_counted_in_as_well(release):
    [enrolment] = takers(release, 2)
    keep_before_expiry(list(enrolment.attempts.values_list("pk", flat=True)))

    assert sum(kept.answers for kept in ItemAggregate.objects.all()) == 3
    assert sum(kept.right for kept in ItemAggregate.objects.all()) == 2


def test_another_versions_answers_are_not_mixed_in(release):
    takers(release, 3, 3, 3, 3, 3)
    other = examinee(modules=1, each=3, draw_count=3).release

    assert tests_of(other) == [None, None, None]


def test_the_analysis_takes_two_queries(release, django_assert_num_queries):
    takers(release, 3, 2, 1, 0, 3, 2)
    item_rows(release)

    with django_assert_num_queries(2):
        item_rows(release)


def test_the_page_shows_a_course_and_its_versions(release):
    takers(release, 3, 3, 3, 0, 0)
    client = signed_in(User.objects.create_superuser("udvikler@example.dk"))
    url = reverse("hyldefri_tracking:items")

    assert client.get(url).status_code == 200
    page = client.get(url, {"course": release.course_id})
    assert page.context["release"] == release
    assert "60" in page.content.decode()
    assert client.get(url, {"course": release.course_id, "version": 99}).status_code == 404
    assert client.get(url, {"course": "x"}).status_code == 404
