"""A lesson on the screen, and a learner's hands on it. Everything is found by the words she reads."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, timedelta

from playwright.sync_api import Locator, Page, expect

from tests.browser.answers import Course, Node, body, options, plain

SAVED = re.compile(r"^Gemt kl\. \d\d\.\d\d$")


class LessonScreen:
    """One step of a course, open in ``page``."""

    def __init__(self, page: Page, course: Course, step: Node) -> None:
        self.page = page
        self.course = course
        self.step = step
        expect(page.get_by_role("heading", level=1)).to_have_text(plain(step["fields"]["title"]))

    def block(self, node: Node) -> Locator:
        return self.page.locator(f"#b-{node['id']}")

    def blocks(self, *kinds: str) -> list[Node]:
        return [node for node in body(self.step) if self.course.kind(node) in kinds]

    # --- all of it ---------------------------------------------------------------------------------------------------

    def take(self) -> None:
        """Do what the lesson asks for, in the order it does, and let what saves itself be saved."""
        for node in body(self.step):
            if work := WORK.get(node["type"]):
                work(self, node)
        self.wait_until_everything_is_saved()
        self.take_dilemmas()
        for node in body(self.step):
            if node["type"] == "pool_question":
                self.answer_right(node)

    def take_dilemmas(self) -> None:
        for node in self.blocks("dilemma"):
            self.choose_in_dilemma(node)

    def wait_until_everything_is_saved(self) -> None:
        for node in body(self.step):
            if node["type"] in WORK:
                self.wait_until_saved(node)

    def wait_until_saved(self, node: Node) -> None:
        expect(self.block(node).locator("[data-saved-text]")).to_have_text(SAVED)

    def complete(self) -> None:
        """On to the next step, or after the last one to the course."""
        was = self.page.url
        self.page.get_by_role("button", name=re.compile("^Gennemfør")).click()
        self.page.wait_for_url(lambda url: url != was)

    def go_on(self) -> None:
        """From a step that is completed already, as the test's is by passing it."""
        self.page.get_by_role("link", name="Næste", exact=True).click()

    # --- work that saves itself --------------------------------------------------------------------------------------

    def write(self, node: Node, text: str = "") -> None:
        self.textarea(node).fill(text or f"Det tager jeg op på tirsdag: {node['id'][:4]}")

    def textarea(self, node: Node) -> Locator:
        return self.block(node).get_by_role("textbox")

    def sort_into_piles(self, node: Node) -> None:
        block = self.block(node)
        things = [("Systemvalget", "Låst"), ("Tidsplanen", "Påvirkelig"), *((f"Nr. {n}", "Min egen") for n in range(4))]
        for number, (thing, pile) in enumerate(things, 1):
            block.get_by_role("textbox", name=f"linje {number}").fill(thing)
            block.get_by_role("combobox", name=f"linje {number}").select_option(label=pile)

    def plan(self, node: Node) -> None:
        plan = self.block(node).get_by_role("group").first
        plan.get_by_label("Hvis", exact=True).fill("jeg åbner ledermødet på mandag")
        plan.get_by_label("så", exact=True).fill("spørger jeg først til gevinsten")
        plan.locator("input[type=date]").fill(in_days(7))

    def agree_with_partner(self, node: Node) -> None:
        block = self.block(node)
        block.get_by_label("Hvem spørger dig?").fill("Anne fra Teknik")
        for number, days in enumerate(node["fields"]["days"]):
            block.locator("input[type=date]").nth(number).fill(in_days(days))

    def fill_in_benefit_card(self, node: Node) -> None:
        block = self.block(node)
        for label, text in BENEFIT.items():
            block.get_by_label(label, exact=True).fill(text)
        block.locator("input[type=date]").fill(in_days(90))

    def answer_maturity_check(self, node: Node) -> None:
        """The same answer to every statement of a theme."""
        values = AFTER if node["fields"]["occasion"] == "after" else BEFORE
        for theme, value in zip(self.course.tree["children"]["maturity"], values, strict=True):
            for statement in theme["children"]["statements"]:
                group = self.block(node).get_by_role("group", name=plain(statement["fields"]["text"]), exact=True)
                group.get_by_label(str(value)).check(force=True)

    # --- dilemmas and questions --------------------------------------------------------------------------------------

    def choose_in_dilemma(self, node: Node) -> None:
        block, first = self.block(node), node["children"]["options"][0]["fields"]
        block.get_by_label(plain(first["text"]), exact=True).check()
        block.get_by_role("button", name="Vælg, og se prisen").click()
        expect(block).to_contain_text("Der er intet facit")
        for option in node["children"]["options"]:
            expect(block).to_contain_text(plain(option["fields"]["price"]))

    def answer_right(self, node: Node) -> None:
        block = self.block(node)
        fill_in(block, self.course.question_of(node))
        block.get_by_role("button", name="Svar").click()
        expect(verdict(block)).to_have_text("Rigtigt")

    def answer_wrong(self, node: Node) -> None:
        block = self.block(node)
        fill_in_wrong(block, self.course.question_of(node))
        block.get_by_role("button", name="Svar").click()
        expect(verdict(block)).to_have_text("Ikke helt")

    def try_again(self, node: Node) -> None:
        self.block(node).get_by_role("button", name="Prøv igen").click()
        expect(self.block(node).get_by_role("button", name="Svar")).to_be_visible()


def verdict(block: Locator) -> Locator:
    return block.locator(".result__verdict")


def in_days(days: float) -> str:
    return (date.today() + timedelta(days=days)).isoformat()


#: How mature the four themes are found, before the course and after it.
BEFORE, AFTER = (3, 2, 4, 2), (4, 4, 3, 3)

BENEFIT = {
    "Gevinst": "Borgerne får svar samme dag",
    "Ejer": "Chefen for Borgerservice",
    "Nulpunkt": "18 opkald på en formiddag",
    "Mål": "9 opkald på en formiddag",
    "Hvad skal ændres for at nå det?": "Vi svarer på det første opkald",
}

WORK: dict[str, Callable[[LessonScreen, Node], None]] = {
    "exercise": LessonScreen.write,
    "reflection": LessonScreen.write,
    "three_piles": LessonScreen.sort_into_piles,
    "if_then_plan": LessonScreen.plan,
    "follow_up": LessonScreen.agree_with_partner,
    "benefit_card": LessonScreen.fill_in_benefit_card,
    "maturity_check": LessonScreen.answer_maturity_check,
}


# --- filling in a question, in a lesson or in the test ----------------------------------------------------------------


def fill_in(block: Locator, question: Node) -> None:
    """The right answer."""
    RIGHT[question["type"]](block, question)


def fill_in_wrong(block: Locator, question: Node) -> None:
    """An answer that is not right, though of the right kind."""
    kind = question["type"]
    if kind == "true_false":
        _true_or_false(block, not question["fields"]["answer"])
    elif kind in ("single_choice", "multiple_choice"):
        block.get_by_label(plain(next(options(question, right=False))), exact=True).check()
    elif kind in ("short_text", "number"):
        block.get_by_role("textbox").fill("1234" if kind == "number" else "noget andet")
    elif kind == "matching":
        pairs = question["children"]["pairs"]
        for pair, other in zip(pairs, pairs[1:] + pairs[:1], strict=True):
            _match(block, pair["fields"]["left"], other["fields"]["right"])
    else:
        _put_in_order(block, [each["fields"]["text"] for each in reversed(question["children"]["items"])])


def _choose(block: Locator, question: Node) -> None:
    for text in options(question, right=True):
        block.get_by_label(plain(text), exact=True).check()


def _true_or_false(block: Locator, value: bool) -> None:
    block.get_by_label("Sandt" if value else "Falsk", exact=True).check()


def _match(block: Locator, left: str, right: str) -> None:
    block.get_by_label(plain(left), exact=True).select_option(label=plain(right))


def _put_in_order(block: Locator, texts: list[str]) -> None:
    """With the buttons up where the list has them, else with the places."""
    if not block.locator(".ordering--moving").count():
        for place, text in enumerate(texts, 1):
            block.get_by_label(plain(text), exact=True).select_option(str(place))
        return
    for place, text in enumerate(texts):
        item = block.locator("[data-item]").filter(has_text=text)
        up = block.get_by_role("button", name=f"Flyt op: {plain(text)}", exact=True)
        while not block.locator("[data-item]").nth(place).filter(has_text=text).count():
            up.click()
        expect(item).to_have_count(1)


RIGHT: dict[str, Callable[[Locator, Node], None]] = {
    "single_choice": _choose,
    "multiple_choice": _choose,
    "true_false": lambda block, question: _true_or_false(block, question["fields"]["answer"]),
    "short_text": lambda block, question: block.get_by_role("textbox").fill(
        question["children"]["accepted"][0]["fields"]["text"]
    ),
    "number": lambda block, question: block.get_by_role("textbox").fill(f"{question['fields']['value']:g}"),
    "matching": lambda block, question: (
        [_match(block, pair["fields"]["left"], pair["fields"]["right"]) for pair in question["children"]["pairs"]]
        and None
    ),
    "ordering": lambda block, question: _put_in_order(
        block, [item["fields"]["text"] for item in question["children"]["items"]]
    ),
}
