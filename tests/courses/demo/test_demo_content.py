"""The demo courses keep the format and the editors' promises: time, questions, sources, privacy, language."""

import re
from collections import Counter

import pytest

from courses.demo.files import MEDIA, read_course
from courses.trees.kinds import DOCUMENT, IMAGE
from courses.trees.nodes import Node
from courses.trees.schema import QUESTION_TYPES, TYPES, validate
from tests.courses.demo.helpers import COURSES, DAY, V1, all_trees, nodes, page, texts, visible_minutes, walk


@pytest.fixture(scope="module")
def v1() -> Node:
    return read_course(V1)


@pytest.fixture(params=COURSES)
def course(request: pytest.FixtureRequest) -> Node:
    return read_course(request.param)


def parent_of(tree: Node, child: Node) -> Node:
    return next(node for node in walk(tree) for slot in node["children"].values() if child in slot)


def pool_questions(tree: Node) -> list[Node]:
    return tree["children"]["pool"]


def blocks(tree: Node, code: str) -> list[str]:
    return [block["type"] for block in page(tree, code)["children"]["body"]]


# The format


def test_a_course_has_the_trees_form(course: Node) -> None:
    assert validate(course) == []


def test_slugs_are_short_lower_case_ascii_and_their_own_among_siblings(course: Node) -> None:
    for parent in nodes(course, "course", "module"):
        slot = "modules" if parent["type"] == "course" else "pages"
        slugs = [child["fields"]["slug"] for child in parent["children"][slot]]
        assert len(set(slugs)) == len(slugs)
        assert all(re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", slug) and len(slug) <= 40 for slug in slugs)


def test_every_block_is_shown_in_the_one_day_course(v1: Node) -> None:
    blocks_and_questions = {kind for kind, spec in TYPES.items() if "audience" in spec.fields and kind != "course"}
    assert {node["type"] for node in walk(v1)} >= blocks_and_questions


def test_media_exist_are_small_and_are_all_used() -> None:
    used = {
        node["fields"][name]["file"]
        for file in COURSES
        for node in walk(read_course(file))
        for name, kind in TYPES[node["type"]].fields.items()
        if kind in (IMAGE, DOCUMENT)
    }
    assert used == {path.name for path in MEDIA.iterdir()}
    limits = {".png": 120, ".mp4": 400, ".vtt": 4, ".pdf": 60}
    assert all(path.stat().st_size < limits[path.suffix] * 1000 for path in MEDIA.iterdir())


def test_an_image_has_a_text_alternative_and_a_video_captions_and_a_transcript(v1: Node) -> None:
    assert all(len(image["fields"]["alt"]) > 40 for image in nodes(v1, "image"))
    for video in nodes(v1, "video"):
        captions = (MEDIA / video["fields"]["captions"]["file"]).read_text(encoding="utf-8")
        assert captions.startswith("WEBVTT\n")
        assert video["fields"]["transcript"]


# Structure and time


def test_the_one_day_course_has_25_lessons_four_dialogues_and_255_minutes(v1: Node) -> None:
    assert len(nodes(v1, "lesson")) == 25
    assert [dialogue["fields"]["code"] for dialogue in nodes(v1, "dialogue")] == ["D1", "D2", "D3", "D4"]
    assert visible_minutes(v1, "lesson") == 155
    assert visible_minutes(v1, "dialogue") == 100


def test_each_dialogue_ends_its_module(v1: Node) -> None:
    for dialogue in nodes(v1, "dialogue"):
        module = parent_of(v1, dialogue)
        assert module["children"]["pages"][-1] == dialogue


def test_a_course_fits_its_budget_with_its_work_away_from_the_platform(course: Node) -> None:
    outside = sum(lesson["fields"]["minutes_outside"] for lesson in nodes(course, "lesson"))
    total = visible_minutes(course, "lesson", "dialogue") + outside
    assert total <= DAY * course["fields"]["days"]


def test_a_lesson_takes_three_to_ten_minutes_and_a_dialogue_ten_to_forty(course: Node) -> None:
    assert all(3 <= lesson["fields"]["minutes"] <= 10 for lesson in nodes(course, "lesson"))
    assert all(10 <= dialogue["fields"]["minutes"] <= 40 for dialogue in nodes(course, "dialogue"))


def test_a_dialogues_steps_take_the_dialogues_minutes(course: Node) -> None:
    for dialogue in nodes(course, "dialogue"):
        steps = [step["fields"]["minutes"] for step in nodes(dialogue, "guide_step")]
        assert sum(steps) == dialogue["fields"]["minutes"]


def test_a_lessons_minutes_outside_are_those_of_its_exercises(course: Node) -> None:
    for lesson in nodes(course, "lesson"):
        outside = [exercise["fields"]["minutes_outside"] for exercise in nodes(lesson, "exercise")]
        assert lesson["fields"]["minutes_outside"] == sum(outside)


def test_a_lesson_reads_explains_works_reflects_and_then_asks(course: Node) -> None:
    stages = [
        {"paragraph", "image", "video"},
        {"example"},
        {"key_message"},
        {
            "exercise",
            "three_piles",
            "if_then_plan",
            "follow_up",
            "benefit_card",
            "maturity_check",
            "final_test",
        },
        {"dilemma"},
        {"plan_suggestion"},
        {"reflection"},
        {"h5p"},
        {"pool_question"},
    ]
    stage = {kind: index for index, kinds in enumerate(stages) for kind in kinds}
    for lesson in nodes(course, "lesson"):
        order = [stage[block["type"]] for block in lesson["children"]["body"]]
        work_first = [3 if index in (3, 4) else index for index in order]
        assert work_first == sorted(work_first), lesson["fields"]["code"]


def test_the_working_blocks_are_in_their_lessons(v1: Node) -> None:
    places = {
        "0.2": "maturity_check",
        "1.5": "three_piles",
        "2.1": "video",
        "2.3": "benefit_card",
        "3.2": "image",
        "5.1": "if_then_plan",
        "5.2": "follow_up",
        "5.3": "final_test",
        "5.4": "maturity_check",
    }
    assert all(kind in blocks(v1, code) for code, kind in places.items())
    occasions = [check["fields"]["occasion"] for check in nodes(v1, "maturity_check")]
    assert occasions == ["before", "after"]
    dilemmas = [lesson["fields"]["code"] for lesson in nodes(v1, "lesson") if nodes(lesson, "dilemma")]
    assert dilemmas == ["1.4", "1.5", "3.1", "3.3", "3.4", "3.5", "4.1", "4.3", "4.4"]


def test_what_all_municipalities_share_is_locked(v1: Node) -> None:
    locked = Counter(node["type"] for node in walk(v1) if node.get("locked"))
    assert locked == {"maturity_theme": 4, "if_then_plan": 1}


def test_the_maturity_check_has_24_statements_and_bands_without_gaps(v1: Node) -> None:
    codes = [statement["fields"]["code"] for statement in nodes(v1, "maturity_statement")]
    assert codes == [f"s{number:02}" for number in range(1, 25)]
    bands = [(band["fields"]["lower"], band["fields"]["upper"]) for band in v1["children"]["maturity_bands"]]
    assert bands[0][0] == 1
    assert bands[-1][1] == 5
    assert [upper for _, upper in bands[:-1]] == [lower for lower, _ in bands[1:]]


# Questions


def test_every_pool_question_is_practised_in_exactly_one_lesson(course: Node) -> None:
    practised = [block["fields"]["question"] for block in nodes(course, "pool_question")]
    assert sorted(practised) == sorted(question["id"] for question in pool_questions(course))


def test_the_pool_is_large_enough_for_the_draw_and_its_codes_differ(v1: Node, course: Node) -> None:
    codes = [question["fields"]["code"] for question in pool_questions(course)]
    assert len(set(codes)) == len(codes) >= course["fields"]["draw_count"] * 2
    assert [question["fields"]["code"] for question in pool_questions(v1)] == [f"q{n:02}" for n in range(1, 28)]


def test_the_test_draws_ten_and_seven_pass(v1: Node) -> None:
    rules = ("draw_count", "pass_mark", "attempt_rule", "order_rule")
    assert [v1["fields"][rule] for rule in rules] == [10, 70, "next_day", "free"]


def test_a_choice_has_the_right_answers_its_type_promises(course: Node) -> None:
    for question in nodes(course, "single_choice", "multiple_choice"):
        right = [option["fields"]["correct"] for option in question["children"]["options"]]
        assert not all(right)
        assert sum(right) == 1 if question["type"] == "single_choice" else any(right)


def test_the_right_option_is_the_longest_in_at_most_half_of_the_single_choices(course: Node) -> None:
    longest_is_right = [
        max(question["children"]["options"], key=lambda option: len(option["fields"]["text"]))["fields"]["correct"]
        for question in nodes(course, "single_choice")
    ]
    assert sum(longest_is_right) * 2 <= len(longest_is_right)


def test_the_right_option_has_no_favourite_place(course: Node) -> None:
    places = Counter(
        next(i for i, option in enumerate(question["children"]["options"]) if option["fields"]["correct"])
        for question in nodes(course, "single_choice")
    )
    assert max(places.values()) * 2 <= places.total()


def test_true_and_false_are_both_answers(course: Node) -> None:
    assert {question["fields"]["answer"] for question in nodes(course, "true_false")} == {True, False}


def test_matching_pairs_can_be_told_apart(course: Node) -> None:
    for question in nodes(course, "matching"):
        for side in ("left", "right"):
            texts_of_side = [pair["fields"][side] for pair in question["children"]["pairs"]]
            assert len(set(texts_of_side)) == len(texts_of_side) >= 3


def test_every_feedback_says_right_or_wrong_and_gives_a_reason(course: Node) -> None:
    feedback = [option["fields"]["feedback"] for option in nodes(course, "option")]
    for question in nodes(course, *QUESTION_TYPES - {"single_choice", "multiple_choice"}):
        feedback += [question["fields"]["feedback_right"], question["fields"]["feedback_wrong"]]
    for text in feedback:
        assert re.match(r"(Ja|Nej|Jo|Rigtigt|Ikke helt)\b", text), text
        assert len(text.split()) >= 4, text


# Sources, promises and language


def test_every_citation_has_a_source_and_every_source_is_cited(course: Node) -> None:
    cited = {key for text in texts(course) for key in re.findall(r"\[(K\d+)\]", text)}
    assert cited == {source["fields"]["key"] for source in course["children"]["sources"]}


ALL_TREES = all_trees()


@pytest.mark.parametrize("tree", ALL_TREES.values(), ids=ALL_TREES.keys())
def test_the_danish_keeps_the_house_style(tree: Node) -> None:
    for text in texts(tree):
        assert not re.search(r"[!\"“”%']|\b(procent|co-design|piloter)\b", text), text


@pytest.mark.parametrize("tree", ALL_TREES.values(), ids=ALL_TREES.keys())
def test_nothing_is_promised_that_the_platform_does_not_do(tree: Node) -> None:
    """No messages after the course, no answers that open together, no repetition, no suggested modules."""
    promises = r"[Pp]latformen (sender|minder|spørger|foreslår|kobler|følger)|når (I )?begge har svaret"
    for text in texts(tree):
        assert not re.search(promises, text), text
        assert not re.search(r"kommer igen om 30 dage|tre korte spørgsmål ad gangen", text), text


def test_examples_say_that_they_are_invented(course: Node) -> None:
    assert all(example["fields"]["fictional"] for example in nodes(course, "example"))


def test_no_dialogue_asks_a_person_to_show_an_answer(v1: Node) -> None:
    for dialogue in nodes(v1, "dialogue"):
        words = " ".join(texts(dialogue))
        assert not re.search(r"\bq\d\d\b|øvelse \d|svarede lavest", words)
    assert page(v1, "D3")["fields"]["participants"].endswith("5–8 personer")
