"""The context of the final test's pages, as templates/tracking/test*.html describe it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.urls import reverse

from courses.quizzes.forms import InvalidAnswer
from courses.quizzes.presenting import present
from courses.trees.nodes import index
from tracking.learning.pages import certificate_url, step_link
from tracking.learning.practice import filled_in, message_of
from tracking.learning.taking import Taking
from tracking.testing.selectors import Paper, draw_count, lessons_by_question, next_opening


def intro_page(taking: Taking, last: Paper | None, now: datetime, refusal: str = "") -> dict[str, Any]:
    """Before the test, or between two attempts."""
    block = index(taking.tree).get(taking.criterion.test or "")
    opening = next_opening(last.attempt, taking) if last else None
    waiting = bool(opening and now < opening)
    lesson = taking.criterion.test_lesson
    open_now = bool(lesson and taking.is_open(lesson) and not waiting)
    return {
        **_frame(taking),
        "introduction": block["fields"].get("introduction", "") if block else "",
        "total": draw_count(taking),
        "pass_mark": taking.criterion.pass_mark,
        "action": _url(taking, "tracking:test") if open_now else None,
        "next_at": opening if waiting else None,
        "refusal": refusal,
        "result_url": _url(taking, "tracking:test_result") if last else None,
    }


def question_page(
    taking: Taking,
    paper: Paper,
    place: int,
    *,
    data: Mapping[str, Sequence[str]] | None = None,
    error: InvalidAnswer | None = None,
    message: str = "",
) -> dict[str, Any]:
    """One question; with its grade when it is answered, with what was filled in when that could not be read."""
    question = paper.question(place)
    last = place == paper.total
    following = _url(taking, "tracking:test_result") if last else _url(taking, "tracking:test_question", place + 1)
    errors = message_of(error) if error else {}
    if message:
        errors["form"] = message
    return {
        **_frame(taking),
        "number": place,
        "total": paper.total,
        "question": present(question, paper.attempt.seed),
        "action": f"{_url(taking, 'tracking:test_question', place)}?forsoeg={paper.attempt.number}",
        "answer": filled_in(data) if data else {},
        "errors": errors,
        "result": paper.grade(place),
        "next_url": following,
        "last": last,
        "source_keys": [],
    }


def result_page(taking: Taking, paper: Paper, now: datetime) -> dict[str, Any]:
    """How a submitted attempt went."""
    attempt = paper.attempt
    opening = next_opening(attempt, taking)
    may_retry = opening is not None and now >= opening
    return {
        **_frame(taking),
        "passed": bool(attempt.passed),
        "right": paper.right,
        "total": paper.total,
        "pass_mark": attempt.pass_mark,
        "percentage": 100 * paper.right // paper.total,
        "next_at": opening if opening and not may_retry else None,
        "retry_action": _url(taking, "tracking:test") if may_retry else None,
        "review": _review(taking, paper),
        "missed": _missed(paper),
        "certificate_url": _certificate(taking),
        "missing": _missing(taking) if attempt.passed else [],
        "source_keys": [],
    }


def _frame(taking: Taking) -> dict[str, Any]:
    return {
        "course": {"title": taking.title},
        "course_url": taking.url(),
        "enrolment": taking.enrolment,
        "section": "learning",
    }


def _review(taking: Taking, paper: Paper) -> list[dict[str, Any]]:
    lessons = lessons_by_question(taking.tree)
    rows = []
    for place, id_ in enumerate(paper.attempt.questions, 1):
        lesson = lessons.get(id_)
        row = {"prompt": paper.question(place).prompt, "correct": paper.responses[id_].correct}
        if lesson:
            row |= {"lesson_title": lesson["fields"]["title"], "lesson_url": taking.url(lesson["id"])}
        rows.append(row)
    return rows


def _missed(paper: Paper) -> list[dict[str, Any]]:
    """The questions that were not answered right, each with its grade."""
    graded = ((paper.question(place), paper.grade(place)) for place in range(1, paper.total + 1))
    return [
        {"question": present(question, paper.attempt.seed), "result": marks}
        for question, marks in graded
        if marks and not marks.correct
    ]


def _certificate(taking: Taking) -> str | None:
    """The certificate, or where it is to be had when the course is completed and the record has yet to follow."""
    summary = taking.summary
    if not (summary.complete or summary.ripe):
        return None
    return certificate_url(taking.enrolment) or _url(taking, "tracking:my_certificate")


def _missing(taking: Taking) -> list[dict[str, Any]]:
    done = taking.summary.done
    return [step_link(taking, step) for step in taking.order if step in taking.criterion.required and step not in done]


def _url(taking: Taking, name: str, *args: object) -> str:
    return reverse(name, args=[taking.enrolment.pk, *args])
