import pytest
from django.urls import reverse

from courses.selectors import release_tree
from courses.trees.nodes import pages
from tests.tracking import factories
from tests.worlds import world

pytestmark = pytest.mark.django_db
OVERVIEW = "/forloeb/"


def steps_of(enrolment):
    return [page.node["id"] for page in pages(release_tree(enrolment.release_id))]


def url(enrolment, step):
    return reverse("tracking:step", args=[enrolment.pk, step])


@world
def day():
    """Lessons of 5, 8 and 3 minutes, and a dialogue."""
    steps = [
        factories.lesson(minutes=5),
        factories.lesson(minutes=8),
        factories.dialogue(),
        factories.lesson(minutes=3),
    ]
    return factories.enrolment(factories.released(factories.course(factories.module(*steps))))


def test_who_has_no_course_is_told_so(client):
    client.force_login(factories.learner())
    response = client.get(OVERVIEW)
    assert response.status_code == 200
    assert response.context["resume"] is None


def test_a_new_course_begins_at_its_first_step(day, sign_in):
    resume = sign_in(day).get(OVERVIEW).context["resume"]
    assert (resume["url"], resume["begun"], resume["minutes"]) == (url(day, steps_of(day)[0]), False, 5)


def test_continue_leads_to_the_step_she_is_in_and_the_block(day, sign_in):
    client, second = sign_in(day), steps_of(day)[1]
    client.get(url(day, second))
    block = release_tree(day.release_id)["children"]["modules"][0]["children"]["pages"][1]["children"]["body"][0]["id"]
    client.post(reverse("tracking:position", args=[day.pk]) + f"?trin={second}", {"block": block})
    resume = client.get(OVERVIEW).context["resume"]
    assert (resume["url"], resume["begun"]) == (f"{url(day, second)}#b-{block}", True)


def test_continue_leads_on_when_the_step_is_finished(day, sign_in):
    client, (first, second, *_) = sign_in(day), steps_of(day)
    client.get(url(day, first))
    client.post(url(day, first), {"done": "1"})
    assert client.get(OVERVIEW).context["resume"]["url"] == url(day, second)


def test_nothing_is_left_to_continue_when_all_is_done(day, sign_in):
    client = sign_in(day)
    for step in steps_of(day):
        client.get(url(day, step))
        client.post(url(day, step), {"done": "1"})
    response = client.get(OVERVIEW)
    assert response.context["resume"] is None
    assert response.context["enrolments"][0]["completed"]


@pytest.mark.parametrize(
    ("minutes", "proposed"), [("5", [0]), ("10", [0, 3]), ("20", [0, 1, 3]), ("999", [0, 1, 3]), ("1", [3])]
)
def test_the_steps_proposed_fit_the_minutes_she_has(day, sign_in, minutes, proposed):
    context = sign_in(day).get(OVERVIEW, {"minutter": minutes}).context
    steps = steps_of(day)
    assert [step["url"] for step in context["proposals"]] == [url(day, steps[number]) for number in proposed]


def test_what_is_too_long_says_so(day, sign_in):
    (proposal,) = sign_in(day).get(OVERVIEW, {"minutter": "1"}).context["proposals"]
    assert proposal["why"]


@pytest.mark.parametrize("minutes", ["", "0", "-5", "ti", "10.5", "²", "٣", "9999999999", "1 OR 1=1", "\x00"])
def test_minutes_that_are_no_minutes_are_passed_over(day, sign_in, minutes):
    response = sign_in(day).get(OVERVIEW, {"minutter": minutes})
    assert response.status_code == 200
    assert response.context["minutes"] is None


def test_the_course_last_worked_on_comes_first(day, sign_in):
    other = factories.enrolment(
        factories.released(factories.course(factories.module(factories.lesson()), title="Det andet")), day.user
    )
    client = sign_in(day)
    client.get(url(other, steps_of(other)[0]))
    assert client.get(OVERVIEW).context["resume"]["course"] == "Det andet"
    client.get(url(day, steps_of(day)[0]))
    assert client.get(OVERVIEW).context["resume"]["course"] == "Ledelse i praksis"


def test_the_course_page_says_where_each_step_stands(day, sign_in):
    client, (first, second, *_) = sign_in(day), steps_of(day)
    client.post(url(day, first), {"done": "1"})
    client.get(url(day, second))
    context = client.get(reverse("tracking:course", args=[day.pk])).context
    (module,) = context["modules"]
    assert [step["status"] for step in module["steps"]] == ["completed", "started", "new", "new"]
    assert [step["current"] for step in module["steps"]] == [False, True, False, False]
    assert module["minutes"] == 36
    assert (context["progress"]["value"], context["progress"]["maximum"]) == (1, 3)


def test_a_locked_step_is_shown_without_a_way_in(sign_in):
    steps = [factories.lesson() for _ in range(2)]
    tree = factories.course(factories.module(*steps), order_rule="sequential")
    enrolment = factories.enrolment(factories.released(tree))
    (module,) = sign_in(enrolment).get(reverse("tracking:course", args=[enrolment.pk])).context["modules"]
    assert [bool(step["href"]) for step in module["steps"]] == [True, False]
    assert module["steps"][1]["note"]


def test_the_course_page_takes_few_queries(day, sign_in, django_assert_max_num_queries):
    client = sign_in(day)
    client.get(url(day, steps_of(day)[0]))
    client.get(reverse("tracking:course", args=[day.pk]))
    with django_assert_max_num_queries(12):
        client.get(reverse("tracking:course", args=[day.pk]))
