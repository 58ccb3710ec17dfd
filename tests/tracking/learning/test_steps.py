from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from courses.selectors import release_tree
from courses.trees.nodes import pages
from tests.tracking import factories
from tests.worlds import world
from tracking.models import Enrolment, Statement

pytestmark = pytest.mark.django_db


def steps_of(enrolment):
    return [page.node["id"] for page in pages(release_tree(enrolment.release_id))]


def url(enrolment, step):
    return reverse("tracking:step", args=[enrolment.pk, step])


def verbs(enrolment):
    statements = Statement.objects.for_municipality(enrolment.municipality).order_by("pk")
    return [(row.verb.rsplit("/", 1)[1], row.object_id.rsplit("/", 1)[1]) for row in statements]


def test_the_first_view_of_a_step_records_that_it_was_seen(small, sign_in):
    first = steps_of(small)[0]
    response = sign_in(small).get(url(small, first))
    assert response.status_code == 200
    course = release_tree(small.release_id)["id"]
    assert verbs(small) == [("launched", course), ("experienced", first)]


def test_a_step_that_has_been_seen_is_not_written_again(small, sign_in, django_assert_max_num_queries):
    client, first = sign_in(small), steps_of(small)[0]
    client.get(url(small, first))
    with django_assert_max_num_queries(12) as queries:
        client.get(url(small, first))
    assert not [q["sql"] for q in queries if q["sql"].split()[0] in ("INSERT", "UPDATE", "DELETE")]
    assert len(verbs(small)) == 2


@pytest.mark.parametrize("lessons", [5, 60])
def test_a_lesson_takes_the_same_few_queries_whatever_the_courses_size(lessons, sign_in, django_assert_max_num_queries):
    question = factories.single_choice()
    target = factories.paragraph('<p>Se <a linktype="page" id="2">forsiden</a></p>')
    first = factories.lesson(target, factories.practise(question), factories.block("reflection", prompt="Hvad?"))
    others = [factories.lesson() for _ in range(lessons - 1)]
    tree = factories.course(factories.module(first, *others), pool=[question])
    enrolment = factories.enrolment(factories.released(tree))
    client = sign_in(enrolment)
    client.get(url(enrolment, first["id"]))
    with django_assert_max_num_queries(12):
        assert client.get(url(enrolment, first["id"])).status_code == 200


def test_completing_a_step_leads_to_the_next_and_is_recorded_once(small, sign_in):
    client, (first, second, _third) = sign_in(small), steps_of(small)
    for _ in range(2):
        response = client.post(url(small, first), {"done": "1"})
        assert (response.status_code, response["Location"]) == (303, url(small, second))
    assert [verb for verb, _ in verbs(small)].count("completed") == 1


def test_completing_the_last_step_leads_to_the_course(small, sign_in):
    response = sign_in(small).post(url(small, steps_of(small)[-1]), {"done": "1"})
    assert response["Location"] == reverse("tracking:course", args=[small.pk])


def test_a_prefetching_browser_has_read_nothing(small, sign_in):
    sign_in(small).get(url(small, steps_of(small)[0]), headers={"Sec-Purpose": "prefetch"})
    assert verbs(small) == []


def test_a_hidden_lesson_does_not_exist(sign_in):
    hidden = factories.lesson(hidden=True)
    tree = factories.course(factories.module(factories.lesson(), hidden))
    enrolment = factories.enrolment(factories.released(tree))
    assert sign_in(enrolment).get(url(enrolment, hidden["id"])).status_code == 404


def test_a_learner_sees_her_own_levels_example_only(sign_in):
    own = factories.paragraph("<p>Til chefer</p>", audience=["head"])
    other = factories.paragraph("<p>Til politikere</p>", audience=["politician"])
    step = factories.lesson(own, other)
    release = factories.released(factories.course(factories.module(step)))
    page = sign_in(head := factories.enrolment(release, level="head")).get(url(head, step["id"])).content.decode()
    assert "Til chefer" in page
    assert "Til politikere" not in page


@world
def in_order():
    steps = [factories.lesson() for _ in range(3)]
    return factories.enrolment(factories.released(factories.course(factories.module(*steps), order_rule="sequential")))


def test_in_a_sequential_course_a_locked_step_leads_back_with_a_message(in_order, sign_in):
    client, (first, _second, third) = sign_in(in_order), steps_of(in_order)
    response = client.get(url(in_order, third), follow=True)
    assert response.redirect_chain[-1][0] == url(in_order, first)
    assert len(response.context["messages"]) == 1
    assert client.post(url(in_order, third), {"done": "1"}).status_code == 302
    assert ("completed", third) not in verbs(in_order)


def test_in_a_sequential_course_a_done_step_opens_the_next(in_order, sign_in):
    client, (first, second, third) = sign_in(in_order), steps_of(in_order)
    client.post(url(in_order, first), {"done": "1"})
    assert client.get(url(in_order, second)).status_code == 200
    assert client.get(url(in_order, third)).status_code == 302
    assert client.get(url(in_order, first)).status_code == 200


def test_the_municipalitys_order_rule_goes_before_the_courses(in_order, sign_in):
    Enrolment.objects.for_user(in_order.user).update(settings={"order_rule": "free"})
    assert sign_in(in_order).get(url(in_order, steps_of(in_order)[-1])).status_code == 200


def test_the_position_is_kept_with_its_block(small, sign_in):
    client, first = sign_in(small), steps_of(small)[0]
    block = release_tree(small.release_id)["children"]["modules"][0]["children"]["pages"][0]["children"]["body"][2]
    response = client.post(reverse("tracking:position", args=[small.pk]) + f"?trin={first}", {"block": block["id"]})
    assert response.status_code == 204
    small.refresh_from_db()
    assert (small.position_node, small.position_block) == (first, block["id"])


def test_going_back_to_a_step_that_is_not_done_moves_the_position_without_a_script(small, sign_in):
    client, (first, second, _third) = sign_in(small), steps_of(small)
    client.get(url(small, first))
    client.get(url(small, second))
    client.get(url(small, first))
    small.refresh_from_db()
    assert small.position_node == first


def test_looking_back_at_a_completed_step_moves_the_time_and_not_the_place(small, sign_in):
    client, (first, second, _third) = sign_in(small), steps_of(small)
    client.post(url(small, first), {"done": "1"})
    client.get(url(small, second))
    long_ago = timezone.now() - timedelta(days=9)
    Enrolment.objects.for_user(small.user).update(position_at=long_ago)
    client.get(url(small, first))
    client.post(reverse("tracking:position", args=[small.pk]) + f"?trin={first}")
    small.refresh_from_db()
    assert small.position_node == second
    assert timezone.now() - small.position_at < timedelta(hours=1)


def test_opening_the_same_step_days_later_keeps_the_block_and_moves_the_time(small, sign_in):
    client, first = sign_in(small), steps_of(small)[0]
    client.get(url(small, first))
    long_ago = timezone.now() - timedelta(days=9)
    Enrolment.objects.for_user(small.user).update(position_block="blok", position_at=long_ago)
    client.get(url(small, first))
    small.refresh_from_db()
    assert (small.position_node, small.position_block) == (first, "blok")
    assert small.position_at > long_ago


@pytest.mark.parametrize("query", ["", "?trin=x", "?trin=00000000-0000-4000-8000-000000000000", "?trin=%00"])
def test_a_position_in_no_step_of_hers_is_refused(small, sign_in, query):
    response = sign_in(small).post(reverse("tracking:position", args=[small.pk]) + query, {"block": "x"})
    assert response.status_code == 404


def test_a_position_in_no_block_of_the_step_keeps_the_step(small, sign_in):
    first = steps_of(small)[0]
    sign_in(small).post(reverse("tracking:position", args=[small.pk]) + f"?trin={first}", {"block": "<script>"})
    small.refresh_from_db()
    assert (small.position_node, small.position_block) == (first, "")


@world
def tested():
    question = factories.single_choice()
    step = factories.lesson(factories.block("final_test", introduction="Tag dig tid."), factories.practise(question))
    return factories.enrolment(factories.released(factories.course(factories.module(step), pool=[question])))


def test_the_final_test_is_closed_where_a_site_has_none(tested, sign_in, monkeypatch):
    monkeypatch.setattr("tracking.learning.blocks.reverse_or_none", lambda *_: None)
    monkeypatch.setattr("tracking.learning.views.blocks.reverse_or_none", lambda *_: None)
    client, (step,) = sign_in(tested), steps_of(tested)
    block = release_tree(tested.release_id)["children"]["modules"][0]["children"]["pages"][0]["children"]["body"][0]
    assert f'action="{url(tested, step)}{block["id"]}/"' not in client.get(url(tested, step)).content.decode()
    assert client.post(f"{url(tested, step)}{block['id']}/").status_code == 404


def test_the_final_test_block_leads_to_the_test(tested, sign_in, monkeypatch):
    monkeypatch.setattr("tracking.learning.blocks.reverse_or_none", lambda *_: "/proeve/")
    monkeypatch.setattr("tracking.learning.views.blocks.reverse_or_none", lambda *_: "/proeve/")
    client, (step,) = sign_in(tested), steps_of(tested)
    block = release_tree(tested.release_id)["children"]["modules"][0]["children"]["pages"][0]["children"]["body"][0]
    address = f"{url(tested, step)}{block['id']}/"
    assert f'action="{address}"' in client.get(url(tested, step)).content.decode()
    response = client.post(address)
    assert (response.status_code, response["Location"]) == (303, "/proeve/")


def test_a_dialogue_is_laid_out_and_can_be_completed(small, sign_in):
    client, (_, dialogue, last) = sign_in(small), steps_of(small)
    response = client.get(url(small, dialogue))
    assert "tracking/dialogue.html" in [template.name for template in response.templates]
    assert client.post(url(small, dialogue), {"done": "1"})["Location"] == url(small, last)
    assert ("completed", dialogue) in verbs(small)


def test_an_enrolment_moved_to_a_release_without_the_step_does_not_find_it(small, sign_in):
    client, (first, *_) = sign_in(small), steps_of(small)
    client.get(url(small, first))
    small.release = factories.released(factories.course(factories.module(factories.lesson())))
    small.course = small.release.course
    small.save()
    assert client.get(url(small, first)).status_code == 404
    assert client.get(reverse("tracking:overview")).status_code == 200
