"""Run inside the bare site: loads the demo course, enrols somebody and prints what her first lesson answers."""

from pathlib import Path

from django.contrib.auth import get_user_model
from django.test import Client
from django.urls import reverse

import courses.demo
from courses.demo.loader import load_course
from courses.demo.site import set_up_site
from courses.selectors import release_tree
from courses.trees.nodes import lessons
from elearning.municipalities.models import Municipality
from tracking.actions.enrol import Enrol

DEMO = Path(courses.demo.__file__).parent / "naar-ai-flytter-ind.v1.json"


def main() -> None:
    course = load_course(DEMO, set_up_site())
    learner = get_user_model().objects.create_user("mette", "mette@example.dk", first_name="Mette", last_name="Leder")
    enrolment = Enrol(learner, course, Municipality.objects.open()).execute()
    lesson = next(lessons(release_tree(enrolment.release_id)))
    client = Client()
    client.force_login(learner)
    response = client.get(reverse("tracking:step", args=[enrolment.pk, lesson["id"]]))
    html = response.content.decode()
    print(response.status_code, lesson["fields"]["title"] in html, "Gennemfør" in html)  # noqa: T201
