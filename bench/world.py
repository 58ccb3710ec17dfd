"""What is in the database before anything is measured: learners on a course, a plain page, a system's credential."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

SECRET = "hemmeligt"  # noqa: S105 - of a database that lasts for a measurement
BLOCKS = 30
_TEXT = (
    "<p>Du leder en forandring, som andre skal leve med. Begynd med <b>det, der skal blive bedre</b>, og for hvem. "
    "Skriv det på et ark, og spørg to kolleger, om de kan se sig selv i det.</p>"
    "<ul><li>Hvad er målet?</li><li>Hvem mærker det først?</li></ul>"
)
#: In the first block only: Wagtail reads the database for each link anew, which would be most of what its page costs.
_LINK = '<p>Læs også <a linktype="page" id="{page}">forsiden</a>.</p>'


@dataclass(frozen=True)
class Learner:
    """Somebody signed in: what her browser sends."""

    enrolment: Any
    headers: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class World:
    municipality: int
    authority: dict[str, Any]
    authorization: str
    lesson: str
    block: str
    options: list[str]
    learners: list[Learner]
    plain_url: str


def build(learners: int) -> World:
    from django.contrib.auth import get_user_model
    from wagtail.models import Site

    from bench.models import PlainPage
    from courses.models import HomePage
    from tests.tracking import factories
    from tests.tracking.xapi.systems import basic, credential
    from tracking.models import Credential
    from tracking.xapi import iris

    home = factories.catalogue().get_parent().specific
    assert isinstance(home, HomePage)  # noqa: S101 - narrows the type
    Site.objects.update_or_create(is_default_site=True, defaults={"hostname": "localhost", "root_page": home})
    question = factories.single_choice()
    asked = factories.practise(question)
    texts = [_TEXT + _LINK.format(page=home.pk), *[_TEXT] * (BLOCKS - 1)]
    read = [factories.paragraph(text) for text in texts[: BLOCKS - 2]]
    lesson = factories.lesson(*read, asked, factories.block("reflection", prompt="Hvad vil du gøre i morgen?"))
    release = factories.released(factories.course(factories.module(lesson, factories.lesson()), pool=[question]))
    plain = PlainPage(title="Almindelig side", slug="almindelig", body=[("text", text) for text in texts])
    home.add_child(instance=plain)
    municipality = factories.municipality("201")
    of_system: Credential = credential(municipality, secret=SECRET)
    user_model = get_user_model()
    assert user_model is not None  # noqa: S101
    return World(
        municipality=municipality.pk,
        authority={
            "objectType": "Agent",
            "name": of_system.name,
            "account": {"homePage": iris.systems(municipality.code), "name": of_system.key},
        },
        authorization=basic(of_system.key, SECRET),
        lesson=lesson["id"],
        block=asked["id"],
        options=[option["id"] for option in question["children"]["options"]],
        learners=[_signed_in(factories.enrolment(release, factories.learner(municipality))) for _ in range(learners)],
        plain_url=plain.url,
    )


def _signed_in(enrolment: Any) -> Learner:
    from django.middleware.csrf import _get_new_csrf_string
    from django.test import Client

    browser = Client()
    browser.force_login(enrolment.user)
    token = _get_new_csrf_string()
    cookies = f"sessionid={browser.cookies['sessionid'].value}; csrftoken={token}"
    return Learner(enrolment, {"Cookie": cookies, "X-CSRFToken": token})
