import pytest
from django.urls import reverse

from courses.actions.create_release import CreateRelease
from courses.models import CourseRelease, LessonPage
from courses.releasing.plan import plan_release
from courses.trees.pages import write_course
from tests.courses.factories import node_id, small_tree


def new_release(course):
    return reverse("hyldefri_new_release", args=[course.pk])


def form(course, **data):
    return {
        "notes": "Første",
        "importance": "recommended",
        "expected_sha256": plan_release(course).sha256,
        **data,
    }


def pages_for(course):
    CreateRelease(course).execute(skip_permission_checks=True)
    return [
        reverse("hyldefri_releases", args=[course.pk]),
        reverse("hyldefri_release", args=[course.pk, 1]),
        new_release(course),
    ]


def test_a_designer_sees_what_a_first_version_would_be(designer_client, course):
    page = designer_client.get(new_release(course)).content.decode()

    assert "Version 1 af »Kursus«" in page
    assert "Den første version" in page
    assert "30 af 360 minutter" in page


def test_a_designer_makes_a_version(designer_client, designer, course):
    response = designer_client.post(new_release(course), form(course))

    assert response.url == reverse("hyldefri_releases", args=[course.pk])
    made = CourseRelease.objects.get()
    assert (made.number, made.notes, made.created_by) == (1, "Første", designer)
    listing = designer_client.get(response.url).content.decode()
    assert "Version 1" in listing
    assert made.sha256[:12] in listing


def test_what_changed_is_shown_before_the_next_version(designer_client, course):
    CreateRelease(course).execute(skip_permission_checks=True)
    page = LessonPage.objects.get(node_id=node_id("l1"))
    page.goal = "Du kan begynde"
    page.save_revision().publish()

    shown = designer_client.get(new_release(course)).content.decode()

    assert "Ændret siden version 1" in shown
    assert f"/admin/pages/{page.pk}/edit/" in shown
    assert "(Mål)" in shown


def test_findings_stand_with_the_way_to_mend_them(designer_client, catalogue):
    course = write_course(small_tree(draw_count=3), catalogue)

    shown = designer_client.get(new_release(course)).content.decode()

    assert "Den afsluttende test trækker 3 spørgsmål" in shown
    assert f"/admin/pages/{course.pk}/edit/" in shown


def test_a_refused_version_is_answered_with_the_reasons(designer_client, catalogue):
    course = write_course(small_tree(draw_count=3), catalogue)

    response = designer_client.post(new_release(course), form(course))

    assert response.status_code == 422
    assert "Der blev ikke lavet en version" in response.content.decode()
    assert not CourseRelease.objects.exists()


def test_drafts_are_listed_and_may_wait(designer_client, course):
    page = LessonPage.objects.get(node_id=node_id("l1"))
    page.save_revision()

    assert "Stadig i kladde" in designer_client.get(new_release(course)).content.decode()
    assert designer_client.post(new_release(course), form(course)).status_code == 422
    assert designer_client.post(new_release(course), form(course, leave_drafts="on")).status_code == 302


def test_a_later_version_without_notes_is_asked_for_them(designer_client, course):
    CreateRelease(course).execute(skip_permission_checks=True)

    response = designer_client.post(new_release(course), form(course, notes=""))

    assert response.status_code == 400
    assert CourseRelease.objects.count() == 1


def test_after_a_stale_look_the_page_carries_the_new_hash(designer_client, course):
    response = designer_client.post(new_release(course), form(course, expected_sha256="0" * 64))

    assert response.status_code == 422
    assert plan_release(course).sha256 in response.content.decode()


def test_somebody_without_the_right_to_it_is_turned_away(bystander_client, course):
    for url in pages_for(course):
        # Wagtail turns PermissionDenied into a message and the way home, for who is in its admin.
        assert bystander_client.get(url).status_code in (302, 403), url
    assert bystander_client.post(new_release(course), form(course)).status_code in (302, 403)
    assert CourseRelease.objects.count() == 1


def test_a_visitor_is_asked_to_sign_in(client, course):
    for url in [*pages_for(course), reverse("hyldefri_courses"), reverse("hyldefri_pool", args=[course.pk])]:
        response = client.get(url)
        assert response.status_code == 302, url
        assert "login" in response.url or "konto" in response.url


def test_the_report_lists_only_courses_one_may_edit(designer_client, course):
    CreateRelease(course).execute(skip_permission_checks=True)

    shown = designer_client.get(reverse("hyldefri_courses")).content.decode()

    assert "Kursus" in shown
    assert "30 af 360" in shown


def test_the_report_is_empty_for_who_may_edit_nothing(bystander_client, course):
    assert "ingen kurser, du må redigere" in bystander_client.get(reverse("hyldefri_courses")).content.decode()


@pytest.mark.parametrize("number", [0, 2])
def test_a_version_that_is_not_there_is_not_found(designer_client, course, number):
    CreateRelease(course).execute(skip_permission_checks=True)

    assert designer_client.get(reverse("hyldefri_release", args=[course.pk, number])).status_code == 404


def test_the_way_to_a_new_version_stands_on_the_course(designer_client, course, catalogue):
    for url in (f"/admin/pages/{course.pk}/edit/", f"/admin/pages/{catalogue.pk}/"):
        assert new_release(course) in designer_client.get(url).content.decode()


def test_the_way_does_not_stand_on_other_pages(designer_client, course):
    page = LessonPage.objects.get(node_id=node_id("l1"))

    assert "ny-version" not in designer_client.get(f"/admin/pages/{page.pk}/edit/").content.decode()
