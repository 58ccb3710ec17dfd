import json

import pytest
from django.urls import reverse

from courses.quizzes.presenting import right_token
from courses.quizzes.questions import is_question
from courses.selectors import release_tree
from courses.trees.nodes import pages, walk
from tests import trees
from tests.at_once import at_once
from tests.tracking import factories
from tracking.learning.practice import seed_of
from tracking.models import Attempt, Response, Statement

pytestmark = pytest.mark.django_db


class Asked:
    """A lesson with one question of the pool."""

    def __init__(self, question, sign_in):
        self.block = factories.practise(question)
        self.question = question
        self.step = factories.lesson(self.block)
        tree = factories.course(factories.module(self.step), pool=[question])
        self.enrolment = factories.enrolment(factories.released(tree))
        self.client = sign_in(self.enrolment)
        self.page = reverse("tracking:step", args=[self.enrolment.pk, self.step["id"]])
        self.url = f"{self.page}{self.block['id']}/"

    def options(self):
        return [option["id"] for option in self.question["children"]["options"]]

    def answer(self, number=1, **data):
        return self.client.post(f"{self.url}?forsoeg={number}", data)

    def read(self, query=""):
        return self.client.get(self.page + query).content.decode()

    def stored(self):
        return Response.objects.for_municipality(self.enrolment.municipality)


@pytest.fixture
def asked(sign_in):
    return Asked(factories.single_choice(), sign_in)


def test_an_answer_is_stored_and_leads_back_to_its_block(asked):
    response = asked.answer(option=asked.options()[0])
    assert (response.status_code, response["Location"]) == (303, f"{asked.page}#b-{asked.block['id']}")
    stored = asked.stored().get()
    assert (stored.correct, stored.score, stored.answer) == (True, 1.0, {"options": [asked.options()[0]]})
    assert stored.attempt.release_id == asked.enrolment.release_id


def test_the_result_stays_when_the_page_is_loaded_again(asked):
    asked.answer(option=asked.options()[1])
    for _ in range(2):
        page = asked.read()
        assert "FEEDBACK-skæv" in page
        assert "FORKLARING" in page


def test_the_record_says_that_the_question_was_answered_within_its_lesson(asked):
    asked.answer(option=asked.options()[1])
    raw = Statement.objects.for_municipality(asked.enrolment.municipality).get(verb__endswith="answered").raw
    assert raw["object"]["id"].endswith(asked.question["id"])
    assert raw["context"]["contextActivities"]["parent"][0]["id"].endswith(asked.step["id"])
    assert raw["result"] == {"score": {"scaled": 0.0}, "success": False}


def test_an_answer_sent_twice_counts_once_and_the_first_stands(asked):
    right, wrong, _ = asked.options()
    asked.answer(option=wrong)
    assert asked.answer(option=right).status_code == 303
    assert asked.stored().get().correct is False
    assert "FEEDBACK-skæv" in asked.read()


def test_trying_again_stores_nothing_until_it_is_answered(asked):
    right, wrong, _ = asked.options()
    asked.answer(option=wrong)
    response = asked.client.post(asked.url, {"again": "1"})
    assert (response.status_code, response["Location"]) == (
        303,
        f"{asked.page}?igen={asked.block['id']}#b-{asked.block['id']}",
    )
    assert asked.stored().count() == 1
    fresh = asked.read(f"?igen={asked.block['id']}")
    assert "FEEDBACK" not in fresh
    assert "forsoeg=2" in fresh
    asked.answer(2, option=right)
    assert list(asked.stored().order_by("pk").values_list("attempt__number", "correct")) == [(1, False), (2, True)]


@pytest.mark.parametrize("number", ["17", "0", "-1", "x", "99999999999999999999", "²", ""])
def test_a_number_that_is_not_the_next_is_taken_for_the_next_or_the_first(asked, number):
    asked.answer(number, option=asked.options()[0])
    assert Attempt.objects.for_municipality(asked.enrolment.municipality).get().number == 1


@pytest.mark.parametrize(
    "data",
    [
        {},
        {"option": ""},
        {"option": "x"},
        {"option": "\x00"},
        {"option": ["a", "b"]},
        {"options": "x"},
        {"option": "<script>alert(1)</script>"},
    ],
)
def test_what_is_no_answer_is_refused_at_the_question_and_not_stored(asked, data):
    response = asked.client.post(asked.url, data)
    page = response.content.decode()
    assert response.status_code == 422
    assert "form-error-message" in page
    assert "FEEDBACK" not in page
    assert "<script>alert" not in page
    assert not asked.stored().exists()
    assert not Attempt.objects.for_municipality(asked.enrolment.municipality).exists()


def test_an_answer_that_cannot_be_read_is_shown_again(sign_in):
    asked = Asked(trees.number(factories.new_id(), unit="pct."), sign_in)
    response = asked.answer(text="mange")
    assert response.status_code == 422
    assert 'value="mange"' in response.content.decode()


def test_htmx_gets_the_block_alone(asked):
    htmx = {"HX-Request": "true"}
    refused = asked.client.post(asked.url, {}, headers=htmx)
    answered = asked.client.post(asked.url, {"option": asked.options()[0]}, headers=htmx)
    again = asked.client.post(asked.url, {"again": "1"}, headers=htmx)
    assert [r.status_code for r in (refused, answered, again)] == [422, 200, 200]
    assert all("<html" not in r.content.decode() for r in (refused, answered, again))
    assert "FEEDBACK-ret" in answered.content.decode()
    assert "FEEDBACK" not in again.content.decode()


def test_the_seed_is_stable_and_holds_nothing_the_page_shows(asked):
    seed = seed_of(asked.enrolment, asked.block["id"], 1)
    assert seed == seed_of(asked.enrolment, asked.block["id"], 1)
    assert seed not in asked.read()
    assert asked.block["id"] not in seed
    other = factories.enrolment(asked.enrolment.release)
    assert seed != seed_of(other, asked.block["id"], 1) != seed_of(other, asked.block["id"], 2)


def test_pairs_are_matched_by_tokens_of_the_attempt(sign_in):
    asked = Asked(with_ids(trees.matching(factories.new_id())), sign_in)
    pairs = [pair["id"] for pair in asked.question["children"]["pairs"]]
    seed = seed_of(asked.enrolment, asked.block["id"], 1)
    assert asked.answer(**{f"left-{pair}": pair for pair in pairs}).status_code == 422
    asked.answer(**{f"left-{pair}": right_token(seed, pair) for pair in pairs})
    assert asked.stored().get().correct is True


def test_an_answer_on_an_older_release_is_shown_as_it_was_asked(asked):
    asked.answer(option=asked.options()[1])
    enrolment = asked.enrolment
    edited = json.loads(json.dumps(enrolment.release.tree).replace("FORKLARING", "NY FORKLARING"))
    enrolment.release = factories.bare_release(edited, enrolment.course)
    enrolment.save()
    assert "NY FORKLARING" not in asked.read()
    asked.answer(2, option=asked.options()[0])
    assert "NY FORKLARING" in asked.read()


def with_ids(question):
    for nodes in question["children"].values():
        for node in nodes:
            node["id"] = factories.new_id()
    return question


def walk_through(client, enrolment):
    """Every byte a learner gets of a whole course before she answers anything."""
    tree = release_tree(enrolment.release_id)
    addresses = [reverse("tracking:step", args=[enrolment.pk, page.node["id"]]) for page in pages(tree)]
    addresses += [reverse("tracking:course", args=[enrolment.pk]), reverse("tracking:overview")]
    for address in addresses:
        response = client.get(address)
        assert response.status_code == 200
        yield address, response.content.decode()


def test_no_right_answer_is_sent_before_the_learner_has_answered(sign_in):
    enrolment = factories.enrolment(factories.released(factories.demo_course()))
    secrets = set(secrets_of(release_tree(enrolment.release_id)))
    assert len(secrets) > 60
    for address, page in walk_through(sign_in(enrolment), enrolment):
        plain = page.replace("&#x27;", "'").replace("&quot;", '"').replace("&amp;", "&")
        assert not [secret for secret in secrets if secret in plain], address
        assert '"correct"' not in plain
        assert "data-correct" not in plain


def secrets_of(tree):
    """Texts that tell, or hint at, what is right: feedback, explanations, accepted answers."""
    for place in walk(tree):
        fields, type_ = place.node["fields"], place.node["type"]
        if type_ == "option" or is_question(place.node):
            yield from (
                fields[n] for n in ("feedback", "feedback_right", "feedback_wrong", "explanation") if fields.get(n)
            )
        if type_ == "dilemma_option":
            yield fields["price"]


def test_a_blocks_part_of_the_page_holds_neither_accepted_answers_nor_the_right_order(sign_in):
    questions = {
        "short": with_ids(trees.short_text(factories.new_id(), accepted=("grundlinjen",), prompt="Ord?")),
        "number": trees.number(factories.new_id(), value=4711, prompt="Tal?"),
        "order": with_ids(trees.ordering(factories.new_id(), prompt="Orden?")),
        "true": trees.true_false(factories.new_id(), prompt="Sandt?"),
    }
    step = factories.lesson(*(factories.practise(question) for question in questions.values()))
    tree = factories.course(factories.module(step), pool=list(questions.values()))
    enrolment = factories.enrolment(factories.released(tree))
    page = sign_in(enrolment).get(reverse("tracking:step", args=[enrolment.pk, step["id"]])).content.decode()
    for secret in ("grundlinjen", "4711", "Ja.", "Nej.", "Derfor."):
        assert secret not in page
    items = [item["id"] for item in questions["order"]["children"]["items"]]
    assert sorted(items, key=page.index) != items


@pytest.mark.django_db(transaction=True)
def test_of_two_answers_at_the_same_moment_the_first_stands(asked, sign_in):
    right, wrong = asked.options()[:2]
    other = sign_in(asked.enrolment)
    address = f"{asked.url}?forsoeg=1"

    answers = at_once(lambda: asked.answer(option=right), lambda: other.post(address, {"option": wrong}))

    assert [answer.status_code for answer in answers] == [303, 303]
    assert asked.stored().count() == 1
    answered = [
        row for row in Statement.objects.for_municipality(asked.enrolment.municipality) if "answered" in row.verb
    ]
    assert len(answered) == 1
