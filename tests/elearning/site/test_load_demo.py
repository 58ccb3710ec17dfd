"""``load_demo``: once it makes everything, again it changes nothing."""

import io

import pytest
from django.core.management import call_command
from django.db import transaction
from django.test import override_settings
from wagtail.images import get_image_model
from wagtail.models import ModelLogEntry, Page, PageLogEntry, Revision, Site

from courses.media import release_media
from courses.models import CoursePage, CourseRelease, HomePage, LessonPage, Variant, VariantUpdate
from courses.selectors import release_tree
from courses.trees.nodes import index
from courses.variants.planning import plan_updates
from elearning.accounts.models import User
from elearning.municipalities.models import Membership, Municipality, OrganisationUnit

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
    release_tree.cache_clear()
    release_media.cache_clear()


@pytest.fixture
def loaded(told, db):
    return told


def counts():
    models = (Page, Revision, CourseRelease, User, get_image_model(), PageLogEntry, ModelLogEntry)
    scoped = (Variant, VariantUpdate, Membership, OrganisationUnit)
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
