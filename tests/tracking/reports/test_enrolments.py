import csv
import io
import re

import pytest
from django.contrib.auth.models import Permission
from django.urls import reverse

from elearning.accounts.models import User
from elearning.municipalities.models import Membership
from tests.tracking import factories
from tests.tracking.examinees import complete_lessons, examinee, signed_in, take
from tests.worlds import world
from tracking.progress.projection import fold_pending
from tracking.reports.enrolments import visible_enrolments
from tracking.reports.listing import harmless

pytestmark = pytest.mark.django_db

URL = "hyldefri_tracking:enrolments"


@world
def designer():
    return User.objects.create_superuser("udvikler@example.dk")


def facilitator(municipality):
    user = User.objects.create_user("tovholder@by.dk")
    Membership.objects.create(user=user, municipality=municipality, role="facilitator")
    user.user_permissions.add(Permission.objects.get(codename="access_admin"))
    return user


def exported(client, **filters):
    response = client.get(reverse(URL), {"export": "csv", **filters})
    return list(csv.reader(io.StringIO(b"".join(response.streaming_content).decode())))


def test_it_tells_not_started_under_way_and_completed(designer):
    release = examinee().release
    done, begun = factories.enrolment(release), factories.enrolment(release)
    complete_lessons(done)
    take(done, right=10)
    take(begun, right=0)
    for enrolment in (done, begun):
        fold_pending(enrolment)

    statuses = {enrolment.pk: enrolment.status for enrolment in visible_enrolments(designer)}

    assert sorted(statuses.values()) == ["completed", "new", "started"]
    assert (statuses[done.pk], statuses[begun.pk]) == ("completed", "started")


def test_a_facilitator_sees_her_own_municipality_only():
    ours, theirs = examinee(), examinee()
    client = signed_in(facilitator(ours.municipality))

    page = client.get(reverse(URL)).content.decode()

    assert ours.user.email in page
    assert theirs.user.email not in page
    assert theirs.municipality.name not in page
    assert len(exported(client)) == 2
    assert len(exported(client, municipality=theirs.municipality.pk)) == 2


def test_scores_are_in_no_column():
    enrolment = examinee()
    take(enrolment, right=3)
    fold_pending(enrolment)
    client = signed_in(facilitator(enrolment.municipality))

    [headings, row] = exported(client)

    assert len(headings) == 7
    # The row's times (»kl. 10.31«) hold the digits as well.
    assert not any(re.search(r"(?<!\d)0[.,]3(?!\d)|(?<!\d)30 ?%", cell) or cell == "30" for cell in row)


def test_the_export_holds_what_the_filter_shows(designer):
    first, second = examinee(), examinee()
    client = signed_in(designer)

    assert len(exported(client)) == 3
    assert [row[1] for row in exported(client, course=first.course_id)[1:]] == [first.user.email]
    assert len(exported(client, status="completed")) == 1
    assert len(exported(client, created_at_from="2999-01-01")) == 1
    assert [row[1] for row in exported(client, municipality=second.municipality_id)[1:]] == [second.user.email]


def test_a_name_is_no_formula_in_the_export(designer):
    enrolment = examinee()
    enrolment.user.first_name = '=HYPERLINK("http://example.com")'
    enrolment.user.save()

    assert exported(signed_in(designer))[1][0].startswith("'=")


@pytest.mark.parametrize("text", ["=1+1", "+45", "-1", "@sum", "\t=1", "\r=1", "＝1"])
def test_what_a_spreadsheet_computes_is_made_text(text):
    assert harmless(text) == f"'{text}"


@pytest.mark.parametrize("value", ["Åse", "", None, -5])
def test_the_rest_is_left_alone(value):
    assert harmless(value) == value


def test_the_list_takes_as_many_queries_for_many_as_for_few(designer, django_assert_num_queries):
    release = examinee().release
    list(visible_enrolments(designer))
    for _ in range(8):
        factories.enrolment(release)

    with django_assert_num_queries(1):
        for enrolment in visible_enrolments(designer):
            assert all([enrolment.user.email, enrolment.course.title, enrolment.municipality.name, enrolment.status])
