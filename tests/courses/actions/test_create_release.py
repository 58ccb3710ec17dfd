import hashlib
from io import BytesIO

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.base import ContentFile
from django.core.files.images import ImageFile
from PIL import Image as PillowImage
from wagtail.images import get_image_model
from wagtail.models import PageLogEntry

from courses.actions.create_release import CreateRelease, ReleaseRefused
from courses.models import CoursePage, CourseRelease, ImmutableRelease, LessonPage, ReleaseMedia
from courses.releasing.plan import plan_release
from courses.trees.nodes import tree_hash
from courses.trees.pages import write_course
from tests import trees
from tests.at_once import at_once
from tests.courses.factories import node_id, small_tree, storable
from tests.trees import block


def release(course_page, **options):
    return CreateRelease(course_page, **options).execute(skip_permission_checks=True)


def publish(page, **fields):
    for name, value in fields.items():
        setattr(page, name, value)
    page.save_revision().publish()


def codes(refused):
    return [finding.code for finding in refused.value.findings]


def png(colour):
    file = BytesIO()
    PillowImage.new("RGB", (8, 8), colour).save(file, "PNG")
    return ImageFile(BytesIO(file.getvalue()), name=f"{colour}.png")


@pytest.fixture
def image(db):
    return get_image_model().objects.create(title="En skitse", file=png("red"))


@pytest.fixture
def illustrated(catalogue, image):
    picture = block("image", id_="i1", image={"media": "image", "id": image.pk}, alt="Rød", caption="", credit="")
    return write_course(small_tree(picture), catalogue)


def test_the_first_version_is_number_one_and_holds_the_whole_course(course):
    made = release(course)

    assert made.number == 1
    assert made.tree["children"]["modules"][0]["children"]["pages"][0]["id"] == node_id("l1")
    assert made.sha256 == tree_hash(made.tree)
    assert course.current_release == made


def test_a_version_is_logged_and_told_of_after_the_commit(course, django_capture_on_commit_callbacks):
    from courses.signals import course_released

    heard = []

    def listen(sender, release, **kwargs):
        heard.append(release)

    course_released.connect(listen)
    try:
        with django_capture_on_commit_callbacks(execute=True):
            made = release(course)
            assert heard == []
    finally:
        course_released.disconnect(listen)

    assert heard == [made]
    assert PageLogEntry.objects.filter(page=course.pk, action="courses.release").count() == 1


def test_only_who_may_publish_may_release(course, bystander, designer):
    with pytest.raises(PermissionDenied):
        CreateRelease(course, user=bystander).execute()

    assert CreateRelease(course, user=designer).execute().created_by == designer


def test_nothing_changed_is_no_new_version(course):
    release(course)

    with pytest.raises(ReleaseRefused) as refused:
        release(course, notes="Igen")

    assert codes(refused) == ["unchanged"]


def test_from_the_second_version_on_the_author_says_what_changed(course):
    release(course)
    publish(LessonPage.objects.get(node_id=node_id("l1")), goal="Du kan begynde")

    with pytest.raises(ReleaseRefused) as refused:
        release(course, notes="  ")

    assert codes(refused) == ["no_notes"]
    assert release(course, notes="Et mål").number == 2


def test_drafts_wait_only_when_the_author_says_so(course):
    LessonPage.objects.get(node_id=node_id("l1")).save_revision()

    with pytest.raises(ReleaseRefused) as refused:
        release(course)

    assert codes(refused) == ["drafts"]
    assert "»Begynd«" in refused.value.findings[0].message
    assert release(course, leave_drafts=True).number == 1


def test_a_course_changed_since_the_author_looked_is_refused(course):
    seen = plan_release(course).sha256
    publish(LessonPage.objects.get(node_id=node_id("l1")), goal="Du kan noget andet")

    with pytest.raises(ReleaseRefused) as refused:
        release(course, expected_sha256=seen)

    assert codes(refused) == ["changed_since"]


def test_a_refused_version_leaves_nothing_behind(catalogue):
    empty = write_course(storable(trees.course(trees.module())), catalogue)

    with pytest.raises(ReleaseRefused):
        release(empty)

    assert not CourseRelease.objects.exists()
    assert not PageLogEntry.objects.filter(action="courses.release").exists()


def test_a_file_that_cannot_be_read_refuses_and_leaves_nothing(illustrated, image):
    image.get_file_hash()
    image.file.storage.delete(image.file.name)

    with pytest.raises(ReleaseRefused) as refused:
        release(illustrated)

    assert codes(refused) == ["unreadable_file"]
    assert not CourseRelease.objects.exists()
    assert not ReleaseMedia.objects.exists()


def test_a_replaced_image_changes_no_version_that_stands(illustrated, image):
    first = release(illustrated)
    sealed = ReleaseMedia.objects.get(release=first)
    before = sealed.file.read()

    image.file = png("blue")
    image._set_image_file_metadata()
    image.save()
    image.renditions.all().delete()
    second = release(illustrated, notes="Nyt billede")

    sealed.refresh_from_db()
    assert hashlib.sha256(sealed.file.open().read()).hexdigest() == sealed.sha256
    assert sealed.file.open().read() == before
    assert ReleaseMedia.objects.get(release=second).sha256 != sealed.sha256


def test_versions_share_a_file_that_is_the_same(illustrated):
    release(illustrated)
    publish(LessonPage.objects.get(node_id=node_id("l1")), goal="Du kan noget andet")
    release(illustrated, notes="Et mål")

    names = set(ReleaseMedia.objects.values_list("file", flat=True))
    assert len(names) == 1


def test_versions_neither_change_nor_go(course):
    made = release(course)

    for change in (
        made.save,
        made.delete,
        lambda: CourseRelease.objects.update(notes="x"),
        lambda: CourseRelease.objects.all().delete(),
    ):
        with pytest.raises(ImmutableRelease):
            change()


def test_ids_that_wagtail_leaves_out_are_the_same_every_time(course):
    lesson_page = LessonPage.objects.get(node_id=node_id("l1"))
    LessonPage.objects.filter(pk=lesson_page.pk).update(
        body=[{"type": "paragraph", "value": {"text": "<p>Uden nøgler.</p>"}}]
    )

    first, second = plan_release(course), plan_release(CoursePage.objects.get(pk=course.pk))

    assert first.sha256 == second.sha256
    body = first.tree["children"]["modules"][0]["children"]["pages"][0]["children"]["body"]
    assert "data-block-key" in body[0]["fields"]["text"]


def test_the_stored_tree_is_of_the_published_pages_only(course):
    draft = LessonPage(title="Ny", slug="ny", live=False)
    LessonPage.objects.get(node_id=node_id("l1")).get_parent().add_child(instance=draft)

    made = release(course, leave_drafts=True)

    titles = [page["fields"]["title"] for page in made.tree["children"]["modules"][0]["children"]["pages"]]
    assert titles == ["Begynd", "Test", "Tal sammen"]


def test_a_sealed_document_keeps_its_ending(catalogue):
    from wagtail.documents import get_document_model

    document = get_document_model().objects.create(title="Kort", file=ContentFile(b"%PDF-1.4", name="kort.pdf"))
    card = block("download", id_="f1", title="Kort", document={"media": "document", "id": document.pk})
    made = release(write_course(small_tree(card), catalogue))

    assert made.media.get().file.name.endswith(".pdf")
    assert made.media.get().content_type == "application/pdf"


@pytest.mark.django_db(transaction=True)
def test_of_two_releases_at_the_same_moment_one_is_made_and_the_other_told_that_nothing_has_changed(course):
    made, refused = sorted(
        at_once(*[lambda: release(course, notes="Nu")] * 2), key=lambda one: isinstance(one, Exception)
    )

    assert made.number == 1
    assert isinstance(refused, ReleaseRefused)
    assert [finding.code for finding in refused.findings] == ["unchanged"]
    assert course.releases.count() == 1
