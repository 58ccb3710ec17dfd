"""Every block's template from the smallest node it can get: labels, unique ids, no right answer too early."""

from __future__ import annotations

import re
from collections import Counter
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.template.loader import get_template
from django.test import RequestFactory

NODE = "5b0c1d2e-0000-4000-8000-000000000001"
SECRET = "SECRET-FEEDBACK"
TEMPLATES = Path(settings.BASE_DIR) / "templates"
CONTROLS = {"input", "select", "textarea"}
RICH = '<p data-block-key="a1">Løbende tekst. [K1]</p>'


def child(type_: str, number: int, **fields: Any) -> dict[str, Any]:
    return {"id": f"c{number}", "type": type_, "fields": fields, "children": {}}


def texts(*words: str) -> list[dict[str, str]]:
    return [{"id": f"o{number}", "text": word} for number, word in enumerate(words)]


MATURITY = [
    {
        "id": "t1",
        "type": "maturity_theme",
        "fields": {"title": "Digital ledelse"},
        "children": {"statements": [child("maturity_statement", n, code=f"s{n}", text=f"Udsagn {n}") for n in (1, 2)]},
    }
]

#: type -> (fields, children, a saved state)
BLOCKS: dict[str, tuple[dict[str, Any], dict[str, Any], dict[str, Any] | None]] = {
    "paragraph": ({"text": RICH}, {}, None),
    "image": ({"alt": "Et ark", "caption": "Arket", "credit": "Hyldefri"}, {}, None),
    "video": ({"title": "Film", "transcript": RICH, "minutes": 2}, {}, None),
    "example": ({"title": "Sagen", "text": RICH, "fictional": True}, {}, None),
    "key_message": ({"text": "Én ting. [K1]"}, {}, None),
    "exercise": (
        {"prompt": "Skriv", "help": "Kort", "rows": 3, "minutes_outside": 5},
        {},
        {"text": "Mit svar", "saved_at": "2026-11-22T14:26:00+01:00"},
    ),
    "reflection": ({"prompt": "Tænk"}, {}, {"text": "Min tanke"}),
    "dilemma": (
        {
            "theme": "Omverden",
            "title": "Hurtig?",
            "situation": "Ti dage",
            "know": "K",
            "practise": "P",
            "mindset": "M",
        },
        {"options": [child("dilemma_option", n, text=f"Valg {n}", price=SECRET) for n in (1, 2)]},
        {"option": "c1"},
    ),
    "three_piles": (
        {"prompt": "Sortér", "help": "", "minimum_own": 4},
        {},
        {"rows": [{"text": "Oplæring", "pile": "own"}]},
    ),
    "plan_suggestion": ({"situation": "mødet begynder", "action": "spørger jeg"}, {}, None),
    "if_then_plan": (
        {"prompt": "Plan", "help": "", "plans": 2},
        {},
        {"plans": [{"situation": "mødet", "action": "spørg", "date": "2026-12-01"}], "ics_url": "/plan.ics"},
    ),
    "follow_up": (
        {"prompt": "Aftal", "help": "", "days": [30, 60, 90]},
        {},
        {"partner": "Mette", "dates": {"30": "2026-12-22"}, "ics_url": "/datoer.ics"},
    ),
    "benefit_card": (
        {"prompt": "Udfyld", "help": ""},
        {},
        {"benefit": "Svar samme dag", "date": "2027-02-01"},
    ),
    "maturity_check": (
        {"occasion": "before", "introduction": "Svar ærligt"},
        {},
        {"answers": {"c1": "4", "c2": "unknown"}, "download_url": "/svar.csv"},
    ),
    "dialogue_guide": (
        {"introduction": "Sådan"},
        {"steps": [child("guide_step", 1, minutes=5, text="Læs")]},
        None,
    ),
    "final_test": ({"introduction": "Ti spørgsmål"}, {}, {"result_url": "/resultat/"}),
    "download": ({"title": "Gevinstkortet"}, {}, None),
}

#: type -> (what is shown before the answer, the pieces of a graded one)
QUESTIONS: dict[str, tuple[dict[str, Any], list[dict[str, Any]]]] = {
    "single_choice": (
        {"options": texts("En", "To")},
        [
            {"id": "o0", "text": "En", "given": True, "expected": False, "right": False, "feedback": SECRET},
            {"id": "o1", "text": "To", "given": False, "expected": True, "right": False, "feedback": ""},
        ],
    ),
    "multiple_choice": (
        {"options": texts("En", "To")},
        [{"id": "o0", "text": "En", "given": True, "expected": True, "right": True, "feedback": SECRET}],
    ),
    "true_false": (
        {},
        [{"id": "q", "text": "", "given": True, "expected": False, "right": False, "feedback": ""}],
    ),
    "matching": (
        {
            "lefts": texts("Retning", "Drift"),
            "rights": [{"id": "x1", "text": "Top"}, {"id": "x2", "text": "Nær"}],
        },
        [{"id": "o0", "text": "Retning", "given": "Nær", "expected": "Top", "right": False, "feedback": ""}],
    ),
    "ordering": (
        {"items": texts("Måling", "Ejer")},
        [{"id": "o1", "text": "Ejer", "given": 2, "expected": 1, "right": False, "feedback": ""}],
    ),
    "short_text": (
        {},
        [{"id": "q", "text": "", "given": "tid", "expected": "øvetid", "right": False, "feedback": ""}],
    ),
    "number": (
        {"unit": "pct."},
        [{"id": "q", "text": "", "given": "12", "expected": 25.0, "right": False, "feedback": ""}],
    ),
}
MEDIA = {
    "image": {"url": "/media/a.png", "width": 4, "height": 3},
    "video": {"url": "/media/a.mp4", "content_type": "video/mp4"},
    "captions": {"url": "/media/a.vtt"},
    "document": {"url": "/media/a.pdf"},
}


class Page(HTMLParser):
    """The elements of a rendered template, and which controls stand inside a label."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))

    @property
    def ids(self) -> list[str]:
        return [attrs["id"] or "" for _, attrs in self.elements if "id" in attrs]

    def controls(self) -> list[dict[str, str | None]]:
        return [attrs for tag, attrs in self.elements if tag in CONTROLS and attrs.get("type") != "hidden"]

    def unlabelled(self) -> list[dict[str, str | None]]:
        labels = {attrs.get("for") for tag, attrs in self.elements if tag == "label"}
        return [
            control for control in self.controls() if control.get("id") not in labels and not control.get("aria-label")
        ]

    def broken_references(self) -> set[str]:
        names = ("for", "aria-labelledby", "aria-describedby")
        wanted = {word for _, attrs in self.elements for name in names for word in (attrs.get(name) or "").split()}
        return wanted - set(self.ids)


def rendered(type_: str, **context: Any) -> str:
    fields, children, _ = BLOCKS.get(type_, ({"question": "q"}, {}, None))
    block = {"id": NODE, "type": type_, "fields": fields, "children": children, "media": MEDIA}
    return get_template(f"courses/blocks/{type_}.html").render(
        {"node": block, "maturity": MATURITY, "source_keys": ["K1", "K2"], **context}, RequestFactory().get("/")
    )


def question(type_: str) -> dict[str, Any]:
    return {"id": "q", "type": type_, "prompt": "Hvad?", "level": 1, **QUESTIONS[type_][0]}


def result(type_: str) -> dict[str, Any]:
    return {
        "correct": False,
        "score": 0.0,
        "feedback": SECRET,
        "explanation": SECRET,
        "pieces": QUESTIONS[type_][1],
    }


def variants() -> list[Any]:
    cases = []
    for type_, (_, _, state) in BLOCKS.items():
        for name, context in {
            "preview": {},
            "open": {"action": "/svar/"},
            "saved": {"action": "/svar/", "state": state},
            "errors": {
                "action": "/svar/",
                "errors": {"form": "Fejl", "text": "Fejl", "option": "Fejl", "partner": "Fejl"},
            },
        }.items():
            cases.append(pytest.param(type_, context, id=f"{type_}-{name}"))
    for type_ in QUESTIONS:
        for name, context in {
            "preview": {"question": question(type_)},
            "open": {"question": question(type_), "action": "/svar/"},
            "graded": {"question": question(type_), "action": "/svar/", "result": result(type_)},
        }.items():
            cases.append(pytest.param(type_, context, id=f"{type_}-{name}"))
            cases.append(pytest.param("pool_question", context, id=f"pool_question-{type_}-{name}"))
    return cases


@pytest.mark.parametrize(("type_", "context"), variants())
def test_a_block_is_labelled_has_unique_ids_and_no_inline_code(type_: str, context: dict[str, Any]) -> None:
    html = rendered(type_, **context)
    page = Page(html)

    assert [id_ for id_, times in Counter(page.ids).items() if times > 1] == []
    assert page.unlabelled() == []
    assert page.broken_references() == set()
    assert f'id="b-{NODE}"' in html
    assert f'data-block="{NODE}"' in html
    assert not re.search(r'\sstyle="|\son\w+="|<script', html)


@pytest.mark.parametrize("type_", QUESTIONS)
def test_nothing_tells_what_is_right_before_the_answer(type_: str) -> None:
    html = rendered(type_, question=question(type_), action="/svar/")

    assert SECRET not in html
    assert "is-right" not in html
    assert "checked" not in html


@pytest.mark.parametrize("type_", QUESTIONS)
def test_a_graded_question_shows_its_feedback_and_offers_another_go(type_: str) -> None:
    html = rendered(type_, question=question(type_), action="/svar/", result=result(type_))

    assert SECRET in html
    assert 'name="again" value="1"' in html
    assert "data-feedback" in html


def test_a_dilemma_keeps_its_prices_until_one_is_chosen() -> None:
    assert SECRET not in rendered("dilemma", action="/svar/")
    assert rendered("dilemma", action="/svar/", state={"option": "c1"}).count(SECRET) == 2


@pytest.mark.parametrize("type_", [type_ for type_ in BLOCKS if BLOCKS[type_][2]] + list(QUESTIONS))
def test_without_an_action_nothing_can_be_sent(type_: str) -> None:
    context = {"question": question(type_)} if type_ in QUESTIONS else {}
    html = rendered(type_, **context)

    assert "<form" not in html
    assert "disabled" in html


@pytest.mark.parametrize("type_", ["exercise", "reflection", "three_piles", "if_then_plan", "benefit_card"])
def test_what_was_written_is_there_again(type_: str) -> None:
    state = BLOCKS[type_][2]
    html = rendered(type_, action="/svar/", state=state)

    expected = {
        "exercise": "Mit svar",
        "reflection": "Min tanke",
        "three_piles": "Oplæring",
        "if_then_plan": "2026-12-01",
        "benefit_card": "2027-02-01",
    }
    assert expected[type_] in html


def test_the_time_of_saving_is_told_as_danes_write_it() -> None:
    assert "14.26" in rendered("exercise", action="/svar/", state=BLOCKS["exercise"][2])


def test_a_citation_becomes_a_link_and_plain_text_stays_escaped() -> None:
    assert 'href="#kilde-K1"' in rendered("paragraph")
    assert 'href="#kilde-K1"' in rendered("key_message")


def components() -> list[Path]:
    return sorted(TEMPLATES.rglob("*.html"))


@pytest.mark.parametrize("path", components(), ids=lambda path: str(path.relative_to(TEMPLATES)))
def test_a_template_compiles_and_has_no_inline_code(path: Path) -> None:
    get_template(str(path.relative_to(TEMPLATES)))
    assert not re.search(r'\sstyle="|\son(click|change|submit|load)="|<script(?! src)', path.read_text())


@pytest.mark.parametrize("path", sorted((TEMPLATES / "components").glob("*.html")), ids=lambda path: path.stem)
def test_a_component_documents_its_parameters(path: Path) -> None:
    assert "{% comment %}" in path.read_text()
