"""The admin's screens about H5P."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from wagtail.models import Collection

from courses.actions.approve_h5p_library import ApproveH5PLibrary
from courses.actions.run_h5p_import import RunH5PImport
from courses.actions.start_h5p_import import StartH5PImport
from courses.h5p.groups import APPROVERS
from courses.h5p.package import LIMITS
from courses.h5p.selectors import import_for
from courses.models import H5PActivity, H5PBuild, H5PImport, H5PLibrary, H5PVersion, LessonPage
from tests.courses.h5p import small
from tests.courses.h5p.test_activities import use
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db


def signed_in(user: Any) -> Client:
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def client(designer: Any) -> Client:
    return signed_in(designer)


def package(name: str = "lille.h5p", **changes: Any) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, small.packed(small.entries(**changes)))


def new(client: Client, file: Any, place: Collection, **headers: str) -> Any:
    data = {"file": file, "title": "", "collection": place.pk}
    return client.post(reverse("hyldefri_h5p_new"), data, headers=headers)


def shown(client: Client, name: str, *args: Any, status: int = 200) -> str:
    answer = client.get(reverse(name, args=args))
    assert answer.status_code == status
    return answer.content.decode()


class TestUploading:
    def test_leads_to_the_imports_page_which_has_a_link_to_itself_without_script(self, client, root):
        answer = new(client, package(), root)

        row = H5PImport.objects.get()
        assert answer.status_code == 302
        assert answer.url == reverse("hyldefri_h5p_import", args=[row.pk])
        page = client.get(answer.url).content.decode()
        assert f'href="{answer.url}">Se, hvor langt den er</a>' in page
        assert "<progress" in page
        assert "Venter på at komme til" in page

    def test_by_script_is_answered_in_json(self, client, root):
        answer = new(client, package(), root, accept="application/json")

        assert answer.status_code == 201
        assert answer.json() == {"url": reverse("hyldefri_h5p_import", args=[H5PImport.objects.get().pk])}

    def test_a_file_of_another_kind_is_refused_and_stored_nowhere(self, client, root, stored):
        answer = new(client, package("billede.zip"), root)

        assert answer.status_code == 422
        assert "Filen ender ikke på .h5p. Vælg en anden." in answer.content.decode()
        assert (H5PImport.objects.count(), stored()) == (0, [])

    def test_a_file_too_large_is_refused_with_both_figures(self, client, root, monkeypatch):
        monkeypatch.setattr("courses.admin.h5p.forms.LIMITS", type(LIMITS)(upload=100))
        answer = new(client, package(), root, accept="application/json")

        assert answer.status_code == 422
        (error,) = answer.json()["errors"]
        assert "100" in error

    def test_into_a_collection_that_is_not_ones_own_is_refused(self, editor, root, glostrup):
        editors = signed_in(editor)
        assert new(editors, package(), root).status_code == 422
        assert new(editors, package(), glostrup.collection).status_code == 302

    def test_is_for_those_who_may(self, bystander, approver, root):
        for user in (bystander, approver):
            # Wagtail leads those it refuses to its front page, with a message.
            assert new(signed_in(user), package(), root).status_code == 302
            assert H5PImport.objects.count() == 0

    def test_a_new_package_keeps_the_activity(self, client, importing):
        activity = importing().activity
        client.post(reverse("hyldefri_h5p_replace", args=[activity.pk]), {"file": package(question="Nu?")})
        RunH5PImport(H5PImport.objects.get().pk).execute()

        activity.refresh_from_db()
        assert activity.current_version.number == 2


class TestAnImportsPage:
    def run(self, user: Any, **changes: Any) -> H5PImport:
        row = StartH5PImport(package(**changes), collection=Collection.get_first_root_node(), user=user).execute()
        RunH5PImport(row.pk).execute()
        told = import_for(user, row.pk)
        assert told
        return told

    def test_shows_the_report(self, client, designer):
        page = shown(client, "hyldefri_h5p_import", self.run(designer).pk)

        assert "»Lille opgave« er importeret." in page
        assert "H5P.Lille 1.0.1" in page
        assert "Nyt, venter på godkendelse" in page
        assert "Intet. Alt i pakken er med." in page
        assert "Se, hvor langt den er" not in page

    def test_shows_what_was_left_out_and_why(self, client, designer):
        row = self.run(designer, content={"question": "Hvem?", "ukendt": "felt"})

        assert row.report["removed"]
        assert row.report["removed"][0]["where"] in shown(client, "hyldefri_h5p_import", row.pk)

    def test_names_the_rule_and_the_file_of_a_refused_one(self, broker, client, designer):
        page = shown(client, "hyldefri_h5p_import", self.run(designer, main={"machineName": "../ond"}).pk)

        assert "Pakken blev afvist. Intet af den er gemt." in page
        assert "H5P.Lille-1.0/library.json" in page
        assert "bad_library" in page

    def test_of_a_refused_one_is_put_away_and_nothing_is_left(self, broker, client, designer, stored):
        row = self.run(designer, main={"machineName": "../ond"})
        address = reverse("hyldefri_h5p_import", args=[row.pk])
        assert "Rapporten gemmes højst et døgn" in client.get(address).content.decode()
        assert client.get(reverse("hyldefri_h5p_status", args=[row.pk])).json()["over"]
        left = [model.objects.count() for model in (H5PImport, H5PActivity, H5PVersion, H5PBuild, H5PLibrary)]
        assert (left, stored()) == ([0] * 5, [])

        assert client.post(address).url == reverse("hyldefri_h5p")
        assert client.get(address).status_code == 404

    def test_of_a_refused_one_is_put_away_with_the_cache_down(self, dead_broker, client, designer):
        row = self.run(designer, main={"machineName": "../ond"})
        client.post(reverse("hyldefri_h5p_import", args=[row.pk]))
        assert H5PImport.objects.count() == 0

    def test_of_one_that_came_to_something_is_not_put_away(self, client, designer):
        row = self.run(designer)
        client.post(reverse("hyldefri_h5p_import", args=[row.pk]))
        assert H5PImport.objects.filter(pk=row.pk).exists()

    def test_tells_the_progress_bar_how_far_it_is(self, client, designer, root):
        row = StartH5PImport(package(), collection=root, user=designer).execute()
        H5PImport.objects.update(state="working", step="store", percent=60)

        answer = client.get(reverse("hyldefri_h5p_status", args=[row.pk]))
        assert answer.json() == {"over": False, "percent": 60, "said": "Gemmer filerne"}
        assert "no-store" in answer["Cache-Control"]

    def test_is_nobody_elses(self, broker, editor, designer):
        row = self.run(designer, main={"machineName": "../ond"})
        for name in ("hyldefri_h5p_import", "hyldefri_h5p_status"):
            assert signed_in(editor).get(reverse(name, args=[row.pk])).status_code == 404
        assert signed_in(editor).post(reverse("hyldefri_h5p_import", args=[row.pk])).status_code == 404
        assert import_for(designer, row.pk)


class TestActivities:
    def test_are_listed_with_where_they_are_used_and_whether_they_can_be_played(
        self, client, importing, course, django_assert_max_num_queries
    ):
        activity = importing().activity
        lesson = LessonPage.objects.first()
        use(activity, lesson)
        page = shown(client, "hyldefri_h5p")

        assert "Lille opgave" in page
        assert lesson.title in page
        assert "Venter på godkendelse" in page

    def test_take_no_more_queries_when_there_are_more(self, client, importing, django_assert_max_num_queries):
        from django.db import connection
        from django.test.utils import CaptureQueriesContext

        importing()
        shown(client, "hyldefri_h5p")
        with CaptureQueriesContext(connection) as one:
            shown(client, "hyldefri_h5p")
        for number in range(5):
            importing(title=f"Opgave {number}")
        with CaptureQueriesContext(connection) as six:
            shown(client, "hyldefri_h5p")
        assert len(six) <= len(one)

    def test_are_found_by_title(self, client, importing):
        importing()
        importing(title="Gevinstkortet")
        page = client.get(reverse("hyldefri_h5p"), {"q": "gevinst"}).content.decode()

        assert "Gevinstkortet" in page
        assert "Lille opgave" not in page

    def test_one_is_shown_with_licence_authors_and_libraries(self, client, importing):
        page = shown(client, "hyldefri_h5p_activity", importing().activity.pk)

        assert "Creative Commons BY-SA 4.0" in page
        assert "Karen Karlsen" in page
        assert "MIT" in page
        assert "Den står ikke på nogen side." in page

    def test_ones_settings_are_changed(self, client, importing, root):
        activity = importing().activity
        address = reverse("hyldefri_h5p_activity", args=[activity.pk])
        data = {
            "title": "Ny titel", "collection": root.pk, "completion": "score", "pass_mark": "60", "attempts": "average",
            "accessibility_note": "Kræver mus.",
        }  # fmt: skip

        assert client.post(address, data).status_code == 302
        assert H5PActivity.objects.values().get(pk=activity.pk).items() >= {
            ("title", "Ny titel"), ("completion", "score"), ("pass_mark", 60), ("attempts", "average"),
            ("accessibility_note", "Kræver mus."),
        }  # fmt: skip
        assert client.post(address, {**data, "pass_mark": "101"}).status_code == 422

    def test_one_that_is_used_is_not_removed(self, client, importing, course):
        activity = importing().activity
        use(activity, LessonPage.objects.first())
        address = reverse("hyldefri_h5p_remove", args=[activity.pk])

        assert "kan ikke fjernes" in client.get(address).content.decode()
        assert client.post(address).status_code == 409
        assert H5PActivity.objects.exists()

    def test_one_that_is_not_is_removed(self, client, importing):
        activity = importing().activity
        assert client.post(reverse("hyldefri_h5p_remove", args=[activity.pk])).status_code == 302
        assert not H5PActivity.objects.exists()

    def test_another_municipalitys_is_not_there(self, editor, importing, root):
        activity = importing(collection=root.add_child(name="En andens")).activity
        for name in ("hyldefri_h5p_activity", "hyldefri_h5p_replace", "hyldefri_h5p_remove"):
            assert signed_in(editor).get(reverse(name, args=[activity.pk])).status_code == 404

    def test_a_shared_one_that_one_may_only_choose_has_no_form(self, importing, editor, root, glostrup):
        from django.contrib.auth.models import Permission
        from wagtail.models import GroupCollectionPermission

        GroupCollectionPermission.objects.create(
            group=glostrup.editor_group,
            collection=root,
            permission=Permission.objects.get(codename="choose_h5pactivity"),
        )
        activity = importing().activity
        page = shown(signed_in(editor), "hyldefri_h5p_activity", activity.pk)
        assert "Udskift pakken" not in page
        answer = signed_in(editor).post(reverse("hyldefri_h5p_activity", args=[activity.pk]), {"title": "Overtaget"})
        assert answer.status_code in (302, 403, 422)
        assert H5PActivity.objects.get().title == "Lille opgave"


class TestLibraries:
    def test_are_listed_with_licence_and_use(self, approver, importing):
        importing()
        page = shown(signed_in(approver), "hyldefri_h5p_libraries")

        assert "2 biblioteker venter på godkendelse." in page
        assert "H5P.Lille 1.0.1" in page
        assert "MIT" in page
        assert "1 aktivitet" in page

    def test_several_are_approved_at_once(self, approver, importing):
        importing()
        chosen = [str(pk) for pk in H5PBuild.objects.values_list("pk", flat=True)]
        signed_in(approver).post(reverse("hyldefri_h5p_libraries"), {"build": [*chosen, "x", "9" * 30]})

        assert not H5PBuild.objects.waiting().exists()
        assert set(H5PBuild.objects.values_list("approved_by", flat=True)) == {approver.pk}

    @pytest.mark.parametrize(
        ("state", "expected"), [("waiting", ["Hjaelper"]), ("approved", ["Lille"]), ("unused", [])]
    )
    def test_are_narrowed_by_state(self, approver, importing, state, expected):
        ApproveH5PLibrary(importing().main_build).execute(skip_permission_checks=True)
        answer = signed_in(approver).get(reverse("hyldefri_h5p_libraries"), {"state": state})

        assert [build.title for build in answer.context["page_obj"]] == expected

    def test_one_is_approved_and_the_approval_withdrawn(self, approver, importing):
        build = importing().main_build
        address = reverse("hyldefri_h5p_library", args=[build.pk])
        for action, approved in (("approve", True), ("withdraw", False)):
            assert signed_in(approver).post(address, {"action": action}).status_code == 302
            assert H5PBuild.objects.get(pk=build.pk).is_approved is approved
        assert signed_in(approver).post(address, {"action": "noget"}).status_code == 400

    def test_one_that_is_used_is_not_removed(self, approver, importing):
        address = reverse("hyldefri_h5p_library", args=[importing().main_build.pk])
        answer = signed_in(approver).post(address, {"action": "remove"})

        assert answer.status_code == 409
        assert "H5P.Lille 1.0.1 er i brug." in answer.content.decode()

    def test_one_that_nothing_uses_is_removed(self, approver, importing):
        version = importing()
        build = version.main_build
        H5PActivity.objects.update(current_version=None)
        version.activity.delete()
        page = shown(signed_in(approver), "hyldefri_h5p_library", build.pk)
        assert "Intet. Det kan fjernes." in page

        signed_in(approver).post(reverse("hyldefri_h5p_library", args=[build.pk]), {"action": "remove"})
        assert not H5PBuild.objects.filter(pk=build.pk).exists()

    def test_designers_and_editors_see_and_do_not_decide(self, designer, editor, importing, glostrup):
        importing(collection=glostrup.collection)
        build = importing().main_build
        for user in (designer, editor):
            client = signed_in(user)
            for name, args in (("hyldefri_h5p_libraries", []), ("hyldefri_h5p_library", [build.pk])):
                page = shown(client, name, *args)
                assert "H5P.Lille 1.0.1" in page
                assert "gruppen »Godkendere af H5P-biblioteker«" in page
                assert 'type="checkbox"' not in page
                assert 'name="action"' not in page
            assert (
                client.post(reverse("hyldefri_h5p_library", args=[build.pk]), {"action": "approve"}).status_code == 302
            )
            client.post(reverse("hyldefri_h5p_libraries"), {"build": build.pk})
        assert H5PBuild.objects.waiting().count() == 2

    def test_that_wait_elsewhere_are_not_an_editors_to_see(self, editor, approver, importing, root):
        build = importing(collection=root.add_child(name="En andens")).main_build
        mine = signed_in(editor)
        assert "H5P.Lille" not in shown(mine, "hyldefri_h5p_libraries")
        assert mine.get(reverse("hyldefri_h5p_library", args=[build.pk])).status_code == 404

        ApproveH5PLibrary(build, user=approver).execute()
        assert "H5P.Lille" in shown(mine, "hyldefri_h5p_libraries")
        assert str(approver) not in shown(mine, "hyldefri_h5p_library", build.pk)

    def test_are_approved_by_whoever_is_in_the_group(self, importing, bystander):
        importing()
        bystander.groups.add(Group.objects.get(name=APPROVERS))
        assert "Godkend de valgte" in shown(signed_in(bystander), "hyldefri_h5p_libraries")

    def test_are_no_business_of_others(self, bystander, importing):
        build = importing().main_build
        client = signed_in(bystander)
        for name, args in (("hyldefri_h5p_libraries", []), ("hyldefri_h5p_library", [build.pk])):
            assert client.get(reverse(name, args=args)).status_code == 302


def test_the_menu_has_it_for_whoever_works_with_it(designer, editor, approver, bystander):
    address = f'"{reverse("hyldefri_h5p")}"'
    for user, expected in ((designer, True), (editor, True), (approver, True), (bystander, False)):
        page = signed_in(user).get(reverse("wagtailadmin_home")).content.decode()
        assert (address in page) is expected, user


def test_a_groups_page_has_the_permissions(db):
    page = shown(signed_in(UserFactory(is_superuser=True)), "wagtailusers_groups:add")

    assert "H5P-rettigheder" in page
    assert "Kan godkende og fjerne H5P-biblioteker" in page


def test_a_collection_with_activities_is_not_deleted(importing, root):
    from courses.admin.h5p.places import contents

    place = root.add_child(name="Opgaver")
    assert contents(place) is None
    importing(collection=place)
    found = contents(place)
    assert found is not None
    assert found["count"] == 1
