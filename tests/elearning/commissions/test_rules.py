"""The pure rules: stages, working days, files, numbers that carry a check digit."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from elearning.commissions import files, stages, workdays
from elearning.commissions.requirements import is_cvr, is_gln

STAGES = st.sampled_from(list(stages.Stage))
DAYS = st.dates(date(2020, 1, 1), date(2035, 12, 31))


def test_every_stage_can_be_reached_and_every_unfinished_one_left() -> None:
    reached = {stages.Stage.DRAFT}
    while more := {each.target for each in stages.TRANSITIONS if reached & set(each.sources)} - reached:
        reached |= more

    assert reached == set(stages.Stage)
    assert {source for each in stages.TRANSITIONS for source in each.sources} == set(stages.Stage) - stages.FINAL


@pytest.mark.parametrize("express", [True, False])
def test_an_order_can_be_brought_to_its_end_either_way(express: bool) -> None:
    reached: set[str] = {stages.Stage.DRAFT}
    while more := {each.target for stage in reached for each in stages.open_to(stage, express=express)} - reached:
        reached |= more

    assert stages.Stage.CLOSED in reached
    assert (stages.Stage.CO_DESIGN in reached) is not express


@given(STAGES, STAGES)
def test_only_a_step_forward_skips_anything(source: stages.Stage, target: stages.Stage) -> None:
    left_out = stages.skipped(source, target)

    assert source not in left_out
    assert target not in left_out
    if left_out:
        assert [*stages.PATH].index(source) < [*stages.PATH].index(target)


def test_the_express_way_says_what_it_skips() -> None:
    assert stages.skipped("requested", "approved") == ("clarifying", "co_design", "offered")


@given(DAYS, st.integers(1, 40))
def test_a_due_day_is_a_working_day_and_counts_back(day: date, count: int) -> None:
    due = workdays.after(day, count)

    assert workdays.is_working_day(due)
    assert workdays.between(day, due) == count


@given(DAYS, st.integers(0, 60))
def test_nothing_is_late_before_its_day(day: date, length: int) -> None:
    assert workdays.between(day, day - timedelta(days=length)) == 0


@pytest.mark.parametrize(
    ("day", "works"),
    [
        (date(2026, 4, 2), False),  # Skærtorsdag
        (date(2026, 4, 7), True),
        (date(2026, 5, 1), True),
        (date(2008, 5, 1), False),  # 1 May, and Kristi himmelfartsdag
        (date(2026, 6, 5), False),
        (date(2023, 5, 5), False),  # Store bededag, the last one
        (date(2024, 4, 26), True),
        (date(2026, 12, 24), False),
        (date(2026, 12, 31), False),
        (date(2026, 11, 21), False),  # a Saturday
    ],
)
def test_the_danish_calendar(day: date, works: bool) -> None:
    assert workdays.is_working_day(day) is works


def test_a_due_date_steps_over_easter() -> None:
    assert workdays.after(date(2026, 4, 1), 2) == date(2026, 4, 8)


@given(st.text())
def test_nothing_but_digits_is_a_number(text: str) -> None:
    if is_cvr(text):
        assert len(text) == 8
        assert text.isascii()
    if is_gln(text):
        assert len(text) == 13
        assert text.isascii()


@given(st.integers(0, 12), st.integers(1, 9))
def test_one_wrong_digit_is_no_location_number(place: int, more: int) -> None:
    right = "5798000420007"
    wrong = right[:place] + str((int(right[place]) + more) % 10) + right[place + 1 :]

    assert is_gln(right)
    assert not is_gln(wrong)


@given(st.integers(0, 7), st.integers(1, 9))
def test_one_wrong_digit_is_no_cvr_number(place: int, more: int) -> None:
    right = "10150817"
    wrong = right[:place] + str((int(right[place]) + more) % 10) + right[place + 1 :]

    assert is_cvr(right)
    assert not is_cvr(wrong)


@pytest.mark.parametrize("text", ["", "0000000000000", "٠١٢٣٤٥٦٧٨٩٠١٢", "579800042000"])
def test_these_are_no_location_numbers(text: str) -> None:
    assert not is_gln(text)


@given(st.text(max_size=300))
def test_a_files_name_is_one_line_without_folders(name: str) -> None:
    tidy = files.tidy_name(name)

    assert not set(tidy) & set("/\\\n\r\0\u202e")
    assert len(tidy) <= 120


@given(st.binary(max_size=64))
def test_what_is_served_is_never_a_page(head: bytes) -> None:
    for ending in ("html", "htm", "svg", "xml", "js", "pdf", "txt", "docx"):
        served = files.content_type(f"fil.{ending}", head)
        assert served is None or not any(word in served for word in ("html", "svg", "javascript"))
