"""A learner whose lesson has an H5P activity, imported from a real package and approved."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from django.test import Client
from django.urls import reverse
from wagtail.models import Collection

from courses.actions.approve_h5p_library import ApproveH5PLibrary
from courses.actions.import_h5p import ImportH5P
from courses.models import H5PActivity, H5PVersion
from tests.courses.h5p import small
from tests.tracking import factories
from tracking.h5p.places import Place, place_of
from tracking.learning.taking import Taking
from tracking.models import Enrolment

VERBS = "http://adlnet.gov/expapi/verbs/"


def imported(folder: Path, activity: H5PActivity | None = None, **changes: Any) -> H5PVersion:
    """A small package's version, its libraries approved."""
    path = small.package(folder, **changes)
    place = {"activity": activity} if activity else {"collection": Collection.get_first_root_node()}
    version = ImportH5P(path, **place).execute(skip_permission_checks=True)
    for build in version.builds.all():
        ApproveH5PLibrary(build).execute(skip_permission_checks=True)
    return version


def tree_with(activity: H5PActivity) -> Any:
    block = factories.block(
        "h5p", activity={"media": "h5p", "id": activity.pk}, title="", introduction="Prøv selv.", minutes=3
    )
    return factories.course(factories.module(factories.lesson(block)), draw_count=0)


class Playing:
    """One learner at one activity: what her browser asks and posts."""

    def __init__(self, enrolment: Enrolment) -> None:
        self.enrolment = enrolment
        step = enrolment.release.tree["children"]["modules"][0]["children"]["pages"][0]
        self.step, self.block = step["id"], step["children"]["body"][0]["id"]
        self.client = Client()
        self.client.force_login(enrolment.user)

    @property
    def place(self) -> Place:
        place = place_of(self.enrolment, self.step, Taking(self.enrolment).block(self.step, self.block))
        assert place is not None
        return place

    def url(self, name: str) -> str:
        return reverse(f"tracking:{name}", args=[self.enrolment.pk, self.step, self.block])

    def post(self, name: str, body: Any, client: Client | None = None) -> Any:
        data = body if isinstance(body, bytes | str) else json.dumps(body)
        return (client or self.client).post(self.url(name), data, content_type="application/json")

    def save(self, data: str | None, *, session: str = "s", sequence: int = 1, sub: str = "0") -> Any:
        change = {"subContentId": sub, "dataType": "state", "data": data}
        return self.post("h5p_state", {"session": session, "sequence": sequence, "state": [change]})

    def say(self, verb: str, key: str = "1", *, part: str = "", iri: str = "", **result: Any) -> Any:
        object_id = (iri or self.place.iri) + (f"?subContentId={part}" if part else "")
        statement = {"verb": {"id": VERBS + verb}, "object": {"id": object_id}, "result": result}
        return self.post("h5p_statements", {"session": "s", "statements": [{"key": key, "statement": statement}]})

    def page(self) -> str:
        return self.client.get(reverse("tracking:step", args=[self.enrolment.pk, self.step])).content.decode()

    def entry(self) -> dict[str, Any]:
        """The activity in her progress."""
        from tracking.progress.projection import fold_pending

        fold_pending(self.enrolment)
        self.enrolment.refresh_from_db()
        return dict(self.enrolment.progress.state["nodes"].get(self.block) or {})
