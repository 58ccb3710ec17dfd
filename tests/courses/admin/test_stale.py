"""A tab that was opened before the page changed: a manual save neither undoes the change nor loses the text."""

import json

import pytest
from django.utils import timezone

from courses.actions.create_release import CreateRelease
from courses.admin.gone import written
from courses.models import VariantUpdate
from tests.courses.factories import make_variant
from tests.courses.tailoring import as_posted, draft_of, page_of, posted_stream, save


def written_since(variant, name="l1", title="Nyere", user=None):
    draft = draft_of(variant, name)
    draft.title = title
    return draft.save_revision(user=user)


@pytest.mark.parametrize("action", ["", "action-publish", "action-submit"])
def test_a_manual_save_is_refused_and_the_text_kept(editor_client, tailored, action):
    page = page_of(tailored, "l1")
    posted = as_posted(page)
    written_since(tailored)

    response = save(editor_client, page, posted, title="Det jeg skrev", **({action: "1"} if action else {}))

    assert response.status_code == 409
    html = response.content.decode()
    assert "Det jeg skrev" in html
    assert "Intet er gemt" in html
    assert "Åbn den nyere udgave" in html
    assert draft_of(tailored, "l1").title == "Nyere"


def test_saving_the_refused_screen_again_is_refused_again(editor_client, tailored):
    page = page_of(tailored, "l1")
    posted = as_posted(page)
    written_since(tailored)
    shown = save(editor_client, page, posted, title="Mit")

    stale = shown.context["refused_revision"]
    again = save(editor_client, page, as_posted(page_of(tailored, "l1")), title="Mit", stale_revision_id=stale)

    assert f'name="stale_revision_id" value="{stale}"' in shown.content.decode()
    assert "w-autosave" not in shown.context["form"].as_p()
    assert not shown.context["autosave_enabled"]
    assert again.status_code == 409
    assert draft_of(tailored, "l1").title == "Nyere"


def test_the_refusal_says_which_update_came_between(editor_client, tailored):
    page = page_of(tailored, "l1")
    posted = as_posted(page)
    lesson = tailored.upstream.get_first_child().get_first_child().specific
    lesson.title = "Bedre"
    lesson.save_revision().publish()
    newer = CreateRelease(tailored.upstream, notes="x").execute(skip_permission_checks=True)
    written_since(tailored)
    VariantUpdate.objects.for_municipality(tailored.municipality).create(
        variant=tailored,
        from_release=tailored.base_release,
        target_release=newer,
        status=VariantUpdate.Status.APPLIED,
        applied_at=timezone.now(),
    )

    applied = save(editor_client, page, posted)
    tailored.updates.update(undone_at=timezone.now())
    undone = save(editor_client, page, posted)

    assert f"version {newer.number} af kurset er lagt ind" in applied.content.decode()
    assert f"version {newer.number} af kurset er fortrudt" in undone.content.decode()


def test_an_autosave_of_ones_own_is_saved_over(editor_client, editor, tailored):
    page = page_of(tailored, "l1")
    posted = as_posted(page)
    autosaved = editor_client.post(
        f"/admin/pages/{page.pk}/edit/", {**posted, "title": "Selv"}, headers={"accept": "application/json"}
    ).json()

    response = save(editor_client, page, posted, title="Manuelt", overwrite_revision_id=autosaved["revision_id"])

    assert autosaved["success"]
    assert response.status_code == 302
    assert draft_of(tailored, "l1").title == "Manuelt"


def test_an_autosave_from_an_old_tab_is_refused(editor_client, tailored):
    page = page_of(tailored, "l1")
    posted = as_posted(page)
    written_since(tailored)

    response = editor_client.post(
        f"/admin/pages/{page.pk}/edit/", {**posted, "title": "Selv"}, headers={"accept": "application/json"}
    )

    assert response.status_code == 400
    assert response.json()["error_code"] == "invalid_revision"


@pytest.mark.parametrize("without", [("loaded_revision_id",), ("loaded_revision_id", "loaded_revision_created_at")])
def test_a_post_that_does_not_say_what_it_is_written_on_is_refused(editor_client, tailored, without):
    page = page_of(tailored, "l1")
    posted = {name: value for name, value in as_posted(page).items() if name not in without}

    assert save(editor_client, page, posted, title="Mit").status_code == 409


@pytest.mark.parametrize("nonsense", ["0", "-1", "æ", "999999999999999999999999", "1; DROP TABLE"])
def test_nonsense_for_a_revision_is_refused(editor_client, tailored, nonsense):
    page = page_of(tailored, "l1")

    assert save(editor_client, page, as_posted(page), loaded_revision_id=nonsense).status_code == 409


def test_a_shared_courses_page_is_guarded_too(designer_client, tailored):
    page = tailored.upstream.get_first_child().get_first_child().specific
    posted = as_posted(page)
    page.get_latest_revision_as_object().save_revision()

    assert save(designer_client, page, posted, title="Mit").status_code == 409


def test_going_back_to_an_old_version_is_an_edit_that_keeps_the_courses_blocks(editor_client, tailored):
    page = page_of(tailored, "l1")
    draft = draft_of(tailored, "l1")
    blocks = list(draft.body.raw_data)
    draft.body = json.dumps(blocks[:3])
    old = draft.save_revision()
    draft.body = json.dumps(blocks)
    draft.save_revision()
    back = f"/admin/pages/{page.pk}/revisions/{old.pk}/revert/"

    assert editor_client.get(back).status_code == 200
    posted = {**as_posted(page_of(tailored, "l1")), **posted_stream("body", blocks[:3])}
    response = editor_client.post(back, posted)

    after = list(draft_of(tailored, "l1").body.raw_data)
    assert response.status_code == 302
    assert [block["id"] for block in after] == [block["id"] for block in blocks]
    assert after[-1]["value"]["settings"]["hidden"]


def test_a_renamed_address_is_an_edit_and_cannot_be_a_siblings(editor_client, tailored):
    page = page_of(tailored, "l1")
    taken = page_of(tailored, "l3").slug

    assert save(editor_client, page, as_posted(page), slug=taken).status_code == 200
    assert save(editor_client, page, as_posted(page), slug="vores-adresse").status_code == 302
    assert draft_of(tailored, "l1").slug == "vores-adresse"


def test_who_saves_a_page_that_was_deleted_gets_her_words_back(editor_client, tailored):
    page = page_of(tailored, "l1")
    posted = as_posted(page)
    page.delete()

    response = save(editor_client, page, posted, title="Min nye titel <b>")

    html = response.content.decode()
    assert response.status_code == 404
    assert "Min nye titel &lt;b&gt;" in html
    assert "Sidst" in html  # a paragraph's text, without its formatting
    assert "entityMap" not in html
    assert "Intet er gemt" in html


def test_a_page_that_is_anothers_looks_like_one_that_is_gone(editor_client, tailored):
    other = make_variant(tailored.upstream)
    theirs = page_of(other, "l1")

    response = save(editor_client, theirs, as_posted(theirs), title="Kapret")

    assert response.status_code == 404
    assert "Siden er slettet" in response.content.decode()
    assert draft_of(other, "l1").title == "Lektion et"


@pytest.mark.parametrize("broken", ['{"blocks": 1}', '{"blocks": [{}]}', "{", "{}" * 3])
def test_a_text_that_looks_like_rich_text_is_handed_back_as_it_is(broken):
    assert list(written({"body-0-value-text": broken, "body-0-id": "x", "hidden": "on", "minutes": "5"})) == [broken]
