"""The designer sees how far a version has come among the municipalities, and none of their words."""

import csv
import io

import pytest
from django.urls import reverse

from courses.models import VariantUpdate
from elearning.municipalities.models import Municipality
from tests.courses.factories import make_variant
from tests.courses.variants.updating import member, municipality, planned, release, rewrite, text
from tests.factories import MunicipalityFactory

POLICY = Municipality.UpdatePolicy
URL = "hyldefri_spread"


@pytest.fixture
def variants(course):
    made = {
        "disputed": make_variant(course, municipality(POLICY.ASK)),
        "paused": make_variant(course, municipality(POLICY.PAUSED)),
    }
    rewrite(made["disputed"].course, text("p1", "Det her er vores hemmelige ord."))
    release(course, text("p1", "Vi begynder nu."), importance="mandatory")
    planned(made["disputed"])
    return made


def page(client, course, query=""):
    return client.get(reverse(URL, args=[course.pk]) + query)


def test_it_says_how_many_and_lists_each(designer_client, course, variants):
    response = page(designer_client, course)

    html = response.content.decode()
    assert "0 af 2 kommuner er med" in html
    assert "Har konflikter at afgøre (1)" in html
    assert all(variant.municipality.official_name in html for variant in variants.values())
    assert "hemmelige" not in html


def test_it_can_be_narrowed_down_and_takes_any_filter(designer_client, course, variants):
    html = page(designer_client, course, "?status=conflicts").content.decode()

    assert variants["disputed"].municipality.official_name in html
    assert variants["paused"].municipality.official_name not in html
    assert page(designer_client, course, "?status=%00'--").status_code == 200


def test_it_looks_again_only_while_something_is_on_its_way(designer_client, course, variants):
    assert b"http-equiv" not in page(designer_client, course).content

    make_variant(course, municipality(POLICY.APPLY))
    release(course, text("p1", "Vi begynder igen."))
    assert b"http-equiv" in page(designer_client, course).content
    assert b"http-equiv" not in page(designer_client, course, "?stop=1").content


def test_as_csv_no_name_is_a_formula(designer_client, course):
    make_variant(course, MunicipalityFactory(official_name="=1+1"))

    response = page(designer_client, course, "?format=csv")

    assert response["Content-Type"].startswith("text/csv")
    rows = list(csv.reader(io.StringIO(response.content.decode("utf-8-sig"))))
    assert rows[0][:2] == ["Kode", "Kommune"]
    assert rows[1][1] == "'=1+1"


def test_the_versions_page_leads_there(designer_client, course, variants):
    html = designer_client.get(reverse("hyldefri_releases", args=[course.pk])).content.decode()

    assert reverse(URL, args=[course.pk]) in html


def test_only_the_courses_designer_sees_it(client, bystander_client, course, variants):
    assert page(bystander_client, course).status_code in (302, 403)
    editor = member(variants["paused"])
    client.force_login(editor)
    assert page(client, course).status_code in (302, 403)
    assert page(client, variants["paused"].course).status_code in (302, 403)


def test_a_course_nobody_has_and_one_that_is_not_there(designer_client, course):
    assert "Ingen kommuner" in page(designer_client, course).content.decode()
    assert designer_client.get(reverse(URL, args=[0])).status_code == 404


def test_a_taken_update_is_up_to_date_before_it_is_approved(designer_client, course, variants):
    from courses.actions.apply_update import ApplyUpdate
    from courses.actions.plan_updates import PlanUpdate

    update = PlanUpdate(variants["paused"]).execute()
    ApplyUpdate(update).execute(skip_permission_checks=True)

    html = page(designer_client, course).content.decode()
    assert "1 af 2 kommuner er med" in html
    assert "Taget ind, ikke godkendt endnu" in html
    assert VariantUpdate.objects.unscoped(reason="a test").get(pk=update.pk).status == "applied"
