"""The page where a municipality's editor decides on an update."""

import re

import pytest
from django.urls import reverse

from courses.actions.create_release import CreateRelease
from courses.models import PinnedChoice, VariantUpdate
from courses.trees.nodes import index
from courses.trees.pages import read_course
from courses.variants.planning import plan_update
from elearning.municipalities.models import Membership
from tests.courses.approval.conftest import edit, fresh
from tests.courses.factories import node_id
from tests.courses.review.conftest import TEXT, write
from tests.factories import MembershipFactory

KEY = "aaaaa"


@pytest.fixture
def url(variant):
    return reverse("hyldefri_review", args=[variant.pk])


@pytest.fixture
def client(client, editor):
    client.force_login(editor)
    return client


def conflict_ids(page):
    return re.findall(r'name="choice-([0-9a-f]+)" value="ours"', page)


def the_conflict(client, url):
    (found,) = conflict_ids(client.get(url).content.decode())
    return found


def seen(client, url):
    return re.search(r'name="seen" value="([0-9a-f]+)"', client.get(url).content.decode())[1]


def paragraph(variant):
    tree = read_course(fresh(variant).course, drafts=True)
    return index(tree)[node_id("p1")]["fields"]["text"]


def test_it_shows_what_both_have_changed_and_what_comes_by_itself(client, conflict, url):
    page = client.get(url).content.decode()

    assert "Bedre begyndelse." in page
    assert "Obligatorisk" in page
    assert "Lillerød" in page
    assert "i dag." in page
    assert "Sluttest" in page
    assert len(conflict_ids(page)) == 1


def test_what_an_older_version_made_mandatory_stays_so_and_its_notes_are_read(client, conflict, url, upstream):
    write(upstream, "Vi begynder straks.", publish=True)
    CreateRelease(upstream, notes="Et enkelt ord.", importance="optional").execute(skip_permission_checks=True)

    shown = client.get(url).content.decode()
    assert "Obligatorisk" in shown
    assert shown.index("Et enkelt ord.") < shown.index("Bedre begyndelse.")
    assert "Obligatorisk" in client.get("/admin/").content.decode()


def test_keeping_ours_and_taking_the_update_brings_the_rest(client, conflict, url):
    data = {f"choice-{the_conflict(client, url)}": "ours", "seen": seen(client, url), "do": "apply"}

    assert client.post(url, data).status_code == 302
    assert paragraph(conflict) == TEXT.format("Vi begynder i Lillerød.")
    tree = index(read_course(fresh(conflict).course, drafts=True))
    assert tree[node_id("l2")]["fields"]["title"] == "Sluttest"
    assert tree[node_id("l1")]["fields"]["title"] == "Begynd i Lillerød"
    assert fresh(conflict).base_release.number == 2


def test_one_may_take_the_updates_words(client, conflict, url):
    client.post(url, {f"choice-{the_conflict(client, url)}": "theirs", "seen": seen(client, url), "do": "apply"})

    assert paragraph(conflict) == TEXT.format("Vi begynder i dag.")


def test_one_may_write_anew_and_the_paragraph_keeps_its_key(client, conflict, url):
    found = the_conflict(client, url)
    own = {f"choice-{found}": "value", f"value-{found}": "Vi begynder i dag & her.", "seen": seen(client, url)}

    assert client.post(url, {**own, "do": "apply"}).status_code == 302
    assert paragraph(conflict) == TEXT.format("Vi begynder i dag &amp; her.")


def test_nothing_is_taken_while_a_conflict_is_open(client, conflict, url):
    response = client.post(url, {"seen": seen(client, url), "do": "apply"})

    assert response.status_code == 422
    assert 'role="alert"' in response.content.decode()
    assert fresh(conflict).base_release.number == 1


def test_choices_are_kept_for_later_and_can_be_remembered(client, conflict, url):
    found = the_conflict(client, url)

    client.post(url, {f"choice-{found}": "ours", f"pin-{found}": "1", "do": "save"})

    page = client.get(url).content.decode()
    assert re.search(rf'name="choice-{found}" value="ours" checked', page)
    assert PinnedChoice.objects.for_municipality(conflict.municipality).get().choice == "ours"
    assert "Der er ikke mere at tage stilling til." in page


def test_pages_edited_meanwhile_are_looked_at_again(client, conflict, url):
    data = {f"choice-{the_conflict(client, url)}": "ours", "seen": seen(client, url), "do": "apply"}
    edit(conflict, "Endnu et navn")

    assert client.post(url, data).status_code == 409
    assert fresh(conflict).base_release.number == 1


def test_a_choice_for_a_conflict_that_is_no_more_is_told(client, conflict, url):
    data = {f"choice-{the_conflict(client, url)}": "theirs", "seen": seen(client, url), "do": "apply"}
    write(conflict.course, "Vi begynder med noget andet.")

    response = client.post(url, data)

    assert response.status_code in (409, 422)
    assert paragraph(conflict) == TEXT.format("Vi begynder med noget andet.")


def test_the_merged_lesson_is_shown_as_learners_would_see_it_with_the_choices_in_the_form(client, conflict, url):
    shown = reverse("hyldefri_merged_preview", args=[conflict.pk, node_id("l1")])
    found = the_conflict(client, url)

    assert "Vi begynder i Lillerød." in client.post(shown, {f"choice-{found}": "ours"}).content.decode()
    assert "Vi begynder i dag." in client.post(shown, {f"choice-{found}": "theirs"}).content.decode()
    update = VariantUpdate.objects.for_municipality(conflict.municipality).get()
    assert update.decisions == [], "looking stores nothing"
    assert client.get(reverse("hyldefri_merged_preview", args=[conflict.pk, "findes-ikke"])).status_code == 404


def test_the_update_can_be_undone_until_somebody_edits(client, conflict, url):
    data = {f"choice-{the_conflict(client, url)}": "theirs", "seen": seen(client, url), "do": "apply"}
    client.post(url, data)
    update = VariantUpdate.objects.for_municipality(conflict.municipality).get(status="applied")
    undo = {"do": "undo", "update": update.pk}

    edit(conflict, "Rettet efter opdateringen")
    refused = client.post(url, undo)
    assert refused.status_code == 409
    assert "Rettet efter opdateringen" in refused.content.decode()

    edit(conflict, "Begynd i Lillerød")
    assert client.post(url, undo).status_code == 302
    assert paragraph(conflict) == TEXT.format("Vi begynder i Lillerød.")
    assert fresh(conflict).base_release.number == 1


def test_a_variant_that_is_up_to_date_says_so(client, variant, url):
    assert "Ajour" in client.get(url).content.decode()
    assert client.post(url, {"do": "apply"}).status_code == 409


def test_hostile_choices_store_nothing(client, conflict, url):
    found = the_conflict(client, url)
    for data in (
        {f"choice-{found}": "value", f"value-{found}": "<script>alert(1)</script>\x00", "do": "save"},
        {f"choice-{found}": "value", f"value-{found}": "x" * 200_000, "do": "save"},
        {"choice-" + "f" * 64: "ours", "do": "save"},
        {f"choice-{found}": "drop table", "do": "save"},
    ):
        assert client.post(url, data).status_code in (302, 422)
    assert plan_update(conflict.upstream.current_release, fresh(conflict)).decisions == ()


def test_it_is_the_municipalitys_own(client, conflict, url):
    approver = MembershipFactory(municipality=conflict.municipality, role=Membership.Role.APPROVER).user
    client.force_login(approver)
    assert client.get(url).status_code == 200
    client.post(url, {"do": "save", "choice-" + "f" * 64: "ours"})
    assert not VariantUpdate.objects.for_municipality(conflict.municipality).exclude(decisions=[]).exists()

    client.force_login(MembershipFactory(role=Membership.Role.EDITOR).user)
    assert client.get(url).status_code == 404
    assert client.get(reverse("hyldefri_merged_preview", args=[conflict.pk, node_id("l1")])).status_code == 404


def test_the_editors_front_page_lists_what_waits(client, conflict, url):
    client.get(url)

    page = client.get("/admin/").content.decode()
    assert url in page
    assert "1 konflikt" in page or "én konflikt" in page
