"""A tree onto a course's pages: whatever the tree says, the workbench says afterwards."""

import copy

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from courses.models import LessonPage, ModulePage
from courses.trees.diff import diff
from courses.trees.nodes import index
from courses.trees.pages import read_course, write_course
from courses.variants.writing import write_tree
from tests.courses.factories import node_id, storable
from tests.trees import course as course_node
from tests.trees import dialogue, lesson, module, paragraph

TEXT = '<p data-block-key="aaaaa">Vi begynder her.</p>'


@pytest.fixture
def tree():
    return storable(
        course_node(
            module(
                *[lesson(paragraph(TEXT, id_=f"p{n}"), id_=f"l{n}", title=f"Lektion {n}") for n in range(3)], id_="m1"
            ),
            module(lesson(id_="l9"), dialogue(id_="d1"), id_="m2"),
        )
    )


@pytest.fixture
def course(catalogue, tree):
    return write_course(tree, catalogue)


def written(course, tree, **kwargs):
    with transaction.atomic():
        result = write_tree(course, tree, **kwargs)
    assert diff(tree, read_course(course, drafts=True)) == []
    return result


def pages_of(tree, module=0):
    return tree["children"]["modules"][module]["children"]["pages"]


@pytest.mark.django_db(transaction=True)
def test_it_is_done_in_a_transaction(course, tree):
    with pytest.raises(RuntimeError):
        write_tree(course, tree)


def test_the_same_tree_writes_nothing(course, tree):
    result = written(course, tree)

    assert (result.added, result.changed, result.moved, result.removed) == ([], [], [], [])


def test_a_changed_text_is_a_draft_and_what_is_published_stays(course, tree):
    changed = copy.deepcopy(tree)
    pages_of(changed)[0]["children"]["body"][0]["fields"]["text"] = TEXT.replace("her", "nu")

    result = written(course, changed)

    page = LessonPage.objects.get(node_id=node_id("l0"))
    assert result.changed == [node_id("l0")]
    assert page.has_unpublished_changes
    assert "her" in page.body.raw_data[0]["value"]["text"]
    assert diff(tree, read_course(course)) == []


def test_a_draft_somebody_left_is_built_on(course, tree):
    page = LessonPage.objects.get(node_id=node_id("l0"))
    page.seo_title = "Til søgemaskiner"
    page.save_revision()
    changed = copy.deepcopy(tree)
    pages_of(changed)[0]["fields"]["title"] = "Nyt navn"

    written(course, changed)

    assert page.get_latest_revision_as_object().seo_title == "Til søgemaskiner"


def test_a_new_page_comes_in_its_place_and_is_not_live(course, tree):
    changed = copy.deepcopy(tree)
    new = storable(lesson(paragraph(TEXT, id_="n1"), id_="new", title="Ny"))
    pages_of(changed).insert(1, new)

    result = written(course, changed)

    assert result.added == [node_id("new")]
    assert not LessonPage.objects.get(node_id=node_id("new")).live


def test_one_page_moved_is_one_move(course, tree):
    changed = copy.deepcopy(tree)
    pages = pages_of(changed)
    pages.append(pages.pop(0))

    assert written(course, changed).moved == [node_id("l0")]


def test_a_page_moves_to_another_module_where_its_slug_is_taken(course, tree):
    ModulePage.objects.get(node_id=node_id("m2")).get_children().filter(slug__startswith="lesson").update(slug="ens")
    moving = LessonPage.objects.get(node_id=node_id("l0"))
    moving.slug = "ens"
    moving.save()
    tree = read_course(course)
    changed = copy.deepcopy(tree)
    pages_of(changed, 1).insert(0, pages_of(changed).pop(0))

    with transaction.atomic():
        write_tree(course, changed)

    after = read_course(course, drafts=True)
    assert [page["fields"]["slug"] for page in pages_of(after, 1)] == ["ens-2", "ens", "dialogue-6"]
    assert pages_of(after, 1)[0]["id"] == node_id("l0")


def test_a_module_goes_and_what_moved_out_of_it_stays(course, tree):
    changed = copy.deepcopy(tree)
    gone = changed["children"]["modules"].pop(0)
    pages_of(changed, 0).append(gone["children"]["pages"][1])

    result = written(course, changed)

    assert set(result.removed) == {node_id("m1"), node_id("l0"), node_id("l2")}
    assert LessonPage.objects.filter(node_id=node_id("l1")).exists()


def test_a_link_to_a_page_that_is_new_leads_there(course, tree):
    changed = copy.deepcopy(tree)
    link = f'<p data-block-key="ccccc">Se <a linktype="node" id="{node_id("new")}">her</a>.</p>'
    pages_of(changed)[0]["children"]["body"][0]["fields"]["text"] = link
    pages_of(changed).append(storable(lesson(id_="new", title="Ny")))

    written(course, changed)

    new = LessonPage.objects.get(node_id=node_id("new"))
    draft = LessonPage.objects.get(node_id=node_id("l0")).get_latest_revision_as_object()
    assert f'id="{new.pk}" linktype="page"' in draft.body.raw_data[0]["value"]["text"]


@settings(max_examples=8, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(data=st.data())
def test_any_arrangement_of_the_pages_can_be_written(course, data):
    tree = read_course(course, drafts=True)
    pages = [page for module in tree["children"]["modules"] for page in module["children"]["pages"]]
    shuffled = data.draw(st.permutations(pages))
    cut = data.draw(st.integers(0, len(shuffled)))
    modules = data.draw(st.permutations(tree["children"]["modules"]))
    for module_node, own in zip(modules, (shuffled[:cut], shuffled[cut:]), strict=True):
        module_node["children"]["pages"] = own
    tree["children"]["modules"] = modules
    for node in index(tree).values():
        if "slug" in node["fields"]:
            node["fields"]["slug"] = f"side-{node['id']}"

    written(course, tree)
