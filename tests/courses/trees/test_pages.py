import pytest
from wagtail.models import Page

from courses.actions.create_release import CreateRelease
from courses.demo.files import read_course as read_file
from courses.demo.media import with_stored_media
from courses.models import LessonPage, ModulePage
from courses.trees.diff import diff
from courses.trees.nodes import tree_hash, walk
from courses.trees.pages import course_pages, read_course, read_courses, write_course
from tests.courses.factories import make_course, node_id, small_tree
from tests.trees import paragraph


def ids(tree):
    return {place.node["id"] for place in walk(tree)}


@pytest.mark.parametrize("file", ["ledelse-af-digital-forandring.v1.json", "naar-ai-flytter-ind.v1.json"])
def test_a_course_written_to_pages_reads_back_the_same(catalogue, file):
    tree = with_stored_media(read_file(file))

    written = read_course(write_course(tree, catalogue))

    assert diff(tree, written) == []
    assert tree_hash(written) == tree_hash(tree)


def test_links_inside_a_course_are_by_page_id_in_wagtail_and_by_node_id_in_the_tree(catalogue):
    text = f'<p data-block-key="bbbbb">Se <a linktype="node" id="{node_id("l1")}">her</a>.</p>'
    tree = small_tree(paragraph(text, id_="link"))
    course = write_course(tree, catalogue)

    first = LessonPage.objects.get(node_id=node_id("l1"))
    stored = LessonPage.objects.get(node_id=node_id("l2")).body.raw_data[1]["value"]["text"]
    assert f'id="{first.pk}" linktype="page"' in stored
    assert diff(tree, read_course(course)) == []


def test_a_copy_in_the_admin_has_ids_of_its_own_and_the_same_content(designer_client, course, catalogue):
    response = designer_client.post(
        f"/admin/pages/{course.pk}/copy/",
        {
            "new_title": "Kopi",
            "new_slug": "kopi",
            "new_parent_page": str(catalogue.pk),
            "copy_subpages": "on",
            "publish_copies": "on",
        },
    )
    copy = catalogue.get_children().get(slug="kopi").specific

    assert response.status_code == 302
    assert ids(read_course(copy)).isdisjoint(ids(read_course(course)))
    assert len(ids(read_course(copy))) == len(ids(read_course(course)))


def test_a_copied_course_asks_its_own_pools_questions(course, catalogue):
    copy = course.copy(recursive=True, to=catalogue, update_attrs={"title": "Kopi", "slug": "kopi"})

    tree = read_course(copy)
    pool = {node["id"] for node in tree["children"]["pool"]}
    asked = {place.node["fields"]["question"] for place in walk(tree) if place.node["type"] == "pool_question"}

    assert asked == pool
    assert CreateRelease(copy).execute(skip_permission_checks=True).number == 1


def test_a_copied_lesson_still_asks_the_pool_it_is_in(course):
    page = LessonPage.objects.get(node_id=node_id("l1"))
    copy = page.copy(update_attrs={"title": "Kopi", "slug": "kopi"})

    (question,) = [b.value["question"] for b in copy.specific.body if b.block_type == "pool_question"]
    assert question == node_id("q1")
    assert not any(f.code == "duplicate_id" for f in _errors(course))


def _errors(course):
    from courses.releasing.plan import plan_release

    return plan_release(course).errors


def test_links_in_a_copied_course_lead_to_the_copies(catalogue):
    text = f'<p data-block-key="bbbbb">Se <a linktype="node" id="{node_id("l1")}">her</a>.</p>'
    course = write_course(small_tree(paragraph(text, id_="link")), catalogue)
    copy = course.copy(recursive=True, to=catalogue, update_attrs={"title": "Kopi", "slug": "kopi"})

    target = next(page for page in course_pages(copy) if page.title == "Begynd")
    (holder,) = [page for page in course_pages(copy) if page.title == "Test"]
    assert f'id="{target.pk}"' in holder.body.raw_data[1]["value"]["text"]
    assert f'"{target.pk}\\"' in holder.latest_revision.content["body"]


def test_what_only_a_draft_holds_is_renewed_too(course):
    page = LessonPage.objects.get(node_id=node_id("l1"))
    page.body.append(("key_message", {"text": "Kun i kladden", "settings": {}}))
    page.save_revision()

    copy = page.copy(update_attrs={"title": "Kopi", "slug": "kopi"}, copy_revisions=True)
    draft = copy.get_latest_revision_as_object()

    assert len(draft.body) == len(page.body)
    originals = {block.id for block in page.get_latest_revision_as_object().body}
    assert originals.isdisjoint({block.id for block in draft.body})


def test_a_module_copied_into_its_own_course_makes_no_duplicates(course):
    module = ModulePage.objects.get(node_id=node_id("m1"))
    module.copy(recursive=True, update_attrs={"title": "Igen", "slug": "igen"})

    assert {f.code for f in _errors(course)} == {"two_final_tests"}
    assert Page.objects.descendant_of(course).count() == 8


def test_a_page_that_was_never_published_is_not_in_the_course_that_is_read(course):
    module = ModulePage.objects.get(node_id=node_id("m1"))
    module.add_child(instance=LessonPage(title="Kladde", slug="kladde", live=False))

    assert "Kladde" not in str(read_course(course))
    assert "Kladde" in str(read_course(course, drafts=True))


def test_reading_a_course_takes_few_queries_whatever_its_size(catalogue, django_assert_max_num_queries):
    course = make_course(catalogue)

    with django_assert_max_num_queries(6):
        read_course(course)


def test_many_courses_are_read_with_as_many_queries_as_one(catalogue, django_assert_num_queries):
    def drafted(slug):
        course = make_course(catalogue, small_tree(slug=slug))
        course.title = f"Udkast til {slug}"
        course.save_revision()
        return type(course).objects.get(pk=course.pk)

    courses = [drafted(slug) for slug in ("et", "to", "tre")]

    with django_assert_num_queries(6):
        read_courses(courses[:1], drafts=True)
    with django_assert_num_queries(6):
        trees = read_courses(courses, drafts=True)
    assert [trees[course.pk]["fields"]["title"] for course in courses] == [
        "Udkast til et",
        "Udkast til to",
        "Udkast til tre",
    ]
    assert len({tree_hash(tree) for tree in trees.values()}) == 3
    assert trees[courses[0].pk] == read_course(courses[0], drafts=True)


def test_a_lock_and_its_reason_are_kept_by_pages_and_blocks(catalogue):
    tree = small_tree()
    lesson = tree["children"]["modules"][0]["children"]["pages"][0]
    for locked in (lesson, lesson["children"]["body"][0], tree["children"]["pool"][0]):
        locked["locked"] = True
        locked["fields"]["lock_reason"] = "Den er ens i alle kommuner."

    assert diff(tree, read_course(write_course(tree, catalogue))) == []
