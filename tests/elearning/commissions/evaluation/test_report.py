"""The report: what it counts, what it keeps to itself, who reads it, and that it never changes."""

from __future__ import annotations

import io
from uuid import uuid4

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from elearning.accounts.personal_data import erase
from elearning.commissions.actions.evaluation import MakeReport
from elearning.commissions.actions.moves import EvaluateCommission
from elearning.commissions.errors import CommissionRefused, RequirementsMissing
from elearning.commissions.evaluation.report import content_of
from elearning.commissions.evaluation.wishes import wishes_of
from elearning.commissions.models import EvaluationReport, Round, WaveMember
from elearning.commissions.models.evaluations import ReportIsFrozen
from tests.elearning.commissions import people
from tests.elearning.commissions.evaluation.conftest import answer, completed, new_wave, over
from tests.worlds import world
from tracking.models import Enrolment, Progress

pytestmark = pytest.mark.django_db


@world
def answered(wave, running, release):
    """Two groups of six who have all answered, the first on a higher level; five of each have written."""
    other = new_wave(running, release, "Efterår")
    for place in range(6):
        text = {"best": f"=Samtale {place}"} if place < 3 else {}
        answer(completed(wave, level="head"), **text)
        answer(completed(other, level="manager"), gain="2", **text)
    return running


def evaluated(order, user):
    over(order)
    EvaluateCommission(order, user=user).execute()
    return order.evaluation_reports.get()


def question(content, key, round_=0):
    return next(each for each in content["answers"][round_]["questions"] if each["key"] == key)


def options(content, key, round_=0):
    return {option["key"]: option["count"] for option in question(content, key, round_)["options"] if option["count"]}


class TestFigures:
    def test_count_what_was_answered_and_who_took_part(self, answered):
        content = content_of(answered)

        assert content["participation"]["total"] == {"invited": 12, "begun": 12, "completed": 12}
        assert content["answers"][0]["count"] == 12
        assert options(content, "gain") == {"4": 6, "2": 6}
        [by_wave, by_level] = content["answers"][0]["groups"]
        assert [(it["name"], it["count"]) for it in by_wave["groups"]] == [("Efterår", 6), ("Forår", 6)]
        assert by_wave["rows"][0]["agree"] == [0, 6]
        assert [it["name"] for it in by_level["groups"]] == ["Chef", "Leder"]

    def test_of_four_are_none(self, wave, running):
        for _ in range(4):
            answer(completed(wave), best="Hemmeligt")
        content = content_of(running)

        assert content["answers"][0]["count"] == "few"
        assert content["answers"][0]["questions"] == content["answers"][0]["groups"] == []
        assert content["participation"] == {"total": None, "few": True, "tables": []}
        assert "Hemmeligt" not in str(content)

    def test_of_a_small_group_stand_with_another(self, answered, release):
        third = new_wave(answered, release, "Vinter")
        for _ in range(2):
            answer(completed(third, level="manager"))
        content = content_of(answered)

        [table, _levels] = content["participation"]["tables"]
        assert [(row["name"], row["invited"]) for row in table["rows"]] == [("Forår", 6), ("Øvrige samlet", 8)]
        assert "Vinter" not in str(content)
        groups = {it["name"]: it["count"] for it in content["answers"][0]["groups"][0]["groups"]}
        assert groups == {"Forår": 6, "Øvrige samlet": 8}

    def test_leave_out_a_breakdown_that_differs_by_one_person(self, answered, wave):
        answer(completed(wave, level="manager"))

        assert [it["key"] for it in content_of(answered)["answers"][0]["groups"]] == ["wave"]

    def test_show_texts_from_five_on_in_an_order_of_their_own(self, answered, wave):
        content = content_of(answered)
        assert len(question(content, "best")["texts"]) == 6
        assert question(content, "best")["texts"] == question(content_of(answered), "best")["texts"]
        assert question(content, "change") == {**question(content, "change"), "count": "none", "texts": []}

        for _ in range(4):
            answer(completed(wave), change="Kun os fire")
        assert question(content_of(answered), "change")["count"] == "few"
        assert "Kun os fire" not in str(content_of(answered))

    def test_bear_no_names(self, answered):
        told = str(content_of(answered))

        for enrolment in Enrolment.objects.for_municipality(answered.municipality_id).select_related("user"):
            assert enrolment.user.email not in told
            assert enrolment.user.last_name not in told

    def test_a_draft_is_in_none(self, answered, wave):
        answer(completed(wave), send=False)

        assert content_of(answered)["answers"][0]["count"] == 12

    def test_a_preview_lags_behind_and_is_not_broken_down(self, answered):
        preview = content_of(answered, preview=True)

        assert preview["answers"][0]["count"] == 5
        assert preview["answers"][0]["groups"] == []

    def test_both_rounds_stand_side_by_side(self, answered, wave):
        for _ in range(5):
            answer(completed(wave, ago=91), Round.DAYS90, use="3")
        beside = {row["text"]: row for row in content_of(answered)["beside"]}

        row = beside["Jeg har allerede brugt noget fra kurset i mit arbejde."]
        assert row["end"] == {"agree": 12, "count": 12}
        assert row["days90"] == {"agree": 0, "count": 5}

    def test_cost_as_many_queries_whatever_the_number_of_people(self, answered, wave, django_assert_max_num_queries):
        with django_assert_max_num_queries(12):
            content_of(answered)


class TestWishes:
    def test_tell_what_became_of_each_without_names(self, running, editor):
        def wish(state, **fields):
            running.wishes.create(action="adapt", text="Et eksempel", state=state, created_by=editor, **fields)

        wish("met", met_how="Ny tekst", met_by=editor, met_at=timezone.now(), node_id=uuid4(), node_title="Lektion 1")
        wish("declined", decline_reason="For langt")
        wish("open")
        wish("dropped")
        told = wishes_of(running)

        assert [(row["place"], row["how"]) for row in told["rows"]] == [
            ("Lektion 1", "Ny tekst"), ("Hele kurset", "For langt"), ("Hele kurset", ""),
        ]  # fmt: skip
        assert sum(each["count"] for each in told["counts"]) == 3
        assert editor.first_name not in str(told)

    def test_are_listed_as_none_where_nobody_wished(self, running):
        assert wishes_of(running) == {"counts": [], "rows": []}


class TestFreezing:
    def test_goes_with_the_step_and_waits_for_the_groups(self, answered, editor, wave):
        under_way = completed(wave)
        Progress.objects.for_municipality(answered.municipality_id).filter(enrolment=under_way).update(
            completed_at=None
        )
        with pytest.raises(RequirementsMissing) as missing:
            EvaluateCommission(answered, user=editor).execute()
        assert "»Forår«" in missing.value.findings[0].message
        assert not answered.evaluation_reports.exists()

        report = evaluated(answered, editor)
        assert (report.number, report.by, report.is_intact) == (1, editor, True)
        assert people.again(answered).stage == "evaluated"

    def test_is_for_good(self, answered, editor):
        report = evaluated(answered, editor)

        with pytest.raises(ReportIsFrozen):
            report.save()
        with pytest.raises(ReportIsFrozen):
            EvaluationReport.objects.for_municipality(answered.municipality_id).update(number=9)
        EvaluationReport._base_manager.filter(pk=report.pk).update(content={})
        assert not EvaluationReport._base_manager.get(pk=report.pk).is_intact

    def test_closes_the_questions_it_tells_of(self, answered, editor, wave):
        late = completed(wave)
        evaluated(answered, editor)

        with pytest.raises(CommissionRefused):
            answer(late)

    def test_leaves_the_others_open_and_tells_of_them_later(self, answered, editor, approver, wave, learner):
        evaluated(answered, editor)
        for _ in range(5):
            answer(completed(wave, ago=91), Round.DAYS90)
        first = answered.evaluation_reports.get()
        gone = WaveMember.objects.for_municipality(answered.municipality_id).order_by("pk").first().enrolment.user
        erase(gone)
        order = people.again(answered)
        with pytest.raises(PermissionDenied):
            MakeReport(order, user=learner).execute()

        second = MakeReport(order, user=approver).execute()
        assert second.content["answers"][0] == first.content["answers"][0]
        assert second.content["answers"][1]["count"] == 5
        assert content_of(order, preview=True)["answers"] == second.content["answers"]

    def test_again_needs_an_order_that_is_evaluated(self, answered, editor):
        with pytest.raises(CommissionRefused):
            MakeReport(answered, user=editor).execute()


def address(order, number, ending=""):
    name = f"commissions:report_{ending or 'number'}"
    return reverse(name, args=[order.pk, number])


class TestThePages:
    def test_are_for_those_who_follow_the_order(self, client, answered, editor, approver, designer, learner, stranger):
        facilitator = people.member(answered.municipality, "facilitator")
        for person, status in (
            (editor, 200),
            (approver, 200),
            (designer, 200),
            (learner, 404),
            (facilitator, 404),
            (stranger, 404),
        ):
            client.force_login(person)
            assert client.get(address(answered, 0)).status_code == status, person
            assert client.get(address(answered, 0, "xlsx")).status_code == status, person
            if status != 200:
                assert client.get(address(answered, 0, "pdf")).status_code == status, person
            assert client.post(reverse("commissions:make_report", args=[answered.pk])).status_code == (
                302 if status == 200 else 404
            )

    def test_say_that_a_preview_is_one(self, client, answered, editor):
        client.force_login(editor)
        assert client.get(reverse("commissions:report", args=[answered.pk])).url == address(answered, 0)
        page = client.get(address(answered, 0)).content.decode()

        assert "Dette er en foreløbig visning" in page
        assert "style=" not in page.split("<main")[1].split("</main")[0]
        assert client.get(address(answered, 1)).status_code == 404

    def test_show_the_report_with_every_bar_as_a_number(self, client, answered, editor):
        report = evaluated(answered, editor)
        client.force_login(editor)
        page = client.get(address(answered, 1)).content.decode()

        assert report.sha256 in page
        assert "foreløbig visning</p>" not in page
        assert page.count('aria-hidden="true"') >= page.count("shares__bar")
        assert "12 har svaret." in page
        assert "Lav en rapport til" in page
        client.post(reverse("commissions:make_report", args=[answered.pk]))
        assert answered.evaluation_reports.count() == 2

    def test_come_as_pdf_and_spreadsheet_from_the_frozen_content(self, client, answered, editor):
        evaluated(answered, editor)
        client.force_login(editor)
        pdf = client.get(address(answered, 1, "pdf"))
        assert pdf.content.startswith(b"%PDF")
        assert f"evaluering-{answered.number}-1.pdf" in pdf["Content-Disposition"]

        book = load_workbook(io.BytesIO(client.get(address(answered, 1, "xlsx")).content))
        rows = [[cell.value for cell in row] for sheet in book for row in sheet.iter_rows()]
        assert ["Alle", None, 12, 12, 12] in rows
        cells = {cell for row in rows for cell in row if isinstance(cell, str)}
        assert "'=Samtale 0" in cells
        assert not any(cell.startswith("=") for cell in cells)
