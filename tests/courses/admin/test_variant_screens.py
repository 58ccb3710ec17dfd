"""The municipality's screens, and the designer's about single municipalities."""

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse
from wagtail import hooks

from courses.actions.agree_locks import AgreeLock
from courses.actions.request_approval import RequestApproval
from courses.actions.tailor_page import HidePage
from courses.admin.variants import Panel
from courses.models import LessonPage, Variant, VariantLock
from elearning.municipalities.models import Membership
from tests.courses.factories import make_course, node_id
from tests.courses.tailoring import draft_of, member, page_of
from tests.factories import OrganisationUnitFactory, UserFactory


def overview(variant):
    return reverse("hyldefri_variant", args=[variant.pk])


def html(response):
    return " ".join(response.content.decode().split())


def process_url(variant):
    return reverse("hyldefri_variant_process", args=[variant.pk])


def locks_url(variant):
    return reverse("hyldefri_variant_locks", args=[variant.pk])


@pytest.fixture
def stranger_client(tailored):
    """An editor of another municipality."""
    other = make_variant_elsewhere(tailored)
    client = Client()
    client.force_login(member(other.municipality))
    return client


def make_variant_elsewhere(tailored):
    from tests.courses.factories import make_variant

    return make_variant(tailored.upstream)


def test_the_list_shows_what_is_tailored_and_what_could_be(editor_client, tailored):
    from courses.actions.create_release import CreateRelease

    other = make_course(tailored.upstream.get_parent())
    CreateRelease(other).execute(skip_permission_checks=True)

    text = html(editor_client.get(reverse("hyldefri_municipal_courses")))

    assert overview(tailored) in text
    assert reverse("hyldefri_new_variant", args=[tailored.municipality_id, other.pk]) in text
    assert reverse("hyldefri_new_variant", args=[tailored.municipality_id, tailored.upstream_id]) not in text


def test_she_makes_a_course_their_own(editor_client, tailored):
    from courses.actions.create_release import CreateRelease

    other = make_course(tailored.upstream.get_parent())
    CreateRelease(other).execute(skip_permission_checks=True)
    url = reverse("hyldefri_new_variant", args=[tailored.municipality_id, other.pk])

    assert "Lav vores egen udgave" in html(editor_client.get(url))
    response = editor_client.post(url)

    made = Variant.objects.for_municipality(tailored.municipality).get(upstream=other)
    assert response.url == overview(made)
    again = editor_client.post(url, follow=True)
    assert "allerede" in html(again)


def test_nobody_makes_one_for_another_municipality(stranger_client, tailored):
    url = reverse("hyldefri_new_variant", args=[tailored.municipality_id, tailored.upstream_id])

    assert stranger_client.post(url).status_code == 404


def test_a_variant_is_not_tailored_further(editor_client, tailored):
    url = reverse("hyldefri_new_variant", args=[tailored.municipality_id, tailored.course_id])

    assert editor_client.post(url).status_code == 404


def test_the_overview_says_what_is_ours_hidden_and_locked(editor_client, editor, tailored):
    lesson = draft_of(tailored, "l1")
    lesson.title = "Vores titel"
    lesson.save_revision()
    HidePage(page_of(tailored, "l4"), user=editor).execute()
    page_of(tailored, "m2").add_child(instance=LessonPage(title="Vores case", slug="case", live=False))

    text = html(editor_client.get(overview(tailored)))

    for words in (
        "Vores titel",
        "1 ændring",
        "Tilføjet af os",
        "Skjult",
        "1 blok låst",
        "Loven siger det",
        "Version 1",
    ):
        assert words in text
    assert "Beviset skal betyde det samme" in text


def test_the_overview_warns_of_blocks_for_nobody(editor_client, tailored):
    unit = OrganisationUnitFactory(municipality=tailored.municipality, name="Teknik")
    lesson = draft_of(tailored, "l1")
    lesson.body[0].value["settings"]["audience"] = ["Teknik"]
    lesson.save_revision()
    assert "Ingen enhed hedder" not in html(editor_client.get(overview(tailored)))
    unit.delete()

    assert "Ingen enhed hedder »Teknik«" in html(editor_client.get(overview(tailored)))


def test_others_add_panels_to_the_overview(editor_client, tailored):
    def panel(_request, variant, bench):
        assert bench.variant == variant
        return Panel("prøve", "En prøve", "courses/admin/variant_agreed.html", 50, {"agreed": []})

    with hooks.register_temporarily("hyldefri_variant_panel", panel):
        text = html(editor_client.get(overview(tailored)))

    assert text.index("En prøve") < text.index("del-pages")


def test_the_overview_takes_no_query_a_page(editor_client, tailored, django_assert_max_num_queries):
    editor_client.get(overview(tailored))
    for n in range(8):
        page_of(tailored, "m2").add_child(instance=LessonPage(title=f"L{n}", slug=f"l{n}", live=False))

    with django_assert_max_num_queries(65):
        editor_client.get(overview(tailored))


@pytest.mark.parametrize("name", ["hyldefri_variant", "hyldefri_variant_process"])
def test_another_municipalitys_variant_is_not_there(stranger_client, tailored, name):
    url = reverse(name, args=[tailored.pk])

    assert stranger_client.get(url).status_code == 404
    assert stranger_client.post(url, {"pass_mark": "1"}).status_code in (404, 405)


def test_an_approver_looks_but_does_not_change(client, tailored):
    client.force_login(member(tailored.municipality, Membership.Role.APPROVER))

    assert client.get(overview(tailored)).status_code == 200
    assert client.post(process_url(tailored), {"deadline_days": "30"}).status_code in (302, 403)
    tailored.process.refresh_from_db()
    assert tailored.process.deadline_days is None


def post_on(client, variant, page, **data):
    return client.post(reverse("hyldefri_variant_page", args=[variant.pk, page.pk]), data)


def test_buttons_hide_show_and_move(editor_client, tailored):
    lesson = page_of(tailored, "l3")

    post_on(editor_client, tailored, lesson, action="hide")
    assert draft_of(tailored, "l3").hidden
    post_on(editor_client, tailored, lesson, action="show")
    assert not draft_of(tailored, "l3").hidden
    post_on(editor_client, tailored, lesson, action="up")
    assert page_of(tailored, "l3").get_next_sibling().specific.node_id == page_of(tailored, "l2").node_id
    post_on(editor_client, tailored, lesson, action="down")
    assert page_of(tailored, "l3").get_next_sibling() is None
    post_on(editor_client, tailored, lesson, action="move", to=page_of(tailored, "m2").pk)
    assert page_of(tailored, "l3").is_child_of(page_of(tailored, "m2"))


@pytest.mark.parametrize("action", ["hide", "up", "move", "remove"])
def test_buttons_do_nothing_to_a_locked_page(editor_client, tailored, action):
    page = page_of(tailored, "l2")

    response = post_on(editor_client, tailored, page, action=action, to=page_of(tailored, "m2").pk)

    assert "låst" in html(editor_client.get(response.url))
    assert page_of(tailored, "l2").path == page.path
    assert not draft_of(tailored, "l2").hidden


@pytest.mark.parametrize("data", [{}, {"action": "explode"}, {"action": "move", "to": "x"}, {"action": "move"}])
def test_nonsense_on_a_page_is_not_found(editor_client, tailored, data):
    assert post_on(editor_client, tailored, page_of(tailored, "l3"), **data).status_code == 404


def test_a_page_of_another_course_is_not_found(editor_client, stranger_client, tailored):
    shared = tailored.upstream.get_first_child()

    assert post_on(editor_client, tailored, shared, action="hide").status_code == 404
    assert post_on(editor_client, tailored, page_of(tailored, "l3"), action="move", to=shared.pk).status_code == 404
    assert post_on(stranger_client, tailored, page_of(tailored, "l3"), action="hide").status_code == 404
    assert not draft_of(tailored, "l3").hidden


def test_the_process_is_ours_where_we_say_and_the_courses_where_we_do_not(editor_client, tailored):
    response = editor_client.post(process_url(tailored), {"deadline_days": "30", "order_rule": "sequential"})

    tailored.process.refresh_from_db()
    assert response.status_code == 302
    assert (tailored.process.deadline_days, tailored.process.order_rule) == (30, "sequential")
    assert tailored.process.reminder_days is None
    editor_client.post(process_url(tailored), {})
    tailored.process.refresh_from_db()
    assert tailored.process.deadline_days is None


def test_a_locked_setting_has_no_field_and_says_why(editor_client, tailored):
    response = editor_client.get(process_url(tailored))

    assert "pass_mark" not in response.context["form"].fields
    assert "Beviset skal betyde det samme" in html(response)


@pytest.mark.parametrize(
    "data",
    [
        {"pass_mark": "1"},
        {"deadline_days": "9999"},
        {"deadline_days": "-1"},
        {"order_rule": "x"},
        {"deadline_days": "æ"},
    ],
)
def test_a_process_that_cannot_be_is_refused_whole(editor_client, tailored, data):
    response = editor_client.post(process_url(tailored), {"reminder_days": "7", **data})

    assert response.status_code == 422
    tailored.process.refresh_from_db()
    assert tailored.process.reminder_days is None


def test_the_designer_agrees_a_lock_and_drops_it(designer_client, tailored):
    shown = designer_client.get(locks_url(tailored))
    data = {"key": node_id("l4"), "state": "lock", "reason": "Aftalt med jer"}

    designer_client.post(locks_url(tailored), data)
    agreed = VariantLock.objects.for_municipality(tailored.municipality).get()

    assert "Loven siger det" in html(shown)
    assert (agreed.locked, agreed.reason) == (True, "Aftalt med jer")
    assert "Aftalt med jer" in html(designer_client.get(locks_url(tailored)))
    designer_client.post(locks_url(tailored), {"lift": node_id("l4")})
    assert not VariantLock.objects.for_municipality(tailored.municipality).exists()


@pytest.mark.parametrize("data", [{}, {"key": "x", "state": "lock", "reason": "r"}, {"key": "process:slug"}])
def test_a_lock_on_nothing_is_refused(designer_client, tailored, data):
    assert designer_client.post(locks_url(tailored), data).status_code == 422


def test_the_designer_reaches_the_locks_but_not_the_municipalitys_words(designer_client, tailored):
    lesson = draft_of(tailored, "l1")
    lesson.title = "Hemmelig titel"
    lesson.save_revision().publish()

    listed = designer_client.get(reverse("hyldefri_course_locks", args=[tailored.upstream_id]))

    assert locks_url(tailored) in html(listed)
    assert "Hemmelig titel" not in html(designer_client.get(locks_url(tailored)))
    assert designer_client.get(overview(tailored)).status_code == 404


def test_the_municipality_agrees_no_locks(editor_client, tailored):
    data = {"key": node_id("l2"), "state": "unlock", "reason": "Vi vil"}

    assert editor_client.post(locks_url(tailored), data).status_code in (302, 403)
    assert not VariantLock.objects.for_municipality(tailored.municipality).exists()


def test_the_municipality_sees_what_is_agreed_and_by_whom(editor_client, tailored):
    boss = UserFactory(is_superuser=True, first_name="Dorte", last_name="Design")
    AgreeLock(tailored, "process:pass_mark", locked=False, reason="Aftalt", user=boss).execute()

    text = html(editor_client.get(overview(tailored)))

    assert "Aftalt" in text
    assert str(boss) in text
    assert "pass_mark" in editor_client.get(process_url(tailored)).context["form"].fields


def test_somebody_who_works_nowhere_sees_nothing(bystander_client, tailored):
    assert bystander_client.get(reverse("hyldefri_municipal_courses")).status_code in (302, 403)
    assert bystander_client.get(overview(tailored)).status_code == 404


def test_the_side_panel_tells_our_changes(editor_client, tailored):
    lesson = draft_of(tailored, "l1")
    lesson.title = "Vores titel"
    lesson.body[0].value["settings"]["hidden"] = True
    lesson.save_revision()

    text = html(editor_client.get(reverse("wagtailadmin_pages:edit", args=[lesson.pk])))

    assert "Vores ændringer" in text
    assert "Bygger på version 1" in text
    assert "Alle gør det ens" in text


def test_a_learner_does_nothing_to_a_page(tailored):
    learner = member(tailored.municipality, Membership.Role.LEARNER)

    with pytest.raises(PermissionDenied):
        HidePage(page_of(tailored, "l1"), user=learner).execute()


def test_nothing_changes_while_approvers_look(editor_client, editor, tailored):
    member(tailored.municipality, Membership.Role.APPROVER)
    RequestApproval(tailored, user=editor).execute()
    lesson, module = page_of(tailored, "l3"), page_of(tailored, "m2")

    shown = editor_client.get(post_on(editor_client, tailored, lesson, action="hide").url)
    editor_client.post(reverse("wagtailadmin_pages:set_page_position", args=[lesson.pk]) + "?position=0")
    editor_client.post(reverse("wagtailadmin_pages:move_confirm", args=[lesson.pk, module.pk]))
    process = editor_client.post(process_url(tailored), {"deadline_days": "30"})
    add = editor_client.get(reverse("wagtailadmin_pages:add", args=["courses", "lessonpage", module.pk]))

    assert "venter på godkendelse" in html(shown)
    assert page_of(tailored, "l3").path == lesson.path
    assert not draft_of(tailored, "l3").hidden
    assert process.status_code == 422
    assert add.status_code in (302, 403)
