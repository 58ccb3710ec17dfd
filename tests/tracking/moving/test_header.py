"""Pages of tracking's in Wagtail's admin say what they are, and lead back."""

import re

import pytest
from django.urls import reverse

from tests.tracking import factories
from tests.tracking.examinees import signed_in
from tests.tracking.moving.building import operator, three_lessons

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("name", ["moves", "enrol_people", "create_join_link", "items"])
def test_the_tab_and_the_way_back_name_the_page(name):
    factories.released(three_lessons())
    html = signed_in(operator()).get(reverse(f"hyldefri_tracking:{name}")).content.decode()
    assert re.search(r"<title>\s*\w.* - ", html)
    assert f'href="{reverse("wagtailadmin_home")}"' in html.partition("w-breadcrumbs")[2]


def test_a_page_below_a_list_leads_to_it():
    page = factories.released(three_lessons()).course
    html = signed_in(operator()).get(reverse("hyldefri_tracking:move", args=[page.pk])).content.decode()
    assert f'href="{reverse("hyldefri_tracking:moves")}"' in html.partition("w-breadcrumbs")[2].partition("</nav>")[0]
