from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from django.urls import reverse
from icalendar import Calendar

from tests.tracking import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def planned(sign_in):
    plan = factories.block("if_then_plan", prompt="Hvis", help="", plans=2)
    follow_up = factories.block("follow_up", prompt="Hvem?", help="Ti minutter", days=[30, 60])
    step = factories.lesson(plan, follow_up)
    enrolment = factories.enrolment(factories.released(factories.course(factories.module(step))))
    client = sign_in(enrolment)

    def url(block, name="block"):
        return reverse(f"tracking:{name}", args=[enrolment.pk, step["id"], block["id"]])

    return client, url, plan, follow_up


def events(client, address):
    response = client.get(address)
    assert response["Content-Type"] == "text/calendar; charset=utf-8"
    assert response["Content-Disposition"].startswith("attachment")
    return list(Calendar.from_ical(response.content).walk("VEVENT"))


def test_a_plan_stands_in_the_calendar_at_nine_in_copenhagen(planned):
    client, url, plan, _ = planned
    client.post(url(plan), {"situation-1": "mødet åbner; nu", "action-1": "spørger jeg\nførst", "date-1": "2026-09-28"})
    (event,) = events(client, url(plan, "calendar"))
    assert event["dtstart"].dt == datetime(2026, 9, 28, 9, tzinfo=ZoneInfo("Europe/Copenhagen"))
    assert "mødet åbner; nu" in event["description"]
    assert "spørger jeg\nførst" in event["description"]
    assert event["class"] == "PRIVATE"


def test_a_moved_plan_replaces_itself(planned):
    client, url, plan, _ = planned
    client.post(url(plan), {"situation-1": "a", "date-1": "2026-09-28"})
    (before,) = events(client, url(plan, "calendar"))
    client.post(url(plan), {"situation-1": "a", "date-1": "2026-10-05"})
    (after,) = events(client, url(plan, "calendar"))
    assert before["uid"] == after["uid"]
    assert before["dtstart"].dt < after["dtstart"].dt


def test_every_date_of_a_follow_up_has_an_event_of_its_own(planned):
    client, url, _, follow_up = planned
    client.post(url(follow_up), {"partner": "Anna", "date-30": "2026-10-28", "date-60": "2026-11-27"})
    found = events(client, url(follow_up, "calendar"))
    assert len({event["uid"] for event in found}) == 2
    assert all("Anna" in event["summary"] for event in found)


def test_a_line_break_in_a_name_cannot_add_a_line_to_the_file(planned):
    client, url, _, follow_up = planned
    client.post(url(follow_up), {"partner": "Anna\r\nATTENDEE:mailto:x@y.example", "date-30": "2026-10-28"})
    content = client.get(url(follow_up, "calendar")).content
    assert b"\r\nATTENDEE" not in content


def test_without_dates_there_is_no_file(planned):
    client, url, plan, follow_up = planned
    assert client.get(url(plan, "calendar")).status_code == 404
    client.post(url(plan), {"situation-1": "a"})
    client.post(url(follow_up), {"partner": "Anna"})
    assert client.get(url(plan, "calendar")).status_code == 404
    assert client.get(url(follow_up, "calendar")).status_code == 404


def test_the_page_links_to_the_file_when_there_is_one(planned):
    client, url, plan, _ = planned
    page = url(plan).rsplit("/", 2)[0] + "/"
    assert "kalender.ics" not in client.get(page).content.decode()
    client.post(url(plan), {"date-1": "2026-09-28"})
    assert url(plan, "calendar") in client.get(page).content.decode()
