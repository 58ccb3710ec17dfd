"""A municipality's editor in Wagtail's own page editor: what she may, and what is kept from her."""

import json
import uuid

import pytest
from django.test import Client
from django.urls import reverse
from wagtail.admin.telepath import JSContext
from wagtail.images import get_image_model

from courses.actions.agree_locks import AgreeLock
from courses.models import LessonPage
from tests.courses.actions.test_create_release import png
from tests.courses.factories import make_course, make_variant, node_id
from tests.courses.tailoring import as_posted, draft_of, member, page_of, posted_stream, save
from tests.factories import OrganisationUnitFactory, UserFactory


def body(page):
    return list(page.get_latest_revision_as_object().body.raw_data)


def saved(client, page, blocks, **changes):
    data = {name: value for name, value in as_posted(page).items() if not name.startswith("body-")}
    return save(client, page, {**data, **posted_stream("body", blocks)}, **changes)


def said(response):
    return " ".join(str(message) for message in response.context["messages"])


def edit(page):
    return f"/admin/pages/{page.pk}/edit/"


def test_she_rewrites_a_text(editor_client, tailored):
    page = page_of(tailored, "l1")
    blocks = body(page)
    blocks[0]["value"]["text"] = '<p data-block-key="a">Vores ord</p>'

    response = saved(editor_client, page, blocks)

    assert response.status_code == 302
    assert "Vores ord" in str(draft_of(tailored, "l1").body[0].value["text"])


def test_saving_without_a_change_changes_nothing(editor_client, tailored):
    page = page_of(tailored, "l1")
    before = body(page)

    assert save(editor_client, page, as_posted(page)).status_code == 302

    assert body(page_of(tailored, "l1")) == before


def test_the_line_endings_of_a_browser_are_no_change(editor_client, tailored):
    page = page_of(tailored, "l1")
    blocks = body(page)
    blocks[1]["value"]["prompt"] = blocks[1]["value"]["prompt"].replace("\n", "\r\n")

    assert saved(editor_client, page, blocks).status_code == 302
    assert body(page_of(tailored, "l1"))[1]["value"]["prompt"] == "Skriv tre ting\nned"


def test_a_block_of_the_course_that_she_deletes_is_hidden_in_its_place(editor_client, tailored):
    page = page_of(tailored, "l1")
    blocks = body(page)

    response = saved(editor_client, page, [block for block in blocks if block["id"] != node_id("s1")])

    after = body(page_of(tailored, "l1"))
    assert [block["id"] for block in after] == [block["id"] for block in blocks]
    assert after[2]["value"]["settings"]["hidden"] is True
    assert "skjult" in said(editor_client.get(response.url))


def test_a_block_she_wrote_herself_can_be_deleted(editor_client, tailored):
    page = page_of(tailored, "l1")
    own = {"type": "key_message", "id": str(uuid.uuid4()), "value": {"text": "Vores", "settings": {}}}
    saved(editor_client, page, [*body(page), own])
    page = page_of(tailored, "l1")
    assert body(page)[-1]["value"]["text"] == "Vores"

    saved(editor_client, page, body(page)[:-1])

    assert own["id"] not in [block["id"] for block in body(page_of(tailored, "l1"))]


def test_a_courses_option_that_she_deletes_comes_back(editor_client, tailored):
    page = page_of(tailored, "l1")
    blocks = body(page)
    gone = blocks[2]["value"]["options"].pop(1)

    response = saved(editor_client, page, blocks)

    assert body(page_of(tailored, "l1"))[2]["value"]["options"][1]["id"] == gone["id"]
    assert "sat tilbage" in said(editor_client.get(response.url))


def test_a_locked_block_is_refused_with_the_reason_and_the_text_kept(editor_client, tailored):
    page = page_of(tailored, "l1")
    blocks = body(page)
    blocks[1]["value"]["prompt"] = "Noget helt andet"

    response = saved(editor_client, page, blocks)

    assert response.status_code == 200
    (error,) = response.context["form"].errors.as_data()["body"]
    message = str(error.block_errors[1].non_block_errors.as_data())
    assert "låst" in message
    assert "Alle gør det ens" in message
    assert "Noget helt andet" in response.content.decode()
    assert draft_of(tailored, "l1").body[1].value["prompt"] == "Skriv tre ting\nned"


@pytest.mark.parametrize("posted", [{"hidden": "on"}, {"audience": "top"}])
def test_a_locked_block_can_be_neither_hidden_nor_narrowed(editor_client, tailored, posted):
    page = page_of(tailored, "l1")
    changes = {f"body-1-value-settings-{name}": value for name, value in posted.items()}

    assert save(editor_client, page, as_posted(page), **changes).status_code == 200


def test_a_locked_block_that_she_deletes_is_still_there(editor_client, tailored):
    page = page_of(tailored, "l1")
    blocks = body(page)

    saved(editor_client, page, [blocks[0], *blocks[2:]])

    kept = body(page_of(tailored, "l1"))[1]
    assert kept["id"] == node_id("x1")
    assert kept["value"]["settings"]["hidden"] is False


def test_a_post_that_unlocks_or_locks_changes_no_lock(editor_client, tailored):
    page = page_of(tailored, "l1")
    data = as_posted(page)
    data.pop("body-1-value-settings-locked", None)

    save(
        editor_client,
        page,
        data,
        **{"body-0-value-settings-locked": "on", "body-0-value-settings-lock_reason": "x", "node_locked": "on"},
    )

    draft = draft_of(tailored, "l1")
    assert [bool(block["value"]["settings"].get("locked")) for block in draft.body.raw_data] == [
        False,
        True,
        False,
        False,
    ]
    assert draft.body.raw_data[1]["value"]["settings"]["lock_reason"] == "Alle gør det ens"
    assert not draft.node_locked


def test_an_id_of_another_page_is_not_taken_over(editor_client, tailored):
    page = page_of(tailored, "l4")
    blocks = [{"type": "key_message", "id": node_id("p1"), "value": {"text": "x", "settings": {}}}]

    assert saved(editor_client, page, blocks).status_code == 302

    assert body(page_of(tailored, "l4"))[0]["id"] not in (node_id("p1"), "")


def test_a_block_cannot_become_another_kind(editor_client, tailored):
    page = page_of(tailored, "l1")
    blocks = body(page)
    blocks[3] = {"type": "key_message", "id": blocks[3]["id"], "value": {"text": "x", "settings": {}}}

    assert saved(editor_client, page, blocks).status_code == 200


def test_a_locked_page_says_why_and_cannot_be_saved(editor_client, tailored):
    page = page_of(tailored, "l2")

    shown = editor_client.get(edit(page))
    response = save(editor_client, page, as_posted(page), title="Vores")

    assert "Loven siger det" in shown.content.decode()
    assert response.status_code == 200
    assert draft_of(tailored, "l2").title == "Den låste"


def test_an_agreed_unlock_opens_the_page_and_an_agreed_lock_closes_one(editor_client, tailored):
    AgreeLock(tailored, node_id("l2"), locked=False, reason="Aftalt").execute(skip_permission_checks=True)
    AgreeLock(tailored, node_id("l4"), locked=True, reason="Aftalt").execute(skip_permission_checks=True)

    opened, closed = page_of(tailored, "l2"), page_of(tailored, "l4")

    assert save(editor_client, opened, as_posted(opened), title="Vores").status_code == 302
    assert save(editor_client, closed, as_posted(closed), title="Vores").status_code == 200


def test_a_module_is_not_hidden_over_a_locked_lesson(editor_client, tailored):
    page = page_of(tailored, "m1")

    response = save(editor_client, page, as_posted(page), hidden="on")

    assert "Den låste" in str(response.context["form"].errors["hidden"])


def test_the_courses_process_is_not_hers_to_set_on_the_page(editor_client, tailored):
    page = tailored.course
    shown = editor_client.get(edit(page))

    assert not {"pass_mark", "order_rule", "node_locked", "process_locks"} & set(shown.context["form"].fields)
    data = as_posted(page_of(tailored, "course"))
    save(editor_client, page, data, days="1", draw_count="1", pass_mark="1", audience="Ledere")
    assert draft_of(tailored, "course").pass_mark == 70


def test_the_editor_shows_no_locks_to_turn_and_the_municipalitys_units(editor_client, tailored):
    OrganisationUnitFactory(municipality=tailored.municipality, name="Teknik og Miljø")
    OrganisationUnitFactory(name="Andres forvaltning")

    # What the course's own editor was shown earlier, Wagtail's blocks remember.
    json.dumps(JSContext().pack(LessonPage._meta.get_field("body").stream_block))

    html = editor_client.get(edit(page_of(tailored, "l1"))).content.decode()

    assert "settings-locked" not in html
    assert "Teknik og Milj" in html
    assert "Andres forvaltning" not in html
    assert "lock_reason" not in "".join(line for line in html.splitlines() if "blockdef" in line)


def test_a_block_is_written_for_a_unit_and_keeps_one_that_is_gone(editor_client, tailored):
    unit = OrganisationUnitFactory(municipality=tailored.municipality, name="Teknik og Miljø")
    page = page_of(tailored, "l1")
    save(editor_client, page, as_posted(page), **{"body-0-value-settings-audience": ["Teknik og Miljø"]})
    unit.delete()
    page = page_of(tailored, "l1")

    html = editor_client.get(edit(page)).content.decode()
    assert save(editor_client, page, as_posted(page)).status_code == 302

    assert "findes ikke" in html
    assert body(page_of(tailored, "l1"))[0]["value"]["settings"]["audience"] == ["Teknik og Miljø"]


def test_a_shared_course_knows_only_levels(designer_client, tailored):
    OrganisationUnitFactory(municipality=tailored.municipality, name="Teknik og Miljø")
    page = LessonPage.objects.child_of(tailored.upstream.get_first_child()).first()

    response = save(designer_client, page, as_posted(page), **{"body-0-value-settings-audience": ["Teknik og Miljø"]})

    assert response.status_code == 200


def test_a_file_of_somebody_elses_is_refused(editor_client, tailored):
    image = get_image_model().objects.create(title="x", file=png("red"))
    page = page_of(tailored, "l4")
    foreign = {"type": "image", "id": str(uuid.uuid4()), "value": {"image": image.pk, "alt": "x", "settings": {}}}

    refused = saved(editor_client, page, [foreign])
    image.collection = tailored.municipality.collection
    image.save()

    assert refused.status_code == 200
    assert "ikke jeres" in str(
        refused.context["form"].errors.as_data()["body"][0].block_errors[0].non_block_errors.as_data()
    )
    assert saved(editor_client, page, [foreign]).status_code == 302


def test_a_page_she_makes_has_an_id_of_its_own_and_no_lock(editor_client, tailored):
    parent = page_of(tailored, "m2")
    url = reverse("wagtailadmin_pages:add", args=["courses", "lessonpage", parent.pk])
    data = {"title": "Vores case", "slug": "vores-case", "minutes": "5", "minutes_outside": "0", "body-count": "0"}

    response = editor_client.post(
        url, {**data, "comments-TOTAL_FORMS": "0", "comments-INITIAL_FORMS": "0", "node_locked": "on"}
    )

    assert response.status_code == 302
    own = LessonPage.objects.get(slug="vores-case")
    assert not own.node_locked
    assert own.is_child_of(parent)


def test_a_course_is_not_made_in_the_page_tree(editor_client, tailored):
    home = tailored.course.get_parent()

    add = editor_client.get(reverse("wagtailadmin_pages:add", args=["courses", "coursepage", home.pk]))

    assert add.status_code in (302, 403)


@pytest.fixture
def foreign_client(client: Client, tailored):
    other = make_variant(tailored.upstream)
    client.force_login(member(other.municipality))
    return client


def test_a_foreign_editor_can_do_nothing_with_a_page(foreign_client, tailored):
    page = page_of(tailored, "l1")

    assert foreign_client.get(edit(page)).status_code == 404
    assert save(foreign_client, page, as_posted(page), title="Kapret").status_code == 404
    assert draft_of(tailored, "l1").title == "Lektion et"


def test_she_deletes_her_own_page_and_hides_the_courses(editor_client, tailored):
    page = page_of(tailored, "l4")
    asked = editor_client.get(reverse("wagtailadmin_pages:delete", args=[page.pk]))

    editor_client.post(reverse("wagtailadmin_pages:delete", args=[page.pk]))

    assert "skjul" in asked.content.decode()
    assert draft_of(tailored, "l4").hidden
    own = page.get_parent().add_child(instance=LessonPage(title="Vores", slug="vores", live=True))
    editor_client.post(reverse("wagtailadmin_pages:delete", args=[own.pk]))
    assert not LessonPage.objects.filter(pk=own.pk).exists()


def test_many_pages_at_once_go_each_its_own_way(editor_client, tailored):
    course_own = page_of(tailored, "l4")
    own = page_of(tailored, "m2").add_child(instance=LessonPage(title="Vores", slug="vores", live=False))
    locked = page_of(tailored, "l2")
    url = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "delete"])

    editor_client.post(f"{url}?id={course_own.pk}&id={own.pk}&id={locked.pk}&next=/admin/pages/", {})

    assert draft_of(tailored, "l4").hidden
    assert not LessonPage.objects.filter(pk=own.pk).exists()
    assert not draft_of(tailored, "l2").hidden


def test_she_moves_a_lesson_to_another_module_and_reorders(editor_client, tailored):
    lesson, home = page_of(tailored, "l3"), page_of(tailored, "m2")

    editor_client.post(reverse("wagtailadmin_pages:move_confirm", args=[lesson.pk, home.pk]))
    assert page_of(tailored, "l3").is_child_of(home)

    editor_client.post(reverse("wagtailadmin_pages:set_page_position", args=[lesson.pk]) + "?position=0")
    assert page_of(tailored, "m2").get_first_child().pk == lesson.pk


def test_a_locked_page_is_not_moved(editor_client, tailored):
    lesson, home = page_of(tailored, "l2"), page_of(tailored, "m2")

    editor_client.post(reverse("wagtailadmin_pages:move_confirm", args=[lesson.pk, home.pk]))
    editor_client.post(reverse("wagtailadmin_pages:set_page_position", args=[lesson.pk]) + "?position=0")

    assert [str(page.node_id) for page in page_of(tailored, "m1").get_children().specific()] == [
        node_id(name) for name in ("l1", "l2", "l3")
    ]


@pytest.mark.parametrize("who", ["editor", "superuser"])
def test_a_page_stays_in_its_course(client, tailored, editor, who):
    other = make_variant(make_course(tailored.upstream.get_parent()), tailored.municipality)
    client.force_login(editor if who == "editor" else UserFactory(is_superuser=True))
    lesson, home = page_of(tailored, "l3"), other.course.get_first_child()

    client.post(reverse("wagtailadmin_pages:move_confirm", args=[lesson.pk, home.pk]))

    assert page_of(tailored, "l3").is_child_of(page_of(tailored, "m1"))


def test_a_copy_within_the_course_gets_ids_of_its_own(editor_client, tailored):
    lesson, home = page_of(tailored, "l1"), page_of(tailored, "m2")

    editor_client.post(
        reverse("wagtailadmin_pages:copy", args=[lesson.pk]),
        {"new_title": "Kopi", "new_slug": "kopi", "new_parent_page": str(home.pk)},
    )

    copied = LessonPage.objects.get(slug="kopi")
    assert str(copied.node_id) != node_id("l1")
    assert not {block.id for block in copied.body} & {block.id for block in draft_of(tailored, "l1").body}


def test_nothing_is_copied_out_of_a_municipality(client, tailored):
    other = make_variant(tailored.upstream)
    both = member(tailored.municipality)
    other.municipality.refresh_from_db()
    from tests.factories import MembershipFactory

    MembershipFactory(user=both, municipality=other.municipality, role="editor")
    client.force_login(both)
    home = other.course.get_first_child()

    client.post(
        reverse("wagtailadmin_pages:copy", args=[page_of(tailored, "l1").pk]),
        {"new_title": "Kopi", "new_slug": "kopi", "new_parent_page": str(home.pk)},
    )

    assert not LessonPage.objects.filter(slug="kopi").exists()
