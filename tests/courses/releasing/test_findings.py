import pytest
from wagtail.images import get_image_model

from courses.models import CoursePage, LessonPage
from courses.releasing.findings import findings, unpublished
from courses.trees.nodes import Node
from courses.trees.pages import read_course, write_course
from tests import trees
from tests.courses.factories import node_id, small_tree, storable
from tests.trees import block, lesson, module, practise, single_choice

pytestmark = pytest.mark.django_db

TEST = block("final_test", introduction="")


def codes(tree: Node) -> dict[str, str]:
    return {finding.code: finding.severity for finding in findings(tree)}


def with_body(*body: Node, **fields) -> Node:
    """A course in order, but for what the one more block brings."""
    return small_tree(*body, **fields)


def test_a_course_in_order_has_no_findings():
    assert findings(small_tree()) == []


def test_a_course_needs_a_lesson():
    assert codes(trees.course(module(lesson(hidden=True))))["no_lessons"] == "error"


def test_an_id_used_twice_refuses():
    tree = small_tree()
    pages = tree["children"]["modules"][0]["children"]["pages"]
    pages[1]["children"]["body"].append(pages[0]["children"]["body"][0])

    assert codes(tree)["duplicate_id"] == "error"


def test_a_course_over_its_budget_is_told_by_how_much_and_where():
    long = [lesson(minutes=10) for _ in range(40)]
    (finding,) = [
        f
        for f in findings(storable(trees.course(module(*long, title="Langt"), draw_count=1)))
        if f.code == "over_budget"
    ]

    assert finding.severity == "error"
    assert "40" in finding.message
    assert "400" in finding.message
    assert "Langt" in finding.message


def test_a_course_without_a_final_test_is_warned():
    assert codes(trees.course(module(lesson())))["no_final_test"] == "warning"


def test_two_final_tests_refuse():
    assert codes(with_body(block("final_test", introduction="")))["two_final_tests"] == "error"


def test_a_pool_smaller_than_the_draw_refuses():
    (finding,) = findings(small_tree(draw_count=3))

    assert finding.code == "pool_too_small"
    assert "3" in finding.message


def test_a_question_that_is_not_in_the_pool_refuses():
    (finding,) = findings(with_body(practise("gone")))

    assert (finding.code, finding.node_id) == ("unknown_question", node_id("l2"))


@pytest.mark.parametrize(
    "question",
    [
        single_choice("q9", "a1 b1"),
        single_choice("q9", "a1* b1*"),
        single_choice("q9", "a1*"),
        single_choice("q9", "a1* b1", prompt=" "),
        trees.multiple_choice("q9", "a1 b1"),
        trees.matching("q9", {"pair": ("Ja", "Yes")}),
        trees.ordering("q9", {"item": "Først"}),
        trees.short_text("q9", ()),
    ],
)
def test_a_question_nobody_can_answer_right_refuses(question: Node):
    errors = [finding for finding in findings(with_body(question)) if finding.severity == "error"]

    assert [(error.code, error.node_id) for error in errors] == [("unanswerable", node_id("q9"))]


def test_an_image_without_alternative_text_refuses():
    image = get_image_model().objects.create(title="x", file="x.png", width=1, height=1)
    picture = block("image", id_="i", image={"media": "image", "id": image.pk}, alt=" ", caption="", credit="")

    assert codes(with_body(picture)) == {"missing_alt": "error"}


def test_a_video_without_captions_refuses():
    film = block("video", video=None, captions=None, poster=None, title="Film", transcript="", minutes=1)

    assert codes(with_body(film))["missing_captions"] == "error"


def test_a_file_that_is_gone_refuses():
    picture = block("image", image={"media": "image", "id": 4711}, alt="Et kort", caption="", credit="")

    assert codes(with_body(picture)) == {"missing_file": "error"}


@pytest.mark.parametrize(
    "link",
    [
        '<a linktype="node" id="00000000-0000-0000-0000-000000000000">',
        '<a id="4711" linktype="page">',
        '<a id="4711" linktype="document">',
    ],
)
def test_a_link_that_leads_nowhere_refuses(link):
    text = f'<p data-block-key="bbbbb">Se {link}her</a>.</p>'

    assert codes(with_body(trees.paragraph(text))) == {"unreachable_link": "error"}


def test_a_link_to_another_lesson_of_the_course_is_fine():
    text = f'<p data-block-key="bbbbb">Se <a linktype="node" id="{node_id("l1")}">her</a>.</p>'

    assert findings(with_body(trees.paragraph(text))) == []


def test_minutes_far_under_the_estimate_are_a_warning():
    wordy = trees.paragraph(f'<p data-block-key="bbbbb">{"ord " * 1600}</p>')

    (finding,) = findings(with_body(wordy))

    assert (finding.code, finding.severity, finding.node_id) == ("underestimated", "warning", node_id("l2"))


def test_errors_come_before_warnings():
    wordy = trees.paragraph(f'<p data-block-key="bbbbb">{"ord " * 1600}</p>')

    assert [f.severity for f in findings(with_body(wordy, practise("gone")))] == ["error", "warning"]


def test_unpublished_pages_are_named(catalogue):
    course = write_course(small_tree(), catalogue)
    assert unpublished(course) == []

    page = LessonPage.objects.get(node_id=node_id("l1"))
    page.title = "Et nyt navn"
    page.save_revision()

    assert [(draft.page_id, draft.title) for draft in unpublished(course)] == [(page.pk, "Et nyt navn")]


def test_a_stored_course_is_as_much_in_order_as_its_tree(catalogue):
    write_course(small_tree(), catalogue)

    assert findings(read_course(CoursePage.objects.get())) == []
