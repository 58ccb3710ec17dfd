"""A course with a final test, and taking it."""

from __future__ import annotations

from typing import Any

from django.test import Client

from courses.models import CourseRelease
from courses.trees.nodes import Node
from tests.tracking import factories
from tracking.actions.answer_test import AnswerTest
from tracking.actions.start_test import StartTest
from tracking.models import Attempt, Enrolment
from tracking.testing.selectors import Paper


def course_with_test(modules: int = 5, each: int = 2, draw_count: int = 10, **fields: Any) -> Node:
    """Modules of one lesson that practises its own questions; the last lesson holds the test."""
    pool = [[factories.single_choice(code=f"q{m}{n}") for n in range(each)] for m in range(modules)]
    lessons = [factories.lesson(*(factories.practise(question) for question in theme)) for theme in pool]
    test = factories.lesson(factories.block("final_test", introduction="Nu gælder det."), title="Prøven")
    chapters = [factories.module(lesson) for lesson in lessons]
    chapters[-1]["children"]["pages"].append(test)
    questions = [question for theme in pool for question in theme]
    return factories.course(*chapters, pool=questions, draw_count=draw_count, **fields)


def examinee(modules: int = 5, each: int = 2, draw_count: int = 10, settings: Any = None, **fields: Any) -> Enrolment:
    """A learner on such a course."""
    release = factories.released(course_with_test(modules, each, draw_count, **fields))
    return factories.enrolment(release, settings=settings or {})


def test_block(release: CourseRelease) -> tuple[str, str]:
    """(block, lesson) of the final test."""
    lesson = release.tree["children"]["modules"][-1]["children"]["pages"][-1]
    return lesson["children"]["body"][0]["id"], lesson["id"]


test_block.__test__ = False


def form_for(attempt: Attempt, place: int, *, right: bool = True) -> dict[str, str]:
    """What the browser sends for a right answer or a wrong one: of three options the first is right."""
    question = Paper(attempt).question(place)
    option = next(option for option in question.options if option.correct is right)
    return {"question": question.id, "option": option.id}


def answer(attempt: Attempt, place: int, *, right: bool = True, now: Any = None) -> Attempt:
    data = form_for(attempt, place, right=right)
    lists = {name: [value] for name, value in data.items()}
    return AnswerTest(attempt, place, lists, question=data["question"], now=now).execute()


def take(enrolment: Enrolment, right: int, now: Any = None) -> Attempt:
    """A whole attempt with so many right answers, the first ones."""
    attempt = StartTest(enrolment, now=now).execute()
    for place in range(1, len(attempt.questions) + 1):
        attempt = answer(attempt, place, right=place <= right, now=now)
    return attempt


def complete_lessons(enrolment: Enrolment) -> None:
    """Everything but the test."""
    from tracking.learning.statements import record_completion
    from tracking.progress.selectors import criterion_of

    applied = criterion_of(enrolment)
    for lesson in applied.required:
        if lesson != applied.test_lesson:
            record_completion(enrolment, step=lesson)


def signed_in(user: Any) -> Client:
    client = Client()
    client.force_login(user)
    return client
