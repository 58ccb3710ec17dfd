"""A municipality's files outside the lists: in forms, under their own addresses."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import transaction
from django.test import Client, override_settings
from pytest_django.plugin import DjangoDbBlocker

from courses.models import CoursePage, H5PActivity, LessonPage
from tests.courses.admin.test_editor import save
from tests.isolation.world import World, build_world


@pytest.fixture(scope="module")
def built(
    django_db_setup: None, django_db_blocker: DjangoDbBlocker, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[World]:
    """The world is large: it is built once, in a transaction around these tests."""
    media = override_settings(MEDIA_ROOT=tmp_path_factory.mktemp("media"))
    with django_db_blocker.unblock(), media, transaction.atomic():
        world, _rows = build_world()
        yield world
        transaction.set_rollback(True)


@pytest.fixture
def world(built: World, db: None) -> World:
    return built


def signed_in(user: Any) -> Client:
    client = Client()
    client.force_login(user)
    return client


def save_with(who: Any, course: CoursePage, file: Any) -> tuple[LessonPage, Any]:
    """A lesson of the course, and the answer to saving it with nothing in it but the image or the H5P activity."""
    lesson = LessonPage.objects.descendant_of(course).filter(live=True, locked=False).first()
    assert lesson is not None
    image = ("image", {"image": str(file.pk), "alt": "Et billede", "caption": "", "credit": ""})
    activity = ("h5p", {"activity": str(file.pk), "title": "", "introduction": "", "minutes": "3"})
    body = [activity if isinstance(file, H5PActivity) else image]
    written_on = {
        "loaded_revision_id": lesson.latest_revision_id,
        "loaded_revision_created_at": lesson.get_latest_revision().created_at.isoformat(),
    }
    return lesson, save(signed_in(who), lesson, body, **written_on)


@pytest.mark.parametrize("which", ["image", "h5p"])
def test_the_number_of_another_municipalitys_file_in_an_editors_form_is_refused(world, which):
    file = world.theirs.image if which == "image" else world.theirs.things["h5p"]
    lesson, response = save_with(world.ours.people["editor"], world.ours.course, file)

    assert response.status_code == 200
    assert "body" in response.context["form"].errors
    assert LessonPage.objects.get(pk=lesson.pk).latest_revision_id == lesson.latest_revision_id


@pytest.mark.parametrize("which", ["image", "h5p"])
def test_the_number_of_a_municipalitys_file_in_a_designers_form_is_refused(world, which):
    file = world.theirs.image if which == "image" else world.theirs.things["h5p"]
    lesson, response = save_with(world.designer, world.course, file)

    assert response.status_code == 200
    assert "Siden bruger en fil, der ikke findes. Vælg en anden." in str(response.context["form"].errors)
    assert LessonPage.objects.get(pk=lesson.pk).latest_revision_id == lesson.latest_revision_id


@pytest.mark.parametrize("whose", ["own", "shared", "own activity"])
def test_own_and_shared_files_may_be_used(world, whose):
    image = {"own": world.ours.image, "shared": world.image, "own activity": world.ours.things["h5p"]}[whose]
    _lesson, response = save_with(world.ours.people["editor"], world.ours.course, image)

    assert response.status_code == 302


def test_a_picture_is_sent_to_the_municipalitys_people_however_its_address_is_written(world):
    address = world.theirs.things["rendition"].url
    theirs, ours = (signed_in(tenant.people["learner"]) for tenant in (world.theirs, world.ours))

    answer = theirs.get(address)
    assert (answer.status_code, answer["Cache-Control"]) == (200, "private, max-age=86400")
    for written in (address, address.replace("images/", "images/./"), address.replace("images/", "images//")):
        assert ours.get(written).status_code == 404
        assert Client().get(written).status_code == 404


def test_a_document_is_sent_to_who_works_there(world):
    answer = signed_in(world.theirs.people["editor"]).get(world.theirs.document.url)

    assert answer.status_code == 200
    assert b"".join(answer.streaming_content) == b"zalfabytes"
