"""One action makes a municipality's part of the site."""

from __future__ import annotations

from io import StringIO
from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.core.exceptions import PermissionDenied
from django.core.files.base import ContentFile
from django.core.management import CommandError, call_command
from django.test import Client
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.models import (
    Collection,
    GroupCollectionPermission,
    GroupPagePermission,
    ModelLogEntry,
    Page,
    Site,
    WorkflowPage,
)
from wagtail.permissions import policy_registry

from courses.actions.set_up_municipality import SetUpMunicipality
from courses.models import CatalogueIndexPage, MunicipalityPage
from elearning.municipalities.actions.change_municipality import ChangeMunicipality
from elearning.municipalities.errors import MunicipalityError
from elearning.municipalities.models import Membership, Municipality
from tests.factories import MembershipFactory, MunicipalityFactory, UserFactory

pytestmark = pytest.mark.django_db
Role = Membership.Role


@pytest.fixture
def operator() -> Any:
    return UserFactory(is_superuser=True)


@pytest.fixture
def glostrup() -> Municipality:
    made: Municipality = MunicipalityFactory(
        code="161", name="Glostrup", official_name="Glostrup Kommune", hostnames=["laer.glostrup.example"]
    )
    return made


@pytest.fixture
def page(catalogue: CatalogueIndexPage, glostrup: Municipality, operator: Any) -> MunicipalityPage:
    page = SetUpMunicipality(glostrup, user=operator).execute()
    glostrup.refresh_from_db()
    return page


def everything() -> dict[str, Any]:
    models = (Page, Collection, Group, GroupPagePermission, GroupCollectionPermission, Site, ModelLogEntry)
    return {model.__name__: sorted(model.objects.values_list("pk", flat=True), key=str) for model in models}


def test_it_makes_a_page_a_collection_groups_and_a_site(page: MunicipalityPage, glostrup: Municipality) -> None:
    assert (page.title, page.slug, page.live) == ("Glostrup Kommune", "glostrup", True)
    assert glostrup.collection is not None
    assert glostrup.collection.get_parent().name == "Kommuner"
    assert [glostrup.editor_group, glostrup.approver_group] == list(
        Group.objects.filter(name__startswith="Glostrup Kommune: ").order_by("-name")
    )
    site = Site.objects.get(hostname="laer.glostrup.example")
    assert (site.port, site.root_page_id, site.is_default_site) == (8000, page.pk, False)


def test_doing_it_again_changes_nothing(page: MunicipalityPage, glostrup: Municipality, operator: Any) -> None:
    before = everything()
    assert SetUpMunicipality(glostrup, user=operator).execute() == page
    assert everything() == before


def test_many_municipalities_have_collections_of_their_own(catalogue: CatalogueIndexPage, operator: Any) -> None:
    made = [MunicipalityFactory(name=name, official_name=f"{name} Kommune") for name in ("Ærø", "Aarhus", "Læsø")]
    pages = [SetUpMunicipality(municipality, user=operator).execute() for municipality in made]
    assert [page.slug for page in pages] == ["aeroe", "aarhus", "laesoe"]
    for municipality in made:
        municipality.refresh_from_db()
    assert len({municipality.collection_id for municipality in made}) == 3
    parents = {municipality.collection.get_parent().pk for municipality in made if municipality.collection}
    assert parents == set(Collection.objects.filter(name="Kommuner").values_list("pk", flat=True))
    assert Collection.find_problems() == ([], [], [], [], [])


def test_an_editor_edits_her_own_part_without_publishing(
    page: MunicipalityPage, glostrup: Municipality, catalogue: CatalogueIndexPage, operator: Any
) -> None:
    editor = MembershipFactory(municipality=glostrup, role=Role.EDITOR).user
    other = SetUpMunicipality(MunicipalityFactory(), user=operator).execute()
    own = page.permissions_for_user(editor)
    assert own.can_edit()
    assert not own.can_add_subpage(), "her courses come by »Lav vores egen udgave«"
    assert not own.can_publish()
    assert not own.can_publish_subpage()
    for foreign in (other, catalogue):
        permissions = Page.objects.get(pk=foreign.pk).specific.permissions_for_user(editor)
        assert not permissions.can_edit()
        assert not permissions.can_add_subpage()


def test_an_editor_has_the_files_of_her_own_collection_only(
    page: MunicipalityPage, glostrup: Municipality, operator: Any
) -> None:
    SetUpMunicipality(other := MunicipalityFactory(), user=operator).execute()
    editor = MembershipFactory(municipality=glostrup, role=Role.EDITOR).user
    for model in (get_image_model(), get_document_model()):
        policy = policy_registry.get_by_type(model)
        for verb in ("add", "change", "choose"):
            assert list(policy.collections_user_has_permission_for(editor, verb)) == [glostrup.collection], verb
        assert not policy.collections_user_has_permission_for(
            MembershipFactory(municipality=other, role=Role.APPROVER).user, "change"
        ).exists()


def test_those_who_held_a_role_before_are_in_the_groups(
    catalogue: CatalogueIndexPage, glostrup: Municipality, operator: Any
) -> None:
    editor = MembershipFactory(municipality=glostrup, role=Role.EDITOR).user
    approver = MembershipFactory(municipality=glostrup, role=Role.APPROVER).user
    learner = MembershipFactory(municipality=glostrup).user
    SetUpMunicipality(glostrup, user=operator).execute()
    glostrup.refresh_from_db()
    assert list(editor.groups.all()) == [glostrup.editor_group]
    assert list(approver.groups.all()) == [glostrup.approver_group]
    assert not learner.groups.exists()


def test_a_right_to_publish_given_by_hand_is_taken_back(
    page: MunicipalityPage, glostrup: Municipality, operator: Any
) -> None:
    from django.contrib.auth.models import Permission

    publish = Permission.objects.get(codename="publish_page", content_type__app_label="wagtailcore")
    for group in (glostrup.editor_group, glostrup.approver_group):
        GroupPagePermission.objects.create(group=group, page=page, permission=publish)
    SetUpMunicipality(glostrup, user=operator).execute()
    assert not GroupPagePermission.objects.filter(permission=publish, page=page).exists()


def test_documents_are_served_to_those_who_work_there(
    page: MunicipalityPage, glostrup: Municipality, client: Client, operator: Any
) -> None:
    document = get_document_model().objects.create(
        title="Plan", collection=glostrup.collection, file=ContentFile(b"plan", name="plan.txt")
    )
    SetUpMunicipality(other := MunicipalityFactory(), user=operator).execute()
    people = {
        200: MembershipFactory(municipality=glostrup, role=Role.EDITOR).user,
        404: MembershipFactory(municipality=other, role=Role.EDITOR).user,
    }
    assert client.get(document.url).status_code == 404
    for status, user in people.items():
        client.force_login(user)
        assert client.get(document.url).status_code == status


def test_wagtails_own_groups_may_nothing_everywhere(page: MunicipalityPage) -> None:
    groups = ["Editors", "Moderators"]
    assert Group.objects.filter(name__in=groups).count() == 2
    assert not GroupPagePermission.objects.filter(group__name__in=groups).exists()
    assert not GroupCollectionPermission.objects.filter(group__name__in=groups).exists()
    assert not WorkflowPage.objects.exists()


def test_the_sites_follow_the_host_names(page: MunicipalityPage, glostrup: Municipality, operator: Any) -> None:
    changed = ChangeMunicipality(glostrup, {"hostnames": ["kursus.glostrup.example:8080"]}, user=operator).execute()
    sites = Site.objects.filter(root_page=page)
    assert [(site.hostname, site.port) for site in sites] == [("kursus.glostrup.example", 8080)]
    ChangeMunicipality(changed, {"hostnames": []}, user=operator).execute()
    assert not Site.objects.filter(root_page=page).exists()
    assert Site.objects.filter(is_default_site=True).exists()


def test_a_host_name_of_another_site_is_refused_and_nothing_is_stored(
    page: MunicipalityPage, glostrup: Municipality, operator: Any, catalogue: CatalogueIndexPage
) -> None:
    Site.objects.create(hostname="optaget.example", port=8000, root_page=catalogue)
    with pytest.raises(MunicipalityError, match=r"optaget\.example"):
        ChangeMunicipality(glostrup, {"hostnames": ["optaget.example"]}, user=operator).execute()
    glostrup.refresh_from_db()
    assert glostrup.hostnames == ["laer.glostrup.example"]
    assert Site.objects.filter(root_page=page).count() == 1


def test_a_page_on_its_own_host_is_the_municipalitys(page: MunicipalityPage, client: Client) -> None:
    host = {"host": "laer.glostrup.example"}
    assert client.get("/", headers=host).url == "/konto/login/?next=/"
    client.force_login(MembershipFactory(municipality=page.municipality).user)
    answer = client.get("/", headers=host)
    assert answer.status_code == 200
    assert "Glostrup Kommune" in answer.content.decode()


def test_a_slug_that_is_taken_gets_the_code(catalogue: CatalogueIndexPage, operator: Any) -> None:
    page = SetUpMunicipality(MunicipalityFactory(code="999", name="Kurser"), user=operator).execute()
    assert page.slug == "kurser-999"


def test_only_an_operator_sets_up(catalogue: CatalogueIndexPage, glostrup: Municipality) -> None:
    for user in (None, UserFactory(), MembershipFactory(municipality=glostrup, role=Role.APPROVER).user):
        with pytest.raises(PermissionDenied):
            SetUpMunicipality(glostrup, user=user).execute()


def test_the_open_tenant_has_no_part_of_the_site(catalogue: CatalogueIndexPage, operator: Any) -> None:
    with pytest.raises(MunicipalityError):
        SetUpMunicipality(Municipality.objects.open(), user=operator).execute()


def test_without_a_front_page_nothing_is_made(glostrup: Municipality, operator: Any) -> None:
    before = everything()
    with pytest.raises(MunicipalityError):
        SetUpMunicipality(glostrup, user=operator).execute()
    assert everything() == before


def test_the_command_sets_up_and_says_where(catalogue: CatalogueIndexPage, glostrup: Municipality) -> None:
    said = StringIO()
    call_command("set_up_municipality", "161", stdout=said)
    assert "Glostrup Kommune: http://laer.glostrup.example:8000/" in said.getvalue()
    with pytest.raises(CommandError, match="404"):
        call_command("set_up_municipality", "404")


def test_an_editor_cannot_give_her_page_to_another_municipality(
    page: MunicipalityPage, glostrup: Municipality, client: Client
) -> None:
    client.force_login(MembershipFactory(municipality=glostrup, role=Role.EDITOR).user)
    answer = client.get(f"/admin/pages/{page.pk}/edit/")
    assert answer.status_code == 200
    assert "municipality" not in answer.context["form"].fields
