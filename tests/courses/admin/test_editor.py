"""The editor around a course's pages: measures, pool, previews, and what cannot be deleted."""

import pytest
from django.urls import reverse
from wagtail.images import get_image_model

from courses.actions.create_release import CreateRelease
from courses.admin.measures import lix_label, measure
from courses.blocks.examples import EXAMPLES
from courses.models import CoursePage, DialoguePage, LessonPage, ModulePage
from courses.trees.pages import write_course
from courses.trees.workbench import course_of
from tests.courses.actions.test_create_release import png
from tests.courses.factories import make_course, node_id, small_tree
from tests.trees import block


def lesson_page():
    return LessonPage.objects.get(node_id=node_id("l1"))


def test_a_lesson_is_measured_in_its_course(course):
    measures = measure(lesson_page(), course)

    assert (measures.stated, measures.questions, measures.used, measures.limit) == (5, 1, 30, 360)
    assert measures.lix is not None


def test_a_lesson_being_edited_is_measured_as_it_is_in_memory(course):
    page = lesson_page()
    page.minutes = 9

    assert measure(page, course).used == 34


def test_a_lesson_that_is_not_saved_yet_counts_towards_the_budget(course):
    assert measure(LessonPage(title="Ny", minutes=7), course).used == 37


def test_a_page_in_no_course_has_no_measures(db):
    assert measure(LessonPage(title="Ny"), None) is None
    assert measure(CoursePage(title="Nyt"), None).used == 0


def test_a_course_and_a_module_are_measured_by_what_they_hold(course):
    assert measure(course, course).drawable == 1
    assert measure(ModulePage.objects.get(), course).minutes == 30


@pytest.mark.parametrize(
    ("score", "label"), [(24, "meget let"), (25, "let"), (40, "middel"), (50, "svær"), (60, "meget svær"), (None, "")]
)
def test_lix_has_names(score, label):
    assert lix_label(score) == label


def test_every_pages_editor_shows_the_measures(designer_client, course, catalogue):
    module = ModulePage.objects.get()
    for page in (course, module, lesson_page(), DialoguePage.objects.get()):
        assert "Tid og læsning" in designer_client.get(f"/admin/pages/{page.pk}/edit/").content.decode()
    for model, parent in (
        ("lessonpage", module),
        ("dialoguepage", module),
        ("modulepage", course),
        ("coursepage", catalogue),
    ):
        response = designer_client.get(reverse("wagtailadmin_pages:add", args=["courses", model, parent.pk]))
        assert "Tid og læsning" in response.content.decode(), model


def test_the_pool_is_listed_for_the_page_and_for_a_page_to_be(designer_client, course):
    for page in (lesson_page(), ModulePage.objects.get(), course):
        questions = designer_client.get(reverse("hyldefri_pool", args=[page.pk])).json()["questions"]
        assert questions == [{"id": node_id("q1"), "text": "q1: Hvem ejer gevinsten? (Ét rigtigt svar)"}]


def test_the_pool_is_the_latest_drafts(designer_client, course):
    course.pool = []
    course.save_revision()

    assert designer_client.get(reverse("hyldefri_pool", args=[course.pk])).json() == {"questions": []}


def test_the_pool_is_for_those_who_may_edit(bystander_client, course):
    assert bystander_client.get(reverse("hyldefri_pool", args=[course.pk])).status_code in (302, 403)


def test_a_page_outside_courses_has_no_pool(admin_client, catalogue):
    assert admin_client.get(reverse("hyldefri_pool", args=[catalogue.pk])).status_code == 404
    assert course_of(catalogue) is None


def save(client, page, body, **data):
    stream = {"body-count": str(len(body))}
    for n, (kind, value) in enumerate(body):
        prefix = f"body-{n}"
        stream |= {f"{prefix}-type": kind, f"{prefix}-order": str(n), f"{prefix}-deleted": "", f"{prefix}-id": ""}
        stream |= {f"{prefix}-value-{name}": text for name, text in value.items()}
    fields = {"title": page.title, "slug": page.slug, "minutes": "5", "minutes_outside": "0", "code": "", "goal": ""}
    comments = {"comments-TOTAL_FORMS": "0", "comments-INITIAL_FORMS": "0"}
    return client.post(f"/admin/pages/{page.pk}/edit/", {**fields, **comments, **stream, **data})


def test_a_question_from_another_course_is_refused_at_the_block(designer_client, course):
    body = [("pool_question", {"question": node_id("l1")})]

    response = save(designer_client, lesson_page(), body)

    assert response.status_code == 200
    (error,) = response.context["form"].errors.as_data()["body"]
    (message,) = error.block_errors[0].block_errors["question"].messages
    assert message.startswith("Spørgsmålet er ikke i banken i »Kursus«")


def test_a_question_of_the_course_is_saved(designer_client, course):
    page = lesson_page()
    response = save(designer_client, page, [("pool_question", {"question": node_id("q1")})])

    assert response.status_code == 302
    assert lesson_page().get_latest_revision_as_object().body[0].value["question"] == node_id("q1")


def test_a_half_written_question_can_be_saved_as_a_draft_but_not_published(designer_client, course):
    half = ("single_choice", {"prompt": "Hvem?", "level": "1", "options-count": "0"})
    page = lesson_page()

    assert save(designer_client, page, [half]).status_code == 302
    assert save(designer_client, page, [half], **{"action-publish": "1"}).status_code == 200


def test_an_image_without_text_of_its_own_takes_the_images_description(db):
    image = get_image_model().objects.create(title="x", description="En rød firkant", file=png("red"))
    picture = LessonPage._meta.get_field("body").stream_block.child_blocks["image"]

    cleaned = picture.clean(picture.to_python({"image": image.pk, "alt": ""}))

    assert cleaned["alt"] == "En rød firkant"


def lesson_blocks():
    return LessonPage._meta.get_field("body").stream_block.child_blocks


@pytest.mark.parametrize("name", sorted(set(EXAMPLES) - {"dialogue_guide"}))
def test_the_block_picker_shows_a_block_as_learners_meet_it(designer_client, name):
    block_def = lesson_blocks()[name]

    response = designer_client.get(reverse("wagtailadmin_block_preview"), {"id": block_def.definition_prefix})

    assert response.status_code == 200
    assert "courses/_blocks.html" in [template.name for template in response.templates]


def test_every_page_can_be_previewed(catalogue):
    from courses.demo.files import read_course
    from courses.demo.media import with_stored_media

    course = write_course(with_stored_media(read_course("ledelse-af-digital-forandring.v1.json")), catalogue)
    for model in (LessonPage, DialoguePage, ModulePage, CoursePage):
        for page in model.objects.descendant_of(course, inclusive=True):
            response = page.make_preview_request()
            assert response.status_code == 200, page
            assert page.title in response.rendered_content


def test_a_preview_shows_the_blocks_own_words(course):
    page = lesson_page()
    page.body = [("exercise", {"prompt": "Skriv tre ting", "help": "Kort", "rows": 3, "settings": {}})]

    shown = page.make_preview_request().rendered_content

    assert "Skriv tre ting" in shown
    assert "Kort" in shown


def test_the_wrong_answers_are_not_told_in_a_preview(course):
    assert "Om a" not in lesson_page().make_preview_request().rendered_content


def test_a_course_with_versions_cannot_be_deleted(admin_client, course, catalogue):
    CreateRelease(course).execute(skip_permission_checks=True)
    for page in (course, catalogue):
        response = admin_client.post(f"/admin/pages/{page.pk}/delete/", follow=True)
        assert "kan ikke slettes" in response.content.decode()
    bulk = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "delete"])
    response = admin_client.post(f"{bulk}?id={course.pk}", {"wagtail_site_name": "Hyldefri"}, follow=True)

    assert "kan ikke slettes" in response.content.decode()
    assert CoursePage.objects.filter(pk=course.pk).exists()


def test_a_course_without_versions_can_be_deleted(admin_client, course):
    admin_client.post(f"/admin/pages/{course.pk}/delete/")

    assert not CoursePage.objects.exists()


def test_an_image_in_a_version_cannot_be_deleted(admin_client, catalogue):
    image = get_image_model().objects.create(title="En skitse", file=png("red"))
    reference = {"media": "image", "id": image.pk}
    picture = block("image", id_="i1", image=reference, alt="Rød", caption="", credit="")
    CreateRelease(make_course(catalogue, small_tree(picture))).execute(skip_permission_checks=True)

    bulk = reverse("wagtail_bulk_action", args=["wagtailimages", "image", "delete"])
    for url in (reverse("wagtailimages:delete", args=[image.pk]), f"{bulk}?id={image.pk}"):
        response = admin_client.post(url, follow=True)
        assert response.status_code == 200
        assert get_image_model().objects.filter(pk=image.pk).exists()


def test_the_admin_speaks_danish_whatever_the_browser_says(designer_client, course):
    shown = designer_client.get(f"/admin/pages/{course.pk}/edit/", headers={"Accept-Language": "en"}).content.decode()

    assert '<html lang="da"' in shown
    for words in ("Gem kladde", "Udgiv", "Versionshistorik"):
        assert words in shown, words
