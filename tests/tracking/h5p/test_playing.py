"""A learner plays an H5P activity: where she was is kept, and what the content says of her is recorded once."""

import json
import uuid

import pytest
from django.test import Client

from courses.models import H5PActivity
from tests.tracking import factories
from tests.tracking.examinees import signed_in
from tests.tracking.h5p.building import Playing, imported, tree_with
from tracking.h5p.reading import CONSUMED
from tracking.models import H5PAttempt, Statement

pytestmark = pytest.mark.django_db
BEST, LAST = H5PActivity.Attempts.BEST, H5PActivity.Attempts.LAST


@pytest.fixture
def version(tmp_path):
    return imported(tmp_path)


@pytest.fixture
def playing(version):
    return Playing(factories.enrolment(factories.released(tree_with(version.activity))))


def attempts():
    return list(H5PAttempt.objects.unscoped(reason="a test").order_by("number"))


def statements(playing):
    rows = Statement.objects.unscoped(reason="a test").filter(enrolment=playing.enrolment)
    return [row for row in rows if playing.block in row.object_id]


def frame(playing):
    return playing.client.get(playing.place.frame_url)


def test_the_lesson_holds_the_player_and_the_frame_opens_without_cookies(playing):
    html = playing.page()

    assert f'data-src="{playing.place.frame_url}"' in html
    assert playing.url("h5p_state") in html
    assert "Karen Karlsen" in html  # the licence asks for it
    opened = Client().get(playing.place.frame_url)
    assert opened.status_code == 200
    assert "sandbox" in opened.headers["Content-Security-Policy"]


def test_what_was_saved_is_there_when_she_comes_back(playing):
    assert playing.save('{"answers":[1]}').status_code == 204
    assert playing.save('{"part":2}', sequence=2, sub=str(uuid.uuid4())).status_code == 204

    body = frame(playing).content.decode()

    assert r"\u0022answers\u0022" in body or "answers" in body
    assert attempts()[0].state["0"] == {"state": '{"answers":[1]}'}
    assert len(attempts()[0].state) == 2


def test_an_older_write_of_the_same_page_does_not_overtake_and_a_newer_page_wins(playing):
    playing.save("two", sequence=2)
    playing.save("one", sequence=1)
    assert attempts()[0].state["0"]["state"] == "two"
    playing.save("other", session="t", sequence=1)
    assert attempts()[0].state["0"]["state"] == "other"


def test_state_that_is_taken_away_is_gone(playing):
    playing.save("x")
    playing.save(None, sequence=2)
    assert attempts()[0].state == {}


@pytest.mark.parametrize(
    "body",
    [
        "ikke json",
        "[]",
        "null",
        "[" * 100_000,
        {"session": "s", "sequence": 1, "state": {}},
        {"session": "s", "sequence": True, "state": []},
        {"session": "s", "sequence": -1, "state": []},
        {"session": "", "sequence": 1, "state": []},
        {"session": "s\0", "sequence": 1, "state": []},
        {"session": "s", "sequence": 1, "state": [None]},
        {"session": "s", "sequence": 1, "state": [{"subContentId": "0", "dataType": "state", "data": {}}]},
        {"session": "s", "sequence": 1, "state": [{"subContentId": "0", "dataType": "x" * 101, "data": "1"}]},
        {"session": "s", "sequence": 1, "state": [{"subContentId": "0", "dataType": "s", "data": "a\0"}]},
        {"session": "s", "sequence": 1, "state": [{"subContentId": "0", "dataType": "s", "data": "half a \ud83d"}]},
        {"session": "s", "sequence": 1, "state": [{"subContentId": "0", "dataType": "s", "data": "x" * 512_001}]},
        {"session": "s", "sequence": 1, "state": [{"subContentId": "0", "dataType": "s", "data": "x"}] * 101},
    ],
)
def test_a_state_that_is_none_is_refused_and_nothing_stored(playing, body):
    response = playing.post("h5p_state", body)

    assert response.status_code == 422
    assert "ikke kan gemmes" in response.json()["text"]
    assert attempts() == []


def test_all_states_together_have_a_limit(playing):
    for number in range(3):
        response = playing.save("x" * 400_000, sub=str(number), sequence=number)
    assert response.status_code == 422
    assert len(attempts()[0].state) == 2


def test_an_end_with_a_score_is_a_result_in_her_progress(playing):
    assert playing.say("answered", score={"raw": 3, "max": 4, "scaled": 0.1}, success=True).status_code == 204

    entry = playing.entry()
    assert (entry["score"], entry["right"]) == (0.75, True)
    assert entry["done"]
    assert "75 pct." in playing.page()


def test_the_same_sent_again_is_recorded_once(playing):
    for _again in range(3):
        playing.say("answered", score={"scaled": 0.5})
    assert attempts()[0].scores == [0.5]
    assert len([row for row in statements(playing) if row.verb.endswith("answered")]) == 1


def test_the_client_says_neither_who_nor_when_and_is_marked_as_the_source(playing):
    mischief = {
        "key": "1",
        "statement": {
            "actor": {"mbox": "mailto:chef@example.dk"},
            "verb": {"id": "http://adlnet.gov/expapi/verbs/answered"},
            "object": {"id": playing.place.iri},
            "result": {"score": {"scaled": 99}, "success": "yes"},
            "timestamp": "1999-01-01T00:00:00Z",
            "context": {"registration": str(uuid.uuid4())},
            "authority": {"mbox": "mailto:chef@example.dk"},
        },
    }
    assert playing.post("h5p_statements", {"session": "s", "statements": [mischief]}).status_code == 204

    [raw] = [row.raw for row in statements(playing) if row.verb.endswith("answered")]
    assert "chef@example.dk" not in json.dumps(raw)
    assert raw["timestamp"] > "2020"
    assert raw["context"]["registration"] == str(playing.enrolment.pk)
    assert raw["result"] == {"score": {"scaled": 1.0}}
    assert any("indberettet" in iri for iri in raw["context"]["extensions"])


def test_a_part_is_its_own_and_says_nothing_of_the_whole(playing):
    part = str(uuid.uuid4())
    playing.say("answered", part=part, score={"raw": 0, "max": 1}, success=False)
    playing.say("completed", key="2", part=part)

    assert not playing.entry()
    assert [row.object_id.endswith(f"?subContentId={part}") for row in statements(playing)] == [True, True]
    assert attempts()[0].results == []


@pytest.mark.parametrize(
    ("said", "status"),
    [
        ({"iri": "https://example.com/andet"}, 422),
        ({"part": "ingen-uuid"}, 422),
        ({"score": {"scaled": None}}, 204),
        ({"score": {"scaled": float("nan")}}, 422),
        ({"score": {"raw": 1, "max": 0}}, 204),
        ({"score": [1]}, 204),
    ],
)
def test_a_statement_about_something_else_is_refused_and_a_score_that_is_none_is_no_score(playing, said, status):
    assert playing.say("answered", **said).status_code == status
    assert all("score" not in row.raw.get("result", {}) for row in statements(playing))


def test_what_ends_nothing_is_passed_over(playing):
    assert playing.say("interacted").status_code == 204
    assert statements(playing) == []


def test_consumed_in_the_words_of_h5ps_own_libraries_is_an_end(playing):
    statement = {"verb": {"id": CONSUMED}, "object": {"id": playing.place.iri}, "result": {"completion": True}}
    post = {"session": "s", "statements": [{"key": "1", "statement": statement}]}
    assert playing.post("h5p_statements", post).status_code == 204
    assert playing.entry()["done"]
    assert attempts()[0].scores == []


@pytest.mark.parametrize(
    ("policy", "pass_mark", "done"),
    [("viewed", 80, True), ("ended", 80, False), ("score", 80, False)],
)
def test_opening_it_completes_what_asks_for_no_more(playing, version, policy, pass_mark, done):
    H5PActivity.objects.filter(pk=version.activity_id).update(completion=policy, pass_mark=pass_mark)
    frame(playing)
    assert bool(playing.entry()["done"]) is done


@pytest.mark.parametrize(("scaled", "done"), [(0.79, False), (0.8, True)])
def test_a_score_high_enough_completes_it(playing, version, scaled, done):
    H5PActivity.objects.filter(pk=version.activity_id).update(completion="score", pass_mark=80)
    playing.say("completed", score={"scaled": scaled})
    assert bool(playing.entry()["done"]) is done


@pytest.mark.parametrize(("policy", "percent"), [("best", 90), ("last", 30), ("first", 60), ("average", 60)])
def test_the_result_that_counts_is_the_activitys_choice(playing, version, policy, percent):
    H5PActivity.objects.filter(pk=version.activity_id).update(attempts=policy)
    for number, score in enumerate((0.6, 0.9)):
        playing.say("answered", key=str(number), score={"scaled": score})
    playing.client.post(playing.url("h5p_afresh"))
    playing.say("answered", key="9", score={"scaled": 0.3})
    assert f"{percent} pct." in playing.page()


def test_answered_and_completed_of_one_end_are_one_result(playing):
    playing.say("answered", score={"scaled": 0.5})
    playing.say("completed", key="2", score={"scaled": 0.5})
    assert attempts()[0].scores == [0.5]


def test_beginning_again_forgets_where_she_was_and_keeps_what_she_got(playing):
    playing.save("halvvejs")
    playing.say("answered", score={"scaled": 0.5})

    assert playing.client.post(playing.url("h5p_afresh")).status_code == 303

    first, second = attempts()
    assert (first.scores, second.state, second.results) == ([0.5], {}, [])
    assert "halvvejs" not in frame(playing).content.decode()


def test_a_replaced_package_begins_anew_in_the_release_that_has_it(playing, version, tmp_path):
    playing.save("gammelt")
    newer = imported(tmp_path, activity=version.activity, question="Hvem ejer den nu?")
    assert "gammelt" in frame(playing).content.decode()  # her release keeps what it was made with

    release = factories.released({**tree_with(version.activity), "id": playing.enrolment.release.tree["id"]})
    moved = playing.enrolment
    tree = json.loads(json.dumps(release.tree).replace(_block_of(release), playing.block))
    tree = json.loads(json.dumps(tree).replace(_step_of(release), playing.step))
    moved.release = factories.bare_release(tree, moved.course)
    factories.seal_files(moved.release)
    moved.save()
    again = Playing(moved)
    assert again.place.version_id == newer.pk
    assert "gammelt" not in frame(again).content.decode()
    again.save("nyt")
    assert [attempt.version_id for attempt in attempts()] == [version.pk, newer.pk]


def _step_of(release):
    return release.tree["children"]["modules"][0]["children"]["pages"][0]["id"]


def _block_of(release):
    return release.tree["children"]["modules"][0]["children"]["pages"][0]["children"]["body"][0]["id"]


class TestSomebodyElse:
    def test_another_learner_reaches_neither_state_nor_results(self, playing):
        stranger = signed_in(factories.learner())
        for name in ("h5p_state", "h5p_statements", "h5p_afresh"):
            assert playing.post(name, {"session": "s"}, client=stranger).status_code == 404
        assert attempts() == []

    def test_somebody_signed_out_is_sent_to_sign_in_and_nothing_is_stored(self, playing):
        response = playing.post("h5p_state", {"session": "s"}, client=Client())
        assert response.status_code == 302
        assert attempts() == []

    def test_the_frame_closes_with_the_account_and_with_the_enrolment(self, playing):
        address = playing.place.frame_url
        playing.enrolment.user.is_active = False
        playing.enrolment.user.save()
        assert Client().get(address).status_code == 403

    def test_a_library_that_is_no_longer_approved_does_not_run(self, playing, version):
        address = playing.place.frame_url
        version.builds.update(approved_at=None)
        assert Client().get(address).status_code == 404


def test_too_many_posts_are_held_back(playing, broker, monkeypatch):
    monkeypatch.setattr("tracking.h5p.views.MOST_A_MINUTE", 2)
    answers = [playing.save("x", sequence=number).status_code for number in range(1, 5)]
    assert answers == [204, 204, 429, 429]
    assert attempts()[0].sequence == 2


def test_without_a_cache_nobody_is_held_back(playing, dead_broker, monkeypatch):
    monkeypatch.setattr("tracking.h5p.views.MOST_A_MINUTE", 0)
    assert playing.save("x").status_code == 204
