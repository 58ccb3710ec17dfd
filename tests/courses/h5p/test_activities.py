"""What is said of an activity, where it is used, and its end."""

from __future__ import annotations

import pytest
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import PermissionDenied, ValidationError
from wagtail.models import Page, ReferenceIndex

from courses.actions.change_h5p import ChangeH5P, H5PActivityInUse, RemoveH5P
from courses.h5p.selectors import activities_for, uses_of, uses_of_all
from courses.models import H5PActivity, H5PBuild, LessonPage

pytestmark = pytest.mark.django_db


def use(activity: H5PActivity, page: Page) -> None:
    """As the index has it of a page whose text names the activity."""
    page_type = ContentType.objects.get_for_model(Page)
    ReferenceIndex.objects.create(
        base_content_type=page_type,
        content_type=ContentType.objects.get_for_model(type(page)),
        object_id=str(page.pk),
        to_content_type=ContentType.objects.get_for_model(H5PActivity),
        to_object_id=str(activity.pk),
        model_path="body.item.h5p",
        content_path="body.1.h5p",
        content_path_hash="00000000-0000-0000-0000-000000000001",
    )


def test_a_new_activity_is_completed_when_it_says_so_itself(importing):
    assert importing().activity.completion == "ended"


def test_one_that_never_says_so_is_completed_when_it_has_been_opened():
    from courses.h5p.content_types import completion_of

    assert completion_of("H5P.Dialogcards") == completion_of("H5P.Timeline") == "viewed"


def test_its_editor_changes_what_is_said_of_it(importing, editor, glostrup):
    activity = importing(collection=glostrup.collection, user=editor).activity

    changed = ChangeH5P(activity, {"title": "Ny", "completion": "score", "pass_mark": 70}, user=editor).execute()

    assert (changed.title, changed.completion, changed.pass_mark) == ("Ny", "score", 70)


@pytest.mark.parametrize("values", [{"title": ""}, {"pass_mark": 101}, {"completion": "aldrig"}])
def test_what_makes_no_sense_is_refused(importing, values):
    activity = importing().activity
    with pytest.raises(ValidationError):
        ChangeH5P(activity, values).execute(skip_permission_checks=True)


def test_nobody_changes_anothers(importing, editor):
    with pytest.raises(PermissionDenied):
        ChangeH5P(importing().activity, {"title": "Overtaget"}, user=editor).execute()


def test_nobody_moves_hers_into_a_collection_that_is_not(importing, editor, glostrup, root):
    activity = importing(collection=glostrup.collection, user=editor).activity
    with pytest.raises(PermissionDenied):
        ChangeH5P(activity, {"collection": root}, user=editor).execute()


def test_an_editor_sees_her_own_and_not_anothers(importing, editor, glostrup, root):
    mine = importing(collection=glostrup.collection).activity
    importing(collection=root.add_child(name="En andens"), title="En andens")

    assert list(activities_for(editor)) == [mine]


def test_what_stands_in_a_page_is_not_removed(importing, course, stored):
    activity = importing().activity
    use(activity, LessonPage.objects.first())
    before = stored()

    with pytest.raises(H5PActivityInUse):
        RemoveH5P(activity).execute(skip_permission_checks=True)
    assert stored() == before
    assert H5PActivity.objects.get().current_version is not None


def test_what_stands_nowhere_goes_with_its_versions_and_files_and_leaves_the_libraries(
    importing, stored, django_capture_on_commit_callbacks
):
    first = importing()
    importing(activity=first.activity, question="Nu?")
    with django_capture_on_commit_callbacks(execute=True):
        RemoveH5P(first.activity).execute(skip_permission_checks=True)

    assert H5PActivity.objects.count() == 0
    assert H5PBuild.objects.count() == 2
    assert not [name for name in stored() if name.startswith("h5p/content")]


def test_uses_are_the_pages_one_may_see_and_a_number(
    importing, course, designer, editor, django_assert_max_num_queries
):
    activity, other = importing().activity, importing(title="En anden").activity
    lesson = LessonPage.objects.first()
    use(activity, lesson)

    assert [page.pk for page in uses_of(activity, designer).pages] == [lesson.pk]
    with django_assert_max_num_queries(8):
        assert {pk: bool(found) for pk, found in uses_of_all([activity, other], designer).items()} == {
            activity.pk: True,
            other.pk: False,
        }
