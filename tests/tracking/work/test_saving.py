import pytest
from django.urls import reverse

from courses.selectors import release_tree
from tests.tracking import factories
from tracking.models import Statement, WorkItem

pytestmark = pytest.mark.django_db
AUTOSAVE = {"X-Autosave": "1"}


class Written:
    """A lesson with one block to write in."""

    def __init__(self, sign_in, block):
        self.block, self.step = block, factories.lesson(block)
        self.enrolment = factories.enrolment(factories.released(factories.course(factories.module(self.step))))
        self.client = sign_in(self.enrolment)
        self.page = reverse("tracking:step", args=[self.enrolment.pk, self.step["id"]])
        self.url = f"{self.page}{block['id']}/"

    def save(self, headers=None, **data):
        return self.client.post(self.url, data, headers=headers)

    def autosave(self, **data):
        return self.save(AUTOSAVE, **data)

    def items(self):
        return WorkItem.objects.for_municipality(self.enrolment.municipality)

    def data(self):
        return self.items().get().data

    def read(self):
        return self.client.get(self.page).content.decode()


@pytest.fixture
def reflection(sign_in):
    return Written(sign_in, factories.block("reflection", prompt="Hvad nu?"))


def test_a_reflection_is_saved_and_shown_again(reflection):
    response = reflection.save(text="Jeg <b>spørger</b> først")
    assert (response.status_code, response["Location"]) == (303, f"{reflection.page}#b-{reflection.block['id']}")
    assert "Jeg &lt;b&gt;spørger&lt;/b&gt; først" in reflection.read()


def test_an_autosave_says_when_it_saved(reflection):
    response = reflection.autosave(text="Halvt")
    assert response.status_code == 200
    assert set(response.json()) == {"saved_at", "version", "text"}
    assert reflection.data() == {"text": "Halvt"}


def test_what_is_written_becomes_no_statement(reflection):
    reflection.save(text="Hemmelig tanke")
    statements = Statement.objects.for_municipality(reflection.enrolment.municipality)
    assert not [row for row in statements if "Hemmelig" in str(row.raw) or reflection.block["id"] in str(row.raw)]


def test_the_last_to_write_wins(reflection):
    reflection.save(text="Fra telefonen")
    reflection.autosave(text="Fra computeren")
    assert reflection.data() == {"text": "Fra computeren"}


def test_an_older_save_from_the_queue_is_refused_and_what_is_stored_is_shown(reflection):
    old = reflection.autosave(text="Først").json()["version"]
    reflection.save(text="Senere, et andet sted")
    response = reflection.autosave(text="Fra toget", base=old)
    assert response.status_code == 409
    assert response.json()["stored"] == {"text": "Senere, et andet sted"}
    assert reflection.data() == {"text": "Senere, et andet sted"}


def test_a_save_from_the_queue_that_knew_of_nothing_is_refused_when_there_is_something(reflection):
    assert reflection.autosave(text="Det første", base="").status_code == 200
    assert reflection.autosave(text="Fra en anden", base="").status_code == 409


def test_an_autosave_on_the_newest_version_is_taken(reflection):
    version = reflection.autosave(text="A").json()["version"]
    assert reflection.autosave(text="B", base=version).status_code == 200
    assert reflection.data() == {"text": "B"}


def test_the_same_save_sent_twice_is_no_conflict(reflection):
    version = reflection.autosave(text="A").json()["version"]
    replies = [reflection.autosave(text="B", base=version) for _ in range(2)]
    assert [reply.status_code for reply in replies] == [200, 200]
    assert replies[0].json() == replies[1].json()


@pytest.mark.parametrize("text", ["x" * 10_001, "nul\x00"])
def test_what_cannot_be_kept_is_refused_and_stored_nowhere(reflection, text):
    reflection.save(text="Det gamle")
    assert reflection.autosave(text=text).status_code == 422
    response = reflection.save(text=text)
    assert response.status_code == 422
    assert "form-error-message" in response.content.decode()
    assert reflection.data() == {"text": "Det gamle"}


def test_what_could_not_be_kept_stands_in_the_form_still(reflection):
    assert "for langt " in reflection.save(text="for langt " * 2000).content.decode()


def test_htmx_gets_the_block_alone(reflection):
    response = reflection.save({"HX-Request": "true"}, text="Nu")
    assert response.status_code == 200
    assert "<html" not in response.content.decode()
    assert "Nu</textarea>" in response.content.decode()


def test_a_hidden_block_cannot_be_written_in(sign_in):
    hidden = Written(sign_in, factories.block("reflection", prompt="?", hidden=True))
    assert hidden.save(text="x").status_code == 404
    assert not hidden.items().exists()


def test_a_paragraph_cannot_be_written_in(sign_in):
    assert Written(sign_in, factories.paragraph()).save(text="x").status_code == 404


@pytest.fixture
def dilemma(sign_in):
    options = [
        factories.trees.node("dilemma_option", factories.new_id(), text=f"Valg {n}", price=f"PRIS-{n}") for n in (1, 2)
    ]
    fields = dict.fromkeys(("theme", "know", "practise", "mindset"), "") | {"title": "Ja?", "situation": "Nu."}
    return Written(sign_in, factories.block("dilemma", {"options": options}, **fields))


def test_a_dilemma_shows_its_prices_after_the_choice_only(dilemma):
    first = dilemma.block["children"]["options"][0]["id"]
    assert "PRIS" not in dilemma.read()
    dilemma.save(option=first)
    assert "PRIS-1" in dilemma.read()
    again = dilemma.client.post(dilemma.url, {"again": "1"})
    assert "PRIS" not in dilemma.client.get(again["Location"]).content.decode()
    assert dilemma.data() == {"option": first}


def test_an_option_of_another_dilemma_is_refused(dilemma):
    response = dilemma.save(option=factories.new_id())
    assert response.status_code == 422
    assert "PRIS" not in response.content.decode()
    assert not dilemma.items().exists()


@pytest.mark.parametrize(
    ("block", "data", "shown"),
    [
        (
            {"type_": "exercise", "prompt": "Skriv", "help": "", "rows": 4, "minutes_outside": 0},
            {"text": "mit svar"},
            "mit svar",
        ),
        (
            {"type_": "three_piles", "prompt": "Del", "help": "", "minimum_own": 2},
            {"item-1": "mødet", "pile-1": "own"},
            "mødet",
        ),
        ({"type_": "if_then_plan", "prompt": "Hvis", "help": "", "plans": 2}, {"situation-1": "mandag"}, "mandag"),
        ({"type_": "follow_up", "prompt": "Hvem", "help": "", "days": [30]}, {"partner": "Anna Bro"}, "Anna Bro"),
        ({"type_": "benefit_card", "prompt": "Kort", "help": ""}, {"benefit": "ventetid"}, "ventetid"),
    ],
)
def test_every_kind_of_work_is_saved_and_shown_again(sign_in, block, data, shown):
    written = Written(sign_in, factories.block(**block))
    assert written.save(**data).status_code == 303
    assert shown in written.read()


def test_wrong_dates_are_refused_at_their_field_with_what_was_written(sign_in):
    plan = Written(sign_in, factories.block("if_then_plan", prompt="Hvis", help="", plans=2))
    response = plan.save(**{"situation-1": "mandag morgen", "date-1": "snart"})
    page = response.content.decode()
    assert response.status_code == 422
    assert "mandag morgen" in page
    assert "form-error-message" in page
    assert not plan.items().exists()


def test_a_step_reads_all_its_work_in_one_go(sign_in, django_assert_max_num_queries):
    blocks = [factories.block("reflection", prompt=f"{n}?") for n in range(20)]
    step = factories.lesson(*blocks)
    enrolment = factories.enrolment(factories.released(factories.course(factories.module(step))))
    client, page = sign_in(enrolment), reverse("tracking:step", args=[enrolment.pk, step["id"]])
    for block in blocks:
        client.post(f"{page}{block['id']}/", {"text": "x"})
    client.get(page)
    with django_assert_max_num_queries(12):
        client.get(page)
    assert release_tree(enrolment.release_id)["children"]["modules"]
