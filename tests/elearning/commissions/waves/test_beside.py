"""A group on the course's page of those who are in it, and on the page of the order whose run it is."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from elearning.commissions.actions.gatherings import AddGathering
from elearning.commissions.models import Commission, Wave
from tests.elearning.commissions.waves.test_gathering_mails import plan
from tests.elearning.commissions.waves.test_waves import TODAY, add
from tests.tracking import factories

pytestmark = pytest.mark.django_db


def page(user: Any, address: str) -> str:
    client = Client()
    client.force_login(user)
    return " ".join(client.get(address).content.decode().split())


def test_a_learner_sees_her_group_and_the_gatherings_to_come(wave, facilitator):
    AddGathering(wave, plan(), user=facilitator).execute()
    AddGathering(wave, plan(days=-3, title="Den forrige"), user=facilitator).execute()
    enrolment = add(wave).enrolment

    shown = page(enrolment.user, enrolment.get_absolute_url())

    assert f'<a href="/hold/{wave.pk}/">Forår</a>' in shown
    assert "kl. 09.00 til 11.00, Byrådssalen" in shown
    assert "Den forrige" not in shown


def test_who_is_in_no_group_sees_none(wave, release, learner):
    enrolment = factories.enrolment(release, learner)

    assert "Dit hold" not in page(learner, enrolment.get_absolute_url())


@pytest.fixture
def run(order: Commission, wave: Wave) -> Wave:
    Wave.objects.for_municipality(wave.municipality_id).filter(pk=wave.pk).update(commission=order)
    add(wave)
    return wave


def test_an_order_leads_whoever_runs_them_to_its_groups(run, order, editor, approver):
    address = reverse("commissions:commission", args=[order.pk])
    assert f'<a href="/hold/{run.pk}/">Forår</a>' in page(editor, address)
    assert "0 har gennemført" in page(editor, address)

    # An approver reads that there is one, and how many are in it.
    seen = page(approver, address)
    assert "1 deltager" in seen
    assert f"/hold/{run.pk}/" not in seen
    assert "har gennemført" not in seen


def test_the_desk_sees_when_and_how_many(run, order, designer):
    seen = page(designer, reverse("hyldefri_commissions:commission", args=[order.pk]))

    assert "<strong>Forår</strong>" in seen
    assert "1 deltager. Facilitator: Frida Fac" in seen
    assert "har gennemført" not in seen
    assert TODAY - timedelta(days=1) == run.starts
