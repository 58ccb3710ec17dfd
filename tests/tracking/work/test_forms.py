"""Every kind of work: what is kept of it, and what is refused."""

import pytest
from django.http import QueryDict

from tests import trees
from tracking.work.forms import FORMS

THEME = trees.node(
    "maturity_theme", "t1", {"statements": [trees.node("maturity_statement", f"s{n}", text="...") for n in (1, 2)]}
)
TREE = trees.course() | {"children": {**trees.course()["children"], "maturity": [THEME]}}
OPTIONS = [trees.node("dilemma_option", f"o{n}", text="Valg", price="Pris") for n in (1, 2)]
BLOCKS = {
    "reflection": trees.block("reflection"),
    "exercise": trees.block("exercise"),
    "dilemma": trees.block("dilemma", children={"options": OPTIONS}),
    "three_piles": trees.block("three_piles"),
    "if_then_plan": trees.block("if_then_plan", plans=2),
    "follow_up": trees.block("follow_up", days=[30, 60, 90]),
    "benefit_card": trees.block("benefit_card"),
    "maturity_check": trees.block("maturity_check", occasion="before"),
}


def form(kind, before=None, **data):
    posted = QueryDict(mutable=True)
    for name, value in data.items():
        posted.setlist(name, value if isinstance(value, list) else [value])
    return FORMS[kind](BLOCKS[kind], TREE, posted, before)


def kept(kind, before=None, **data):
    filled = form(kind, before, **data)
    assert filled.is_valid(), filled.messages
    return filled.to_json()


def refused(kind, **data):
    filled = form(kind, **data)
    assert not filled.is_valid()
    return filled.messages


def test_every_kind_of_work_has_a_form():
    assert set(FORMS) == set(BLOCKS)


@pytest.mark.parametrize("kind", sorted(set(FORMS) - {"dilemma"}))
def test_nothing_written_is_kept_as_nothing(kind):
    assert not any(any(value) if isinstance(value, dict) else value for value in kept(kind).values())


@pytest.mark.parametrize("kind", ["reflection", "exercise"])
def test_text_is_kept_with_one_kind_of_newline(kind):
    assert kept(kind, text=" Først\r\nså\rnu ") == {"text": "Først\nså\nnu"}


def test_ten_thousand_characters_are_kept_and_no_more():
    assert len(kept("reflection", text="ø" * 10_000)["text"]) == 10_000
    assert kept("reflection", text="linje\r\n" * 1600)["text"].count("\n") == 1599
    assert set(refused("reflection", text="ø" * 10_001)) == {"text"}


@pytest.mark.parametrize("character", ["\x00", "\x07", "\x1b", "\x7f", "\x9f"])
def test_control_characters_are_refused(character):
    assert set(refused("reflection", text=f"a{character}b")) == {"text"}
    assert set(refused("benefit_card", owner=f"a{character}b")) == {"owner"}


def test_emoji_and_right_to_left_text_are_text():
    text = "👩🏽‍💼 שלום"
    assert kept("exercise", text=text) == {"text": text}


def test_a_dilemmas_choice_is_one_of_its_options():
    assert kept("dilemma", option="o2") == {"option": "o2"}
    for option in ("", "o3", "\x00", "o1 "):
        if option.strip() != "o1":
            assert set(refused("dilemma", option=option)) == {"option"}
    assert set(refused("dilemma")) == {"option"}


def test_piles_keep_their_rows_without_the_empty_ones():
    data = {"item-1": "Vagtplanen", "pile-1": "locked", "item-2": "", "pile-2": "own", "item-7": "Mødet", "pile-7": ""}
    assert kept("three_piles", **data) == {
        "rows": [{"text": "Vagtplanen", "pile": "locked"}, {"text": "Mødet", "pile": ""}]
    }


def test_there_is_room_for_thirty_rows_of_two_hundred_characters():
    rows = {f"item-{n}": "x" * 200 for n in range(1, 31)}
    assert len(kept("three_piles", **rows)["rows"]) == 30
    assert set(refused("three_piles", **rows, **{"item-31": "x"})) == {"form"}
    assert set(refused("three_piles", **{"item-3": "x" * 201})) == {"item-3"}


def test_there_are_three_piles():
    assert set(refused("three_piles", **{"item-1": "x", "pile-1": "min"})) == {"pile-1"}


def test_a_plan_keeps_its_date_as_a_date():
    data = {"situation-1": "jeg åbner mødet", "action-1": "spørger jeg", "date-1": "28-09-2026"}
    assert kept("if_then_plan", **data) == {
        "plans": [{"situation": "jeg åbner mødet", "action": "spørger jeg", "date": "2026-09-28"}]
    }


def test_the_second_plan_alone_stays_the_second():
    plans = kept("if_then_plan", **{"action-2": "ringer jeg"})["plans"]
    assert [plan["action"] for plan in plans] == ["", "ringer jeg"]


def test_there_are_two_plans_at_most():
    assert set(refused("if_then_plan", **{"action-3": "x"})) == {"form"}


@pytest.mark.parametrize(
    "date", ["i morgen", "2026-02-30", "1999-12-31", "2101-01-01", "0001-01-01", "2026-09-28T10:00"]
)
def test_what_is_no_date_is_refused(date):
    assert set(refused("if_then_plan", **{"date-1": date})) == {"date-1"}
    assert set(refused("follow_up", **{"date-30": date})) == {"date-30"}
    assert set(refused("benefit_card", date=date)) == {"date"}


def test_a_follow_up_keeps_the_dates_the_block_asks_for():
    data = {"partner": "Anna", "date-30": "2026-10-28", "date-60": "", "date-7": "2026-09-01"}
    assert kept("follow_up", **data) == {"partner": "Anna", "dates": {"30": "2026-10-28"}}


def test_a_benefit_card_keeps_its_six_fields():
    data = {"benefit": "Kortere ventetid", "owner": "Chefen", "baseline": "14", "target": "7", "change": "Vagter"}
    assert kept("benefit_card", **data, date="2026-12-01") == {**data, "date": "2026-12-01"}


def test_a_maturity_check_adds_to_what_is_answered_already():
    before = {"answers": {"s1": "2", "gone": "5"}}
    assert kept("maturity_check", before, **{"s-s2": "unknown"}) == {"answers": {"s1": "2", "s2": "unknown"}}
    assert kept("maturity_check", before, **{"s-s1": "4"}) == {"answers": {"s1": "4"}}


@pytest.mark.parametrize(("name", "value"), [("s-s1", "6"), ("s-s1", "0"), ("s-s1", ""), ("s-x", "3"), ("s-", "3")])
def test_a_maturity_check_takes_one_to_five_on_its_own_statements(name, value):
    assert set(refused("maturity_check", **{name: value})) == {"form"}


@pytest.mark.parametrize("kind", sorted(FORMS))
def test_what_was_written_can_be_shown_again(kind):
    again = form(kind, **{"text": "x", "date-1": "nej", "item-1": "ting", "s-s1": "9"}).shown_again()
    assert isinstance(again, dict)
