"""H5P in lessons: chosen, sealed by a release, a municipality's own in its version."""

import pytest
from django.urls import reverse

from courses.actions.approve_h5p_library import ApproveH5PLibrary
from courses.actions.change_h5p import H5PActivityInUse, RemoveH5P
from courses.actions.create_release import CreateRelease, ReleaseRefused
from courses.actions.set_up_municipality import SetUpMunicipality
from courses.media import release_media
from courses.models import H5PActivity, ReleaseMedia
from courses.releasing.findings import findings
from courses.trees.diff import diff
from courses.trees.pages import read_course
from courses.variants.workbench import workbench_of
from tests.courses.factories import make_course, make_variant, small_tree
from tests.courses.tailoring import draft_of
from tests.courses.variants.updating import fresh, planned
from tests.factories import MunicipalityFactory
from tests.trees import block

pytestmark = pytest.mark.django_db


def course_with(catalogue, activity):
    given = {"media": "h5p", "id": activity.pk}
    return make_course(catalogue, small_tree(block("h5p", "h1", activity=given, title="", introduction="", minutes=3)))


def approve(version):
    for build in version.builds.all():
        ApproveH5PLibrary(build).execute(skip_permission_checks=True)


@pytest.fixture
def version(importing):
    return importing()


@pytest.fixture
def course(catalogue, version):
    return course_with(catalogue, version.activity)


def test_a_course_with_a_library_that_waits_is_not_released(course, version):
    with pytest.raises(ReleaseRefused) as refused:
        CreateRelease(course).execute(skip_permission_checks=True)
    assert [finding.code for finding in refused.value.findings] == ["h5p_waits"]
    approve(version)
    assert not [finding for finding in findings(read_course(course)) if finding.severity == "error"]


def test_a_release_keeps_the_package_it_was_made_with(course, version, importing):
    approve(version)
    first = CreateRelease(course).execute(skip_permission_checks=True)
    newer = importing(activity=version.activity, question="Hvem ejer den nu?")
    approve(newer)
    second = CreateRelease(course, notes="Ny opgave").execute(skip_permission_checks=True)

    key = ("h5p", version.activity_id)
    assert release_media(first.pk)[key].version == version.pk
    assert release_media(second.pk)[key].version == newer.pk


def test_what_a_release_has_cannot_be_removed(course, version):
    approve(version)
    CreateRelease(course).execute(skip_permission_checks=True)
    course.get_descendants().delete()

    with pytest.raises(H5PActivityInUse):
        RemoveH5P(version.activity).execute(skip_permission_checks=True)
    assert ReleaseMedia.objects.get(h5p=version).file.name == ""


def test_a_variant_has_an_activity_of_its_own_and_is_as_the_course_is(course, version, stored):
    approve(version)
    CreateRelease(course).execute(skip_permission_checks=True)
    before = set(stored())

    variant = make_variant(course)

    own = H5PActivity.objects.exclude(pk=version.activity_id).get()
    assert own.collection == variant.municipality.collection
    assert own.current_version.sha256 == version.sha256
    assert set(stored()) > before
    body = list(draft_of(variant, "l2").body.raw_data)
    assert [each["value"]["activity"] for each in body if each["type"] == "h5p"] == [own.pk]
    bench = workbench_of(fresh(variant))
    assert diff(bench.base, bench.ours) == []


def test_a_municipalitys_own_package_stays_when_the_course_has_a_new_one(course, version, importing):
    approve(version)
    CreateRelease(course).execute(skip_permission_checks=True)
    variant = make_variant(course)
    own = H5PActivity.objects.exclude(pk=version.activity_id).get()
    approve(importing(activity=own, question="Hvem ejer gevinsten hos os?"))
    approve(importing(activity=version.activity, question="Hvem ejer gevinsten i morgen?"))
    CreateRelease(course, notes="Ny opgave").execute(skip_permission_checks=True)

    assert planned(variant).conflicts == 1


def test_the_chooser_shows_an_editor_her_own_and_the_shared(client, editor, glostrup, version, importing):
    elsewhere = MunicipalityFactory()
    SetUpMunicipality(elsewhere).execute(skip_permission_checks=True)
    elsewhere.refresh_from_db()
    own = importing(title="Bropgaven", collection=glostrup.collection).activity
    theirs = importing(title="Fjordopgaven", collection=elsewhere.collection).activity
    client.force_login(editor)

    listed = client.get(reverse("hyldefri_h5p_chooser:choose_results")).content.decode()

    assert "Bropgaven" in listed
    assert "Fjordopgaven" not in listed
    assert client.get(reverse("hyldefri_h5p_chooser:chosen", args=[own.pk])).status_code == 200
    assert client.get(reverse("hyldefri_h5p_chooser:chosen", args=[theirs.pk])).status_code == 404
    several = client.get(reverse("hyldefri_h5p_chooser:chosen_multiple"), {"id": [own.pk, theirs.pk]}).content.decode()
    assert "Bropgaven" in several
    assert "Fjordopgaven" not in several


def test_a_lesson_previews_the_activity_and_saves_nothing(client, course, version, designer):
    approve(version)
    client.force_login(designer)
    page = next(page for page in course.get_descendants().specific() if page.title == "Test")

    html = client.get(reverse("wagtailadmin_pages:view_draft", args=[page.pk])).content.decode()

    assert 'data-h5p data-src="/h5p/' in html
    assert "data-state-url" not in html
