from courses.actions.create_release import CreateRelease
from courses.models import DialoguePage, LessonPage
from courses.releasing.findings import Finding
from courses.releasing.plan import plan_release
from courses.releasing.report import changes_by_page, located
from courses.selectors import release_tree
from tests.courses.factories import node_id


def pages_of(course):
    before = release_tree(course.current_release.pk)
    plan = plan_release(course)
    return changes_by_page(plan.changes, before, plan.tree, course)


def kinds(pages):
    return [(page.title, [(line.kind, line.label) for line in page.lines]) for page in pages]


def test_changes_are_told_page_by_page_with_fields_in_words(course):
    CreateRelease(course).execute(skip_permission_checks=True)
    page = LessonPage.objects.get(node_id=node_id("l1"))
    page.goal = "Du kan begynde"
    page.body.insert(0, ("key_message", {"text": "Begynd i dag.", "settings": {}}))
    page.save_revision().publish()

    (told,) = pages_of(course)

    assert told.page_id == page.pk
    assert [(line.kind, line.label) for line in told.lines] == [("changed", "Begynd"), ("added", "Begynd i dag.")]
    assert told.lines[0].fields == ("Mål",)
    assert told.lines[0].type_label == "Lektion"
    assert told.lines[1].target.page_id == page.pk


def test_a_moved_page_is_told_as_moved(course):
    CreateRelease(course).execute(skip_permission_checks=True)
    first = LessonPage.objects.get(node_id=node_id("l1"))
    first.move(DialoguePage.objects.get(), pos="right")

    assert kinds(pages_of(course)) == [("Begynd", [("moved", "Begynd")])]


def test_what_was_removed_leads_nowhere(course):
    CreateRelease(course).execute(skip_permission_checks=True)
    LessonPage.objects.get(node_id=node_id("l1")).delete()

    (told,) = pages_of(course)

    assert told.page_id is None
    assert told.lines[0].target is None


def test_a_finding_leads_to_its_page_and_block(course):
    plan = plan_release(course)
    (found,) = located([Finding("x", "error", "Se her", node_id("p1"))], plan.tree, course)

    assert found.page_title == "Begynd"
    assert found.target == (LessonPage.objects.get(node_id=node_id("l1")).pk, node_id("p1"))


def test_a_finding_about_nothing_in_particular_leads_nowhere(course):
    (found,) = located([Finding("x", "error", "Se her")], plan_release(course).tree, course)

    assert found.target is None
