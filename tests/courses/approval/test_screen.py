"""The page where a municipality asks for, gives and reads its approvals."""

import pytest
from django.urls import reverse

from courses.approval.selectors import candidate, consent, pending
from courses.models import LessonPage, VariantApproval
from elearning.municipalities.models import Membership
from tests.courses.approval.conftest import edit, fresh
from tests.courses.factories import node_id
from tests.factories import MembershipFactory, UserFactory


@pytest.fixture
def url(variant):
    return reverse("hyldefri_approval", args=[variant.pk])


def post(client, user, url, do, **data):
    client.force_login(user)
    return client.post(url, {"do": do, **data})


def test_an_editor_asks_and_an_approver_answers(client, variant, editor, approver, url):
    edit(variant)
    client.force_login(editor)
    page = client.get(url).content.decode()
    assert "Vores begyndelse" in page
    assert "Send til godkendelse" in page

    asked = post(client, editor, url, "request", note="Nyt eksempel", sha256=candidate(variant).sha256)
    assert asked.status_code == 302
    client.force_login(approver)
    page = client.get(url).content.decode()
    assert "Nyt eksempel" in page
    assert "Godkend" in page
    assert "Send til godkendelse" not in page

    answered = post(client, approver, url, "approve", sha256=pending(variant).sha256)
    assert answered.status_code == 302
    assert fresh(variant).current_release is not None


def test_the_approvers_front_page_says_what_waits(client, variant, editor, approver, url):
    post(client, editor, url, "request", sha256=candidate(variant).sha256)
    foreign = MembershipFactory(role=Membership.Role.APPROVER).user

    client.force_login(approver)
    assert url in client.get("/admin/").content.decode()
    client.force_login(foreign)
    assert url not in client.get("/admin/").content.decode()


def test_what_was_typed_stays_when_it_is_refused(client, variant, editor, approver, url):
    post(client, editor, url, "request", sha256=candidate(variant).sha256)
    stale = post(client, approver, url, "approve", sha256="0" * 64, comment="Fint, men <script>")

    assert stale.status_code == 409
    assert "Fint, men &lt;script&gt;" in stale.content.decode()
    assert pending(variant) is not None


@pytest.mark.parametrize(
    ("what", "status"),
    [
        ("withdraw", 409),
        ("approve", 409),
        ("reject", 409),
        ("no_consent", 422),
        ("consent", 422),
        ("", 400),
        ("x", 400),
    ],
)
def test_what_cannot_be_done_now_is_said_in_words(client, approver, url, what, status):
    response = post(client, approver, url, what, sha256="0" * 64)

    assert response.status_code == status
    assert 'role="alert"' in response.content.decode()


def test_it_is_nobody_elses(client, variant, url):
    for user in (
        MembershipFactory(role=Membership.Role.APPROVER).user,
        MembershipFactory(municipality=variant.municipality).user,
        UserFactory(),
    ):
        client.force_login(user)
        for response in (client.get(url), client.post(url, {"do": "request"})):
            assert response.status_code in (302, 404)
            assert b"Kursus" not in response.content
    client.logout()
    assert client.get(url).status_code == 302


def test_an_approver_consents_beforehand_and_takes_it_back(client, variant, editor, approver, url):
    post(client, editor, url, "request", sha256=candidate(variant).sha256)
    post(client, approver, url, "approve", sha256=pending(variant).sha256)

    assert post(client, approver, url, "consent").status_code == 302
    assert consent(variant).given_by == approver
    assert post(client, editor, url, "no_consent").url == "/admin/", "refused as the admin refuses"
    assert consent(variant) is not None
    assert post(client, approver, url, "no_consent").status_code == 302
    assert consent(variant) is None
    assert VariantApproval.objects.for_municipality(variant.municipality).count() == 1


def test_nobody_edits_while_it_waits_and_the_editor_says_why(client, variant, editor, approver, url):
    lesson = LessonPage.objects.descendant_of(variant.course).get(node_id=node_id("l1"))
    address = reverse("wagtailadmin_pages:edit", args=[lesson.pk])
    post(client, editor, url, "request", sha256=candidate(variant).sha256)

    page = client.get(address).content.decode()
    assert "Kurset venter på godkendelse." in page
    counts = {f"comments-{name}_FORMS": "0" for name in ("TOTAL", "INITIAL", "MIN_NUM", "MAX_NUM")}
    client.post(address, {"title": "Smuglet ind", "slug": lesson.slug, "minutes": "5", "body-count": "0", **counts})
    assert candidate(fresh(variant)).sha256 == pending(variant).sha256

    post(client, editor, url, "withdraw")
    assert "Kurset venter på godkendelse." not in client.get(address).content.decode()
