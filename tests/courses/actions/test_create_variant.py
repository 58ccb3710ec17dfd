"""A municipality makes a shared course its own."""

import pytest
from django.core.exceptions import PermissionDenied
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.models import ModelLogEntry, PageLogEntry

from courses.actions.create_release import CreateRelease
from courses.actions.create_variant import CreateVariant
from courses.demo.loader import demo_courses, load_course
from courses.models import LessonPage, Variant
from courses.selectors import offered_courses
from courses.trees.diff import diff
from courses.trees.nodes import index, walk
from courses.trees.pages import read_course
from courses.variants.errors import VariantRefused
from courses.variants.workbench import workbench_of
from elearning.municipalities.models import Membership
from tests.courses.factories import make_course, small_tree
from tests.factories import MembershipFactory, MunicipalityFactory
from tests.worlds import world


@world
def municipality():
    return MunicipalityFactory()


@world
def editor(municipality):
    return MembershipFactory(municipality=municipality, role=Membership.Role.EDITOR).user


@world
def released(catalogue):
    course = make_course(catalogue)
    CreateRelease(course).execute(skip_permission_checks=True)
    return course


def test_a_copy_has_the_same_nodes_below_the_municipalitys_own_page(released, municipality, editor):
    variant = CreateVariant(released, municipality, user=editor).execute()

    assert variant.course.get_parent().specific.municipality == municipality
    assert variant.base_release == released.current_release
    assert diff(variant.base_release.tree, read_course(variant.course, drafts=True)) == []


def test_nobody_meets_it_before_it_is_approved(released, municipality, editor):
    variant = CreateVariant(released, municipality, user=editor).execute()

    assert variant.current_release is None
    assert not variant.course.live
    assert not offered_courses(variant.course.get_parent()).exists()


def test_its_links_lead_to_its_own_pages_and_its_files_are_its_own(catalogue, municipality, editor):
    path, notes = next(iter(demo_courses().items()))
    upstream = load_course(path, catalogue, notes=notes)

    variant = CreateVariant(upstream, municipality, user=editor).execute()

    bench = workbench_of(variant)
    municipality.refresh_from_db()
    own = {
        place.node["fields"][name]["id"]: place.node["fields"][name]["media"]
        for place in walk(bench.own)
        for name in ("image", "video", "captions", "poster", "document")
        if isinstance(place.node["fields"].get(name), dict)
    }
    assert own
    for pk, kind in own.items():
        row = (get_image_model() if kind == "image" else get_document_model()).objects.get(pk=pk)
        assert row.collection == municipality.collection
    assert bench.ours == bench.base, "in the shared course's words nothing differs yet"
    assert bench.own != bench.base


def test_a_replaced_file_is_a_change_of_the_municipalitys(catalogue, municipality, editor):
    path, notes = next(iter(demo_courses().items()))
    variant = CreateVariant(load_course(path, catalogue, notes=notes), municipality, user=editor).execute()
    copy = variant.media.filter(kind="document").first()
    copy.document.file.save("andet.pdf", copy.document.file.file.__class__(open(__file__, "rb")))  # noqa: SIM115
    copy.document.file_hash = "f" * 40
    copy.document.save()

    bench = workbench_of(variant)

    changed = [
        node_id for node_id, node in index(bench.base).items() if node["fields"] != index(bench.ours)[node_id]["fields"]
    ]
    assert len(changed) == 1


def test_it_is_made_once(released, municipality, editor):
    CreateVariant(released, municipality, user=editor).execute()

    with pytest.raises(VariantRefused, match="allerede"):
        CreateVariant(released, municipality, user=editor).execute()
    assert Variant.objects.for_municipality(municipality).count() == 1


def test_an_unreleased_course_and_a_variant_cannot_be_built_on(catalogue, released, municipality, editor):
    unreleased = make_course(catalogue, small_tree(slug="uudgivet"))
    variant = CreateVariant(released, municipality, user=editor).execute()

    with pytest.raises(VariantRefused, match="ingen version"):
        CreateVariant(unreleased, municipality, user=editor).execute()
    with pytest.raises(VariantRefused, match="egen udgave"):
        CreateVariant(variant.course, municipality, user=editor).execute()
    assert LessonPage.objects.count() == 6


@pytest.mark.parametrize("role", [Membership.Role.LEARNER, Membership.Role.FACILITATOR, Membership.Role.APPROVER])
def test_only_an_editor_there_makes_it(released, municipality, role):
    member = MembershipFactory(municipality=municipality, role=role).user
    foreign = MembershipFactory(role=Membership.Role.EDITOR).user

    for user in (member, foreign, None):
        with pytest.raises(PermissionDenied):
            CreateVariant(released, municipality, user=user).execute()
    assert not Variant.objects.for_municipality(municipality).exists()


def test_who_made_it_is_logged(released, municipality, editor):
    variant = CreateVariant(released, municipality, user=editor).execute()

    entry = PageLogEntry.objects.get(action="courses.variant.create")
    assert (entry.page_id, entry.user, entry.data["municipality"]) == (variant.course_id, editor, municipality.code)
    assert ModelLogEntry.objects.filter(action="municipalities.set_up").exists()


def test_a_second_course_of_the_same_name_gets_an_address_of_its_own(catalogue, released, municipality, editor):
    CreateVariant(released, municipality, user=editor).execute()
    municipality.refresh_from_db()
    other = make_course(catalogue, small_tree(slug="andet"))
    CreateRelease(other).execute(skip_permission_checks=True)
    home = municipality.page
    home.get_children().update(slug="andet")

    assert CreateVariant(other, municipality, user=editor).execute().course.slug == "andet-2"
