"""One order from request to evaluation, by those it concerns and through the screens; every e-mail is read.

Its municipality is its own, so that it may come before or after any other test.
"""

from __future__ import annotations

import re
from collections import Counter
from datetime import date, timedelta
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page, expect

from tests.browser import municipal
from tests.browser.answers import course
from tests.browser.conftest import SignIn
from tests.browser.learner import Learner
from tests.browser.mailbox import CODE, Letter, letters
from tests.browser.people import Town, run_in, set_up
from tests.browser.screens import look_at
from tests.embedded_site import EmbeddedSite
from tests.waiting import wait_for

TOWN = Town(
    "492",
    "aeroe.example",
    (
        ("elin.redaktor", "Elin Redaktør", "editor"),
        ("asta.godkender", "Asta Godkender", "approver"),
        ("lis.leder", "Lis Leder", "learner"),
        ("leif.leder", "Leif Leder", "learner"),
    ),
)
DESIGNER = "designer@hyldefri.example"
EDITOR, APPROVER, LIS, LEIF = (TOWN.address(before) for before, _name, _role in TOWN.people)
COURSE = course("naar-ai-flytter-ind.v1")
TITLE, GROUP = "AI på rådhuset", "Rådhusholdet"
HIDDEN, CHANGED = "Sig det til borgeren", "Den bruges allerede"
ASK = "from elearning.commissions.evaluation.tasks import ask; ask(); ask()"


class Post:
    """What the order sends, read as it comes: who gets which letter, and nobody twice."""

    def __init__(self, site: EmbeddedSite) -> None:
        self.site = site
        self.number = ""
        self.before = len(letters(site))
        self.expected: Counter[tuple[str, str]] = Counter()

    def brings(self, subject: str, *to: str, saying: str) -> Letter:
        """Waits for the letter at each address and reads it; ``subject`` and ``saying`` may name the ``number``."""
        subject, saying = subject.format(number=self.number), saying.format(number=self.number)
        self.expected.update((each, subject) for each in to)
        wait_for(lambda: not self.expected - self.come(), within=60, what=f"»{subject}« to {to}")
        found = [letter for letter in self.ours() if letter.subject == subject and letter.to in to]
        for letter in found:
            assert saying in letter.text
        return found[-1]

    def is_all_read(self) -> None:
        """There was nothing else, for these people or about this order."""
        assert self.come() == self.expected

    def come(self) -> Counter[tuple[str, str]]:
        return Counter((letter.to, letter.subject) for letter in self.ours())

    def ours(self) -> list[Letter]:
        return [letter for letter in letters(self.site)[self.before :] if self.concerns(letter)]

    def concerns(self, letter: Letter) -> bool:
        if CODE.search(letter.text) and self.number not in letter.text:
            return False  # to sign in with
        return letter.to.endswith(TOWN.domain) or self.number in letter.subject + letter.text


@pytest.fixture(scope="module")
def town(site: EmbeddedSite) -> Town:
    set_up(site, TOWN)
    return TOWN


def test_an_order_from_request_to_evaluation(site: EmbeddedSite, town: Town, signed_in: SignIn) -> None:
    editor, designer, approver = signed_in(EDITOR), signed_in(DESIGNER), signed_in(APPROVER, tolerates="409")
    learners = [Learner(site, signed_in(address), address, COURSE) for address in (LIS, LEIF)]
    post, findings = Post(site), list[str]()

    findings += request(editor, post)
    findings += clarify(designer, post)
    findings += shape(editor, designer, post)
    findings += offer(designer, post)
    findings += refuse_what_was_not_read(editor, designer, approver, post)
    findings += approve(approver, post)
    findings += set_running(editor, post)
    group, found = gather(editor, post)
    findings += found
    for learner in learners:
        take(learner, group)
    findings += evaluate(site, learners, post)
    findings += conclude(editor, designer, post)

    post.is_all_read()
    assert findings == []


# --- from request to co-design ---------------------------------------------------------------------------------------


def request(editor: Page, post: Post) -> list[str]:
    editor.goto("/bestil/")
    editor.get_by_label("Hvad kalder I forløbet").fill(TITLE)
    editor.get_by_label("Hvilket kursus tager I udgangspunkt i").select_option(label=COURSE.title)
    editor.get_by_label("Hvad skal det handle om").fill("Hvad AI betyder for en ø.")
    editor.get_by_label("Leder", exact=True).check()
    editor.get_by_label("Cirka hvor mange deltagere").fill("2")
    editor.get_by_role("button", name="Send bestillingen").click()
    said = editor.get_by_text(re.compile(r"B-\d{4}-\d{4}")).first
    expect(said).to_be_visible()
    found = re.search(r"B-\d{4}-\d{4}", said.inner_text())
    assert found
    post.number = found.group()
    post.brings("Vi har modtaget din bestilling {number}", EDITOR, saying="Hvad AI betyder for en ø.")
    post.brings(
        "Ærø Kommune har sendt bestillingen {number}",
        *(DESIGNER, APPROVER),
        saying=f"Der er en ny bestilling, {{number}}: {TITLE} til Ærø Kommune.",
    )
    open_order(editor)
    return look_at(editor, "the order")


def open_order(page: Page) -> None:
    page.goto("/bestillinger/")
    page.get_by_role("link", name=TITLE).click()
    expect(page.get_by_role("heading", level=1)).to_have_text(TITLE)


def open_at_desk(designer: Page) -> None:
    designer.goto("/admin/hyldefri/bestillinger/")
    designer.get_by_role("link", name=TITLE).first.click()


def step_at_desk(designer: Page, name: str) -> None:
    open_at_desk(designer)
    designer.get_by_role("link", name=name, exact=True).click()
    designer.get_by_role("button", name=name, exact=True).click()


def clarify(designer: Page, post: Post) -> list[str]:
    designer.goto("/admin/hyldefri/bestillinger/")
    findings = municipal.findings_at_every_width(designer, "the board")
    open_at_desk(designer)
    findings += municipal.findings_at_every_width(designer, "the order at the desk")
    designer.get_by_role("link", name="Afklar behovet").click()
    designer.get_by_label("Bemærkning").fill("Vi ringer på torsdag.")
    designer.get_by_role("button", name="Afklar behovet").click()
    post.brings(f"Vi ser på {{number}}: {TITLE}", EDITOR, APPROVER, saying="Vi ringer på torsdag.")
    return findings


def shape(editor: Page, designer: Page, post: Post) -> list[str]:
    """A wish, agreed, and met by a change in the municipality's own version."""
    step_at_desk(designer, "Begynd samskabelsen")
    post.brings(f"{{number}}: vi former {TITLE} sammen", EDITOR, APPROVER, saying=f"Samskabelsen af {TITLE} er begyndt")
    open_order(editor)
    editor.get_by_role("link", name="Se ønskerne").click()
    wishes = editor.url
    editor.get_by_text("Tilføj et ønske").click()
    editor.get_by_label("Hvad der skal ske").select_option(label="Skjul")
    option = editor.get_by_label("Hvor i kurset").locator("option").filter(has_text=HIDDEN)
    editor.get_by_label("Hvor i kurset").select_option(value=option.get_attribute("value"))
    editor.get_by_label("Ønsket", exact=True).fill("Den har vi haft.")
    editor.get_by_role("button", name="Tilføj ønsket").click()
    post.brings(f"{{number}}: nyt på ønskelisten til {TITLE}", DESIGNER, APPROVER, saying="Der er nyt på ønskelisten")

    open_at_desk(designer)
    designer.get_by_role("link", name="Se ønskerne").click()
    findings = municipal.findings_at_every_width(designer, "the wishes at the desk")
    designer.get_by_role("listitem").filter(has_text="Den har vi haft.").get_by_role("button", name="Aftal").click()
    expect(designer.get_by_text("Aftalt, og endnu ikke lavet.")).to_be_visible()
    findings += met(editor, wishes)
    return findings


def met(editor: Page, wishes: str) -> list[str]:
    municipal.open_our_version(editor, COURSE.title)
    row = editor.get_by_role("listitem").filter(has=editor.get_by_role("link", name=HIDDEN, exact=True))
    row.locator("summary").click()
    row.get_by_role("button", name="Skjul").click()
    expect(editor.get_by_text("er skjult i kladden")).to_be_visible()
    editor.goto(wishes)
    wish = editor.get_by_role("listitem").filter(has_text="Den har vi haft.")
    expect(wish.get_by_text("Opfyldt", exact=True)).to_be_visible()
    return look_at(editor, "the wishes")


# --- the offer and the approval --------------------------------------------------------------------------------------


def offer(designer: Page, post: Post) -> list[str]:
    open_at_desk(designer)
    designer.get_by_role("link", name="Skriv tilbuddet").click()
    designer.get_by_label("Gælder til og med").fill(in_days(14))
    designer.get_by_label("Hvad, linje 1").fill("Tilpasning")
    designer.get_by_label("Antal, linje 1").fill("1")
    designer.get_by_label("Pris pr. enhed i kroner, linje 1").fill("12.500,00")
    findings = municipal.findings_at_every_width(designer, "the offer while it is written")
    designer.get_by_role("button", name="Giv tilbuddet").click()
    expect(designer.get_by_text("Tilbud 1 er givet")).to_be_visible()
    findings += municipal.findings_at_every_width(designer, "the offer at the desk")
    post.brings(
        f"{{number}}: der er et tilbud på {TITLE}", EDITOR, APPROVER, saying="Tilbud 1: 12.500,00 kr. ekskl. moms"
    )
    return findings


def refuse_what_was_not_read(editor: Page, designer: Page, approver: Page, post: Post) -> list[str]:
    """One character more in a lesson's name, while the approver reads."""
    open_order(approver)
    approver.get_by_role("link", name="Læs og godkend").click()
    expect(approver.get_by_role("row", name="Tilpasning")).to_contain_text("12.500,00")
    expect(approver.get_by_role("main")).not_to_contain_text(f"{CHANGED}!")
    findings = look_at(approver, "the offer to approve")

    municipal.open_our_version(editor, COURSE.title)
    editor.get_by_role("main").get_by_role("link", name=CHANGED, exact=True).click()
    editor.locator("#id_title").fill(f"{CHANGED}!")
    editor.get_by_role("button", name="Gem kladde").click()
    expect(editor.get_by_role("status").filter(has_text=f"{CHANGED}!").first).to_be_visible()

    approver.get_by_role("button", name="Godkend", exact=True).click()
    expect(approver.get_by_role("alert")).to_contain_text("Kurset er ændret, siden tilbuddet blev givet.")
    expect(approver.get_by_role("region", name="Det er anderledes end i tilbuddet")).to_contain_text(CHANGED)
    findings += look_at(approver, "an offer that does not hold")

    open_at_desk(designer)
    designer.get_by_role("link", name="Skriv en ny version af tilbuddet").click()
    designer.get_by_role("button", name="Giv tilbuddet").click()
    expect(designer.get_by_text("Tilbud 2 er givet")).to_be_visible()
    post.brings(
        f"{{number}}: Der er en ny version af tilbuddet på {TITLE}",
        *(EDITOR, APPROVER),
        saying="Den tidligere gælder ikke længere",
    )
    return findings


def approve(approver: Page, post: Post) -> list[str]:
    open_order(approver)
    approver.get_by_role("link", name="Læs og godkend").click()
    expect(approver.get_by_role("main")).to_contain_text(f"{CHANGED}!")
    approver.get_by_role("button", name="Godkend", exact=True).click()
    expect(approver.get_by_text("Bestillingen er godkendt.")).to_be_visible()
    post.brings(f"{{number}} er godkendt: {TITLE}", EDITOR, DESIGNER, saying=f"Bestillingen {{number}}, {TITLE}")
    return look_at(approver, "an approved order")


# --- the run ---------------------------------------------------------------------------------------------------------

FACTS = {
    "CVR-nummer": "28856075",
    "EAN-lokationsnummer": "5790000000005",
    "Personreference": "Elin Redaktør",
    "Jeres ordrenummer": "4711",
    "Dataansvarlig": "Ærø Kommune",
    "Hvem kan man spørge om databeskyttelse": "Dan Beskytter",
    "E-mailadresse": "dpo@andetsteds.example",
    "Navne, adresser og roller": "24",
    "Tilmeldinger, fremdrift og kursusbeviser": "60",
    "Svar på spørgsmål og test": "12",
    "Private refleksioner og planer": "12",
    "Underdatabehandlere": "ingen",
}


def set_running(editor: Page, post: Post) -> list[str]:
    open_order(editor)
    editor.get_by_role("link", name="Udfyld", exact=True).click()
    for label, text in FACTS.items():
        editor.get_by_label(label).fill(text)
    editor.get_by_role("button", name="Gem", exact=True).click()
    expect(editor.get_by_text("Alt er på plads.")).to_be_visible()
    findings = look_at(editor, "an order that is ready to run")
    editor.get_by_role("link", name="Sæt i gang").click()
    editor.get_by_role("button", name="Sæt i gang").click()
    expect(editor.get_by_text("Forløbet er i gang.")).to_be_visible()
    post.brings(f"{{number}}: {TITLE} er i gang", APPROVER, DESIGNER, saying=f"Forløbet {TITLE} er i gang")
    return findings


def gather(editor: Page, post: Post) -> tuple[str, list[str]]:
    """A group of the two; where their invitations lead, and what was found."""
    editor.goto("/hold/")
    editor.get_by_role("link", name="Planlæg et hold i").click()
    editor.get_by_label("Navn").fill(GROUP)
    editor.get_by_label("Kursus").select_option(label=COURSE.title)
    editor.get_by_label("Første dag").fill(date.today().isoformat())
    editor.get_by_label("Sidste dag").fill(in_days(30))
    editor.get_by_label("Facilitator").select_option(label="Elin Redaktør")
    order = editor.get_by_label("Bestilling").locator("option").filter(has_text=TITLE)
    editor.get_by_label("Bestilling").select_option(value=order.get_attribute("value"))
    editor.get_by_role("button", name="Planlæg et hold").click()
    for address, name in ((LIS, "Lis Leder"), (LEIF, "Leif Leder")):
        editor.get_by_role("link", name="Tilføj én deltager").click()
        editor.get_by_label("E-mail").fill(address)
        editor.get_by_role("button", name="Tilføj en deltager").click()
        expect(editor.get_by_text(f"{name} er på holdet.")).to_be_visible()
    letter = post.brings(
        f"Du tager »{COURSE.title}« med holdet {GROUP}",
        *(LIS, LEIF),
        saying=f"Ærø Kommune har tilmeldt dig »{COURSE.title}«.",
    )
    return address_in(letter, "/hold/"), look_at(editor, "the group")


def take(learner: Learner, group: str) -> None:
    """From the invitation through every step and the test."""
    page = learner.page
    page.goto(group)
    page.get_by_role("link", name="Gå til kurset").click()
    page.get_by_role("link", name=re.compile("^Begynd")).click()
    on, test = (page.get_by_role("button", name=it) for it in (re.compile("^Gennemfør"), "Begynd på testen"))
    while True:
        expect(on.or_(test).first).to_be_visible()
        expect(page.get_by_role("heading", level=1)).not_to_have_text(HIDDEN)
        if test.is_visible():
            break
        was = page.url
        on.click()
        page.wait_for_url(lambda url, was=was: url != was)
    learner.begin_the_test()
    learner.answer_the_test()
    expect(page.get_by_role("heading", level=1)).to_have_text("Du har bestået")


# --- the evaluation --------------------------------------------------------------------------------------------------


def evaluate(site: EmbeddedSite, learners: list[Learner], post: Post) -> list[str]:
    findings: list[str] = []
    for learner in learners:
        learner.wait_for_certificate()
    run_in(site, ASK)
    for learner in learners:
        saying = "aldrig om færre end fem personer"
        letter = post.brings(f"Hvad gav »{COURSE.title}« dig?", learner.address, saying=saying)
        page = learner.page
        page.goto(address_in(letter, "/"))
        findings += look_at(page, "the questions")
        for question in page.locator("fieldset").all():
            question.get_by_role("radio").first.check(force=True)
        page.get_by_role("main").get_by_role("textbox").first.fill("Samtalerne.")
        page.get_by_role("button", name="Send dine svar").click()
        expect(page.get_by_role("heading", level=1)).to_have_text("Tak for dine svar")
        findings += look_at(page, "the answers that were sent")
    return findings


def conclude(editor: Page, designer: Page, post: Post) -> list[str]:
    step_at_desk(designer, "Evalueringen er klar")
    post.brings(f"{{number}}: evalueringen af {TITLE}", EDITOR, APPROVER, saying=f"Evalueringen af {TITLE} er klar")
    open_order(editor)
    editor.get_by_role("link", name="Evalueringen", exact=True).click()
    report = editor.get_by_role("main")
    expect(report).to_contain_text("Færre end fem er inviteret, så der vises ingen tal.")
    expect(report).to_contain_text("Der er for få svar til, at tallene kan vises.")
    expect(report).to_contain_text("Den har vi haft.")
    expect(report).not_to_contain_text("Samtalerne.")
    findings = look_at(editor, "the report")

    step_at_desk(designer, "Afslut bestillingen")
    post.brings(f"{{number}} er afsluttet: {TITLE}", EDITOR, APPROVER, saying="Tak for samarbejdet.")
    return findings + municipal.findings_at_every_width(designer, "a closed order at the desk")


def address_in(letter: Letter, beginning: str) -> str:
    """The path of the first address in the letter that begins so."""
    paths = [urlsplit(found).path for found in re.findall(r"https?://\S+", letter.text)]
    return next(path for path in paths if path.startswith(beginning))


def in_days(days: int) -> str:
    return (date.today() + timedelta(days=days)).isoformat()
