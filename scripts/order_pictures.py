"""The pictures of orders for ``scripts/screenshots.py``: the demo's three, from the form to the report."""

from __future__ import annotations

from typing import TYPE_CHECKING

from playwright.sync_api import Page

from tests.browser.answers import course
from tests.browser.designer import open_in_editor
from tests.browser.learner import Person
from tests.browser.people import run_in

if TYPE_CHECKING:
    from scripts.screenshots import Photographer

DESK = {"viewport": {"width": 1280, "height": 860}}
PARTICIPANTS = """Navn;E-mail;Niveau
Asta Afdelingsleder;asta.leder@glostrup.example;leder
Bo Børnehuschef;bo.chef@glostrup.example;chef
Carla Centerleder;carla.leder@glostrup;leder
Ditte Driftsleder;ditte.leder@glostrup.example;overleder
Asta Afdelingsleder;asta.leder@glostrup.example;leder
"""

#: Everybody in the group has finished, as no picture needs to show.
_FINISH = """
from django.utils import timezone
from elearning.commissions.models import Wave
from tracking.models import Progress
wave = Wave.objects.unscoped(reason="a picture").get(name="Chefgruppen")
now = timezone.now()
for member in wave.members.all():
    Progress.objects.for_municipality(wave.municipality_id).update_or_create(
        enrolment=member.enrolment, defaults={"started_at": now, "completed_at": now}
    )
"""
_EVALUATE = """
from django.contrib.auth import get_user_model
from elearning.commissions.actions.evaluation import AnswerEvaluation
from elearning.commissions.actions.moves import MOVES
from elearning.commissions.evaluation.questionnaire import CURRENT
from elearning.commissions.models import Round, Wave
wave = Wave.objects.unscoped(reason="a picture").select_related("commission").get(name="Chefgruppen")
for number, member in enumerate(wave.members.select_related("enrolment__user").order_by("pk")):
    asked = [question for question in CURRENT[Round.END].questions if question.options]
    given = {it.key: it.options[(number * 2 + place) % 3 + (len(it.options) > 4)][0] for place, it in enumerate(asked)}
    AnswerEvaluation(member.enrolment, Round.END, given, user=member.enrolment.user, send=True).execute()
designer = get_user_model().objects.get(email="designer@hyldefri.example")
MOVES["evaluate"](wave.commission, user=designer).execute()
"""


def order_pages(camera: Photographer) -> None:
    page = camera.page(**DESK)
    page.goto("/bestil/")
    camera.keep(page, "bestil")
    gerda = _signed_in(camera, "gerda.godkender@aarhus.example")
    _open_order(gerda)
    camera.keep(gerda, "bestilling")
    gerda.get_by_role("link", name="Tilbud 1").first.click()
    camera.keep(gerda, "tilbud")


def wish_pages(camera: Photographer) -> None:
    karl = _signed_in(camera, "karl.redaktor@laesoe.example")
    _open_order(karl)
    karl.get_by_role("link", name="Se ønskerne").click()
    camera.keep(karl, "oensker")
    karl.set_viewport_size({"width": 1440, "height": 900})
    karl.goto("/admin/")
    open_in_editor(karl, next(it for it in course().lessons if it["fields"]["title"] == "Hele kæden skal trække"))
    karl.locator("[data-side-panel-toggle=wishes]").click()
    camera.keep(karl, "oensker-ved-siden")


def desk_pages(camera: Photographer) -> None:
    page = camera.page(viewport={"width": 1440, "height": 900})
    Person(camera.site, page, "designer@hyldefri.example").sign_in("/admin/")
    page.goto("/admin/hyldefri/bestillinger/")
    camera.keep(page, "bestillinger")
    page.get_by_role("link", name="ét sprog på tværs").first.click()
    camera.keep(page, "bestilling-udvikler")
    page.get_by_role("link", name="Se, hvad der står i hver e-mail").click()
    camera.keep(page, "bestilling-mails")


def wave_pages(camera: Photographer) -> None:
    finn = _signed_in(camera, "finn.holdleder@glostrup.example")
    finn.goto("/hold/")
    finn.get_by_role("link", name="Chefgruppen").click()
    camera.keep(finn, "hold")
    wave = finn.url
    finn.get_by_role("link", name="Tilføj mange deltagere").click()
    finn.get_by_label("Liste").or_(finn.locator("input[type=file]")).first.set_input_files(
        {"name": "deltagere.csv", "mimeType": "text/csv", "buffer": PARTICIPANTS.encode()}
    )
    finn.locator("form[enctype] button[type=submit]").click()
    camera.keep(finn, "hold-liste")
    finn.goto(wave)
    finn.get_by_role("link", name="Fælles dag").click()
    finn.get_by_role("link", name="Vis på væggen").click()
    finn.get_by_role("link", name="Næste").click()
    camera.keep(finn, "hold-vaeg")


def evaluation_pages(camera: Photographer) -> None:
    run_in(camera.site, _FINISH)
    mette = _signed_in(camera, "mette.leder@glostrup.example")
    mette.goto("/hold/")
    mette.get_by_role("link", name="Chefgruppen").click()
    enrolment = (mette.get_by_role("link", name="Til kurset").get_attribute("href") or "").strip("/").split("/")[-1]
    mette.goto(f"/evaluering/{enrolment}/end/")
    camera.keep(mette, "evaluering")
    run_in(camera.site, _EVALUATE)
    rikke = _signed_in(camera, "rikke.redaktor@glostrup.example")
    _open_order(rikke)
    rikke.get_by_role("link", name="Evalueringen").click()
    camera.keep(rikke, "evaluering-rapport")


def _open_order(page: Page) -> None:
    page.goto("/bestillinger/")
    page.get_by_role("link", name="Ledelse af digital forandring").first.click()


def _signed_in(camera: Photographer, address: str) -> Page:
    page = camera.page(**DESK)
    Person(camera.site, page, address).sign_in("/bestillinger/")
    return page


ORDERS = (order_pages, wish_pages, desk_pages, wave_pages, evaluation_pages)
