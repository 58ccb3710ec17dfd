"""The pages of a wave: the facilitator's, the participant's, the wall, and what is fetched."""

from __future__ import annotations

import csv
import io
from datetime import datetime, time, timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from icalendar import Calendar

from elearning.commissions.actions.gatherings import AddGathering, CancelGathering, ChangeGathering, GatheringPlan
from elearning.commissions.actions.participant_imports import RunParticipantImport
from elearning.commissions.models import Gathering, ParticipantImport, Wave, WaveMember
from elearning.commissions.waves.agenda import agenda, slides
from elearning.commissions.waves.rules import WaveRefused
from tests.elearning.commissions import people
from tests.elearning.commissions.waves import lists
from tests.elearning.commissions.waves.conftest import planned
from tests.elearning.commissions.waves.test_waves import TODAY, add, end, started

pytestmark = pytest.mark.django_db


def browser(user: Any) -> Client:
    client = Client()
    client.force_login(user)
    return client


def text(response: Any) -> str:
    return " ".join(response.content.decode().split())


def clock(hour: int, minute: int = 0, days: int = 7) -> datetime:
    return timezone.make_aware(datetime.combine(TODAY + timedelta(days=days), time(hour, minute)))


def dialogue(wave: Wave) -> str:
    [module] = wave.course.current_release.tree["children"]["modules"]
    return next(page["id"] for page in module["children"]["pages"] if page["type"] == "dialogue")


def gathering(wave: Wave) -> Gathering:
    plan = GatheringPlan("Første samling", clock(9), clock(11), "Byrådssalen", (dialogue(wave),))
    return AddGathering(wave, plan, user=wave.facilitator).execute()


class TestTheFacilitatorsPage:
    def test_shows_how_far_each_is_and_no_more(self, wave, facilitator):
        add(wave, "a@lilleroed.example", name="Anna Ny")
        started(add(wave, "b@lilleroed.example", name="Bo Begyndt").enrolment)
        page = text(browser(facilitator).get(wave.get_absolute_url()))

        assert page.index("Anna Ny") < page.index("Bo Begyndt")
        assert page.count("<dd>1</dd>") == 2
        assert "point" not in page.replace("Ingens svar, point eller refleksioner bliver vist her.", "")

    def test_is_searched_by_name(self, wave, facilitator):
        add(wave, "a@lilleroed.example", name="Anna Ny")
        add(wave, "b@lilleroed.example", name="Bo Begyndt")
        page = text(browser(facilitator).get(wave.get_absolute_url() + "?q=ann\0"))

        assert "Anna Ny" in page
        assert "Bo Begyndt" not in page

    def test_costs_the_same_however_many_take_part(self, wave, facilitator, django_assert_max_num_queries):
        client = browser(facilitator)
        for number in range(12):
            add(wave, f"l{number}@lilleroed.example")
        client.get(wave.get_absolute_url())
        with django_assert_max_num_queries(32):
            client.get(wave.get_absolute_url())

    def test_is_nobody_elses(self, wave, learner, approver, stranger):
        for person in (learner, approver, stranger, people.member(wave.municipality, "facilitator")):
            assert browser(person).get(wave.get_absolute_url()).status_code == 404
        assert Client().get(wave.get_absolute_url()).status_code == 302

    def test_pauses_and_goes_on_by_posting_only(self, wave, facilitator):
        client = browser(facilitator)
        for name in ("pause", "resume", "renew_link", "invite"):
            assert client.get(reverse(f"waves:{name}", args=[wave.pk])).status_code == 405
        page = text(client.post(reverse("waves:pause", args=[wave.pk]), follow=True))
        assert "Holdet er på pause." in page
        client.post(reverse("waves:resume", args=[wave.pk]))
        wave.refresh_from_db()
        assert wave.paused_at is None


class TestPlanning:
    def form(self, wave: Wave, **given: Any) -> dict[str, Any]:
        first = (TODAY + timedelta(days=3)).isoformat()
        return {
            "name": "Efterår", "course": wave.course_id, "starts": first, "ends": first, "facilitator": "",
            "reminder_days": "7", "late_joiners": "1", **given,
        }  # fmt: skip

    def test_makes_a_wave_and_leads_to_it(self, wave, editor):
        address = reverse("waves:plan", args=[wave.municipality.code])
        client = browser(editor)
        assert "Ledelse i praksis" in text(client.get(address))
        response = client.post(address, self.form(wave))

        made = Wave.objects.for_municipality(wave.municipality).get(name="Efterår")
        assert response.url == made.get_absolute_url()
        assert "Efterår" in text(client.get(reverse("waves:list")))

    @pytest.mark.parametrize("given", [{"starts": ""}, {"ends": "2000-01-01"}, {"course": "99"}, {"name": "x" * 81}])
    def test_says_what_is_wrong(self, wave, editor, given):
        response = browser(editor).post(reverse("waves:plan", args=[wave.municipality.code]), self.form(wave, **given))

        assert response.status_code == 422
        assert Wave.objects.for_municipality(wave.municipality).count() == 1

    def test_a_facilitator_who_gives_the_wave_away_is_led_to_her_others(self, wave, facilitator, editor):
        address = reverse("waves:change", args=[wave.pk])
        response = browser(facilitator).post(address, self.form(wave, facilitator=editor.pk))

        assert response.url == reverse("waves:list")

    def test_is_for_ones_own_municipality(self, wave, stranger, learner):
        address = reverse("waves:plan", args=[wave.municipality.code])
        assert browser(stranger).get(address).status_code == 403
        assert "Der er ingen hold til dig her." in text(browser(learner).get(reverse("waves:list")))


class TestAList:
    def upload(self, client: Client, wave: Wave, data: bytes, name: str = "hold.xlsx") -> Any:
        return client.post(reverse("waves:upload", args=[wave.pk]), {"file": SimpleUploadedFile(name, data)})

    def test_is_looked_through_confirmed_and_reported_on(self, wave, facilitator):
        client = browser(facilitator)
        response = self.upload(client, wave, lists.csv_file([lists.somebody(1), ("=cmd|x", "forkert", "", "")]))
        preview = text(client.get(response.url))
        assert "1 person bliver tilmeldt, når du bekræfter. 1 række bliver udeladt." in preview
        assert "Kolonne B: forkert er ikke en e-mailadresse." in preview

        found = ParticipantImport.objects.for_municipality(wave.municipality).get()
        client.post(reverse("waves:confirm", args=[wave.pk, found.pk]), {"invite": "1"})
        assert "1 af 2 rækker" in text(client.get(response.url))
        RunParticipantImport(found.pk).execute()
        assert "Listen er på plads" in text(client.get(response.url))

        report = client.get(reverse("waves:report", args=[wave.pk, found.pk]))
        rows = list(csv.reader(io.StringIO(report.content.decode("utf-8-sig")), delimiter=";"))
        assert [row[5] for row in rows] == ["Resultat", "tilmeldt", "udeladt"]
        assert rows[2][1] == "'=cmd|x"
        assert rows[2][6] == "B: forkert er ikke en e-mailadresse."

    @pytest.mark.parametrize("data", [b"", b"x" * 2_000_001, b"\0\1\2", b"Navn\nBo\n"])
    def test_that_cannot_be_read_says_why(self, wave, facilitator, data):
        response = self.upload(browser(facilitator), wave, data)

        assert response.status_code == 422
        assert "form-error-message" in text(response)
        assert not ParticipantImport.objects.for_municipality(wave.municipality).exists()

    def test_is_nobody_elses(self, wave, facilitator, stranger):
        response = self.upload(browser(facilitator), wave, lists.xlsx([lists.somebody(1)]))

        assert browser(stranger).get(response.url).status_code == 404
        assert self.upload(browser(stranger), wave, lists.xlsx([lists.somebody(1)])).status_code == 404

    def test_has_a_template_that_can_be_uploaded(self, wave, facilitator):
        client = browser(facilitator)
        template = client.get(reverse("waves:template", args=[wave.pk])).content

        assert self.upload(client, wave, template, "deltagere.csv").status_code == 302

    def test_of_a_wave_that_has_ended_is_refused(self, wave, facilitator):
        end(wave)
        response = self.upload(browser(facilitator), wave, lists.xlsx([lists.somebody(1)]))

        assert "Holdet er slut." in text(response)


class TestParticipants:
    def test_are_added_moved_and_taken_out(self, home, release, facilitator, wave):
        client = browser(facilitator)
        other = planned(home, release, facilitator, "Efterår")
        form = {"email": "Ny@lilleroed.example", "name": "Ny Leder", "level": "head", "unit": ""}
        assert "Ny Leder er på holdet." in text(client.post(reverse("waves:add", args=[wave.pk]), form, follow=True))
        member = WaveMember.objects.for_municipality(home).get()

        move = reverse("waves:move", args=[wave.pk, member.pk])
        assert client.post(move, {"wave": "99"}).status_code == 422
        assert "Ny Leder er nu på holdet Efterår." in text(client.post(move, {"wave": other.pk}, follow=True))

        remove = reverse("waves:remove", args=[other.pk, member.pk])
        assert "Tag Ny Leder ud af holdet" in text(client.get(remove))
        client.post(remove)
        assert not WaveMember.objects.for_municipality(home).exists()

    def test_that_cannot_come_in_are_refused_with_the_reason(self, wave, facilitator):
        people.MembershipFactory(municipality__email_domains=["storeroed.example"])
        response = browser(facilitator).post(reverse("waves:add", args=[wave.pk]), {"email": "x@storeroed.example"})

        assert response.status_code == 422
        assert "Adressen hører til" in text(response)

    def test_see_their_own_page_and_calendar(self, wave):
        member = add(wave)
        meeting = gathering(wave)
        client = browser(member.enrolment.user)
        page = text(client.get(wave.get_absolute_url()))

        assert "Første samling" in page
        assert member.enrolment.get_absolute_url() in page
        assert "Deltagere" not in page
        assert "Gevinstkortet" in text(client.get(reverse("waves:gathering", args=[wave.pk, meeting.pk])))
        for name in ("change", "upload", "link", "add_gathering"):
            assert client.get(reverse(f"waves:{name}", args=[wave.pk])).status_code == 404
        assert client.get(reverse("waves:room", args=[wave.pk, meeting.pk, 1])).status_code == 404


class TestTheLink:
    def test_opened_changes_nothing_and_posted_joins(self, wave):
        user = people.UserFactory()
        client, address = browser(user), reverse("waves:join", args=[wave.join_key])
        page = client.get(address)
        assert "Forår" in text(page)
        assert page["X-Robots-Tag"] == "noindex, nofollow"
        assert not WaveMember.objects.for_municipality(wave.municipality).exists()

        assert client.post(address).url == wave.get_absolute_url()
        assert WaveMember.objects.for_municipality(wave.municipality).get().enrolment.user == user

    def test_asks_a_stranger_to_sign_in_first(self, wave):
        address = reverse("waves:join", args=[wave.join_key])

        assert Client().get(address).status_code == 200
        assert "next=" in Client().post(address).url

    def test_is_gone_when_the_wave_has_ended_or_the_link_is_renewed(self, wave, facilitator):
        address = reverse("waves:join", args=[wave.join_key])
        browser(facilitator).post(reverse("waves:renew_link", args=[wave.pk]))
        assert Client().get(address).status_code == 404
        wave.refresh_from_db()
        end(wave)
        assert Client().get(reverse("waves:join", args=[wave.join_key])).status_code == 410

    def test_is_a_qr_code_too(self, wave, facilitator):
        client = browser(facilitator)
        assert f"/hold/deltag/{wave.join_key}/" in text(client.get(reverse("waves:link", args=[wave.pk])))
        image = client.get(reverse("waves:qr", args=[wave.pk]))
        assert image["Content-Type"] == "image/svg+xml"
        assert "sandbox" in image["Content-Security-Policy"]
        assert b"<svg" in image.content
        assert b"<script" not in image.content


class TestGatherings:
    def form(self, wave: Wave, **given: Any) -> dict[str, Any]:
        day = (TODAY + timedelta(days=7)).isoformat()
        return {
            "title": "Første samling", "day": day, "begins": "09:00", "finishes": "11:00", "place": "Byrådssalen",
            "dialogues": [dialogue(wave)], **given,
        }  # fmt: skip

    def test_is_set_with_an_agenda_of_the_courses_dialogues(self, wave, facilitator):
        client = browser(facilitator)
        response = client.post(reverse("waves:add_gathering", args=[wave.pk]), self.form(wave))
        page = text(client.get(response.url))

        assert "09.00 Gevinstkortet" in page
        assert "Ejeren læser op." in page
        [item] = agenda(Gathering.objects.for_municipality(wave.municipality).get())
        assert (item.minutes, item.ends - item.begins) == (20, timedelta(minutes=20))

    @pytest.mark.parametrize("given", [{"finishes": "08:00"}, {"day": "i morgen"}, {"dialogues": ["x"]}, {"title": ""}])
    def test_says_what_is_wrong(self, wave, facilitator, given):
        response = browser(facilitator).post(reverse("waves:add_gathering", args=[wave.pk]), self.form(wave, **given))

        assert response.status_code == 422
        assert not Gathering.objects.for_municipality(wave.municipality).exists()

    def test_is_changed_and_called_off(self, wave, facilitator):
        client, meeting = browser(facilitator), gathering(wave)
        change = reverse("waves:change_gathering", args=[wave.pk, meeting.pk])
        page = text(client.get(change))
        assert 'value="09:00"' in page
        assert "checked" in page
        client.post(change, self.form(wave, place="Kantinen", dialogues=[]))
        meeting.refresh_from_db()
        assert (meeting.place, meeting.dialogues) == ("Kantinen", [])
        client.post(reverse("waves:cancel_gathering", args=[wave.pk, meeting.pk]))
        assert not Gathering.objects.for_municipality(wave.municipality).exists()

    def test_refuses_a_dialogue_that_the_course_has_not(self, wave, facilitator):
        plan = GatheringPlan("Samling", clock(9), clock(10), dialogues=("x",))
        with pytest.raises(WaveRefused):
            AddGathering(wave, plan, user=facilitator).execute()

    def test_on_the_wall_is_a_step_at_a_time(self, wave, facilitator):
        client, meeting = browser(facilitator), gathering(wave)
        assert len(slides(meeting)) == 3

        first, second, last = (
            text(client.get(reverse("waves:room", args=[wave.pk, meeting.pk, number]))) for number in (1, 2, 3)
        )
        assert "Læg telefonerne væk." in first
        assert 'rel="prev"' not in first
        assert "Ejeren læser op." in second
        assert "5 min." in second
        assert 'rel="next"' not in last
        assert client.get(reverse("waves:room", args=[wave.pk, meeting.pk, 4])).status_code == 404

    def test_in_the_calendar_keeps_its_identity_when_it_is_moved(self, wave, facilitator):
        meeting = gathering(wave)

        def events() -> list[Any]:
            response = browser(facilitator).get(reverse("waves:calendar", args=[wave.pk]))
            assert response["Content-Type"].startswith("text/calendar")
            return list(Calendar.from_ical(response.content).walk("VEVENT"))

        [before] = events()
        assert before.decoded("dtstart") == clock(9)
        assert str(before["location"]) == "Byrådssalen"
        ChangeGathering(meeting, GatheringPlan("Første samling", clock(12), clock(13)), user=facilitator).execute()
        [after] = events()
        assert (after["uid"], after.decoded("dtstart")) == (before["uid"], clock(12))
        CancelGathering(meeting, user=facilitator).execute()
        assert events() == []

    @pytest.mark.parametrize("which", ["99", "x", "1" * 30])
    def test_one_that_is_not_there_is_in_no_calendar(self, wave, facilitator, which):
        address = reverse("waves:calendar", args=[wave.pk]) + f"?moede={which}"

        assert browser(facilitator).get(address).status_code == 404
