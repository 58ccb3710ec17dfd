"""``load_demo``: once it makes everything, again it changes nothing."""

import io

import pytest
from django.core.management import call_command
from django.db import transaction
from django.test import override_settings
from wagtail.images import get_image_model
from wagtail.models import ModelLogEntry, Page, PageLogEntry, Revision, Site

from courses.models import CoursePage, CourseRelease, HomePage, LessonPage, Variant, VariantUpdate
from courses.trees.nodes import index
from courses.variants.planning import plan_updates
from elearning.accounts.models import User
from elearning.commissions.models import Commission, Gathering, Offer, SentMail, StageChange, Wave, WaveMember, Wish
from elearning.commissions.offers.selectors import in_force, is_stale
from elearning.commissions.offers.subject import subject
from elearning.municipalities.models import Membership, Municipality, OrganisationUnit

pytestmark = pytest.mark.once

REASON = "a test looks at everything"


def load():
    out = io.StringIO()
    call_command("load_demo", stdout=out)
    return out.getvalue()


@pytest.fixture(scope="module")
def told(django_db_setup, django_db_blocker, tmp_path_factory):
    """What loading it said. The demo is large: it is loaded once, in a transaction around these tests."""
    media = override_settings(MEDIA_ROOT=tmp_path_factory.mktemp("media"))
    with django_db_blocker.unblock(), media, transaction.atomic():
        yield load()
        transaction.set_rollback(True)


@pytest.fixture
def loaded(told, db):
    return told


def counts():
    models = (Page, Revision, CourseRelease, User, get_image_model(), PageLogEntry, ModelLogEntry)
    scoped = (Variant, VariantUpdate, Membership, OrganisationUnit)
    scoped += (Commission, StageChange, Wish, Offer, SentMail, Wave, WaveMember, Gathering)
    return {
        **{model.__name__: model.objects.count() for model in models},
        **{model.__name__: model.objects.unscoped(reason=REASON).count() for model in scoped},
    }


def test_the_demo_can_be_loaded_twice_and_keeps_what_people_have_made_of_it(loaded):
    page = LessonPage.objects.first()
    page.title = "Mit eget navn"
    page.save_revision().publish()
    aarhus = Municipality.objects.get(code="751")
    Municipality.objects.filter(code="751").update(update_policy="paused", primary_colour="#000000")
    OrganisationUnit.objects.for_municipality(aarhus).filter(name="Teknik og Miljø").update(name="Teknik")
    before = counts()

    assert load() == loaded
    assert counts() == before
    assert LessonPage.objects.filter(title="Mit eget navn").exists()
    aarhus.refresh_from_db()
    assert (aarhus.update_policy, aarhus.primary_colour) == ("paused", "#000000")
    assert not OrganisationUnit.objects.for_municipality(aarhus).filter(name="Teknik og Miljø").exists()


def test_everybody_and_everything_is_there(loaded):
    assert CourseRelease.objects.count() == 6
    assert CoursePage.objects.count() == 5
    assert issubclass(Site.objects.get().root_page.specific_class, HomePage)
    assert not Page.objects.filter(slug="home").exists()
    members = Membership.objects.unscoped(reason=REASON)
    for role in ("editor", "approver", "facilitator"):
        assert members.filter(role=role).count() == 3
    assert not User.objects.get(email="designer@hyldefri.example").has_usable_password()
    assert "  Aarhus Kommune\n    anders.redaktor@aarhus.example" in loaded


def test_the_variants_are_approved_by_their_own_people(loaded):
    for variant in Variant.objects.unscoped(reason=REASON).select_related("municipality", "course"):
        approval = variant.approvals.get()
        assert approval.release == variant.current_release
        assert (
            approval.requested_by.email
            == {
                "161": "rikke.redaktor@glostrup.example",
                "751": "anders.redaktor@aarhus.example",
                "825": "karl.redaktor@laesoe.example",
            }[variant.municipality.code]
        )
        assert approval.votes.get().user.memberships.get().role == "approver"
        assert variant.course.live
        assert not variant.course.get_descendants(inclusive=True).filter(live=False).exists()
        assert not variant.course.get_descendants(inclusive=True).filter(has_unpublished_changes=True).exists()


@pytest.mark.parametrize(("code", "lesson"), [("161", "2.4"), ("751", "2.3"), ("825", "1.2")])
def test_version_2_gives_each_one_conflict_one_clean_update_and_the_mandatory_change(loaded, code, lesson):
    variant = Variant.objects.unscoped(reason=REASON).select_related("course").get(municipality__code=code)
    update = VariantUpdate.objects.unscoped(reason=REASON).get(variant=variant)
    release = update.target_release
    assert (release.number, release.importance) == (2, "mandatory")
    assert (update.status, update.conflicts, update.blockers) == ("planned", 1, [])

    plan = plan_updates(release, [variant])[variant.pk]
    (conflict,) = plan.result.conflicts
    assert conflict["kind"] == "field"
    pages = {page["id"]: page["fields"]["code"] for page in index(release.tree).values() if page["type"] == "lesson"}
    home = {
        node["id"]: code for page_id, code in pages.items() for node in index(index(release.tree)[page_id]).values()
    }
    assert home[conflict["node"]] == lesson
    changed = [home[change["node"]] for change in plan.result.changes]
    clean = {"1.2", "2.3", "2.4", "4.2", "5.1"} - {lesson}
    assert set(changed) == clean
    locked = index(plan.workbench.ours)[next(c["node"] for c in plan.result.changes if home[c["node"]] == "5.1")]
    assert locked["type"] == "if_then_plan"
    assert locked["locked"]


def test_the_one_that_takes_updates_at_once_has_an_approvers_consent(loaded):
    given = {
        variant.municipality.code: variant.consents.filter(withdrawn_at=None).exists()
        for variant in Variant.objects.unscoped(reason=REASON).select_related("municipality")
    }
    assert given == {"161": False, "751": True, "825": False}


def order_of(code):
    return Commission.objects.unscoped(reason=REASON).get(municipality__code=code)


def test_each_order_is_at_a_stage_of_its_own_and_has_made_its_municipality_a_version(loaded):
    walked = {
        code: [change.to_stage for change in order_of(code).stage_changes.order_by("number")]
        for code in ("161", "751", "825")
    }
    begun = ["requested", "clarifying", "co_design"]
    assert walked == {"161": [*begun, "offered", "approved", "running"], "751": [*begun, "offered"], "825": begun}
    for code in walked:
        order = order_of(code)
        assert order.variant.current_release is not None
        assert order.handled_by.email == "designer@hyldefri.example"
        assert f"  {order} ({order.municipality}): {order.get_stage_display()}\n" in loaded


@pytest.mark.parametrize(
    ("code", "states"),
    [
        ("161", {"met": 8, "declined": 1}),
        ("751", {"met": 6, "agreed": 2, "declined": 1}),
        ("825", {"met": 6, "open": 4}),
    ],
)
def test_the_wishes_are_met_by_the_changes_of_the_version(loaded, code, states):
    wishes = list(order_of(code).wishes.all())
    assert {state: sum(wish.state == state for wish in wishes) for state in states} == states
    assert sum(states.values()) == len(wishes)
    ticked = [wish for wish in wishes if wish.met_change]
    assert len(ticked) >= 4
    assert {wish.met_by.memberships.get().role for wish in ticked} == {"editor"}
    assert all(wish.decline_reason for wish in wishes if wish.state == "declined")


@pytest.mark.parametrize(("code", "total"), [("161", 3_140_000), ("751", 17_860_000)])
def test_the_offers_are_of_the_courses_as_they_stand(loaded, code, total):
    order = order_of(code)
    offer = in_force(order)
    assert (len(offer.lines), offer.total) == (3, total)
    assert not is_stale(offer, subject(order))


def test_the_one_that_runs_has_a_group_that_meets_and_everybody_in_it_takes_the_approved_version(loaded):
    order = order_of("161")
    wave = order.waves.get()
    assert wave.facilitator.email == "finn.holdleder@glostrup.example"
    members = list(wave.members.all())
    assert len(members) == 5
    assert {member.enrolment.release for member in members} == {order.variant.current_release}
    gathering = wave.gatherings.get()
    assert wave.starts <= gathering.starts.date() <= wave.ends
    assert len(gathering.dialogues) == 1
