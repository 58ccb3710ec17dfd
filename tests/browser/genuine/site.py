"""Within the embedded site: every genuine package imported by its worker, in one lesson, with a learner in it."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

from courses.trees.nodes import Node
from tests.browser.genuine import PACKAGES
from tests.embedded_site import EmbeddedSite
from tests.services import ROOT

COURSE = "Øvelser med H5P"


def within(site: EmbeddedSite, call: str) -> Any:
    """What a function of this module returns when it is run in the site."""
    code = f"import json; from tests.browser.genuine import site; print('>>>' + json.dumps(site.{call}))"
    done = subprocess.run(
        [sys.executable, "manage.py", "shell", "--no-imports", "-c", code],
        cwd=ROOT,
        env=site.env,
        check=True,
        timeout=180,
        capture_output=True,
        text=True,
    )
    return json.loads(done.stdout.rpartition(">>>")[2])


def set_up(address: str) -> dict[str, Any]:
    """``{"enrolment", "blocks": {package: {"id", "completion"}}}``; the learner's account is there already."""
    from courses.actions.create_release import CreateRelease
    from courses.models import CatalogueIndexPage
    from courses.trees.pages import write_course
    from elearning.accounts.models import User
    from elearning.municipalities.models import Membership
    from tests.tracking import factories
    from tracking.actions.enrol import Enrol

    blocks = {name: (activity, _block(activity)) for name, activity in _imported(PACKAGES).items()}
    lesson = factories.lesson(*[block for _activity, block in blocks.values()], title=COURSE)
    tree = factories.course(factories.module(lesson), title=COURSE, slug="oevelser-med-h5p")
    course = write_course(tree, CatalogueIndexPage.objects.get())
    CreateRelease(course).execute(skip_permission_checks=True)
    user = User.objects.get(email=address)
    municipality = Membership.objects.unscoped(reason="of one person").get(user=user).municipality
    enrolment = Enrol(user, course, municipality).execute()
    return {
        "enrolment": str(enrolment.pk),
        "step": lesson["id"],
        "blocks": {
            name: {"id": block["id"], "completion": activity.completion} for name, (activity, block) in blocks.items()
        },
    }


def _imported(paths: list[Path]) -> dict[str, Any]:
    """Uploaded as the admin does it, taken by the site's own worker, and approved."""
    from django.core.files import File
    from wagtail.models import Collection

    from courses.actions.approve_h5p_library import ApproveH5PLibrary
    from courses.actions.start_h5p_import import StartH5PImport
    from courses.models import H5PBuild, H5PImport
    from elearning.accounts.models import User
    from tests.waiting import wait_for

    operator, rows = User.objects.get(email="drift@hyldefri.example"), {}
    for path in paths:
        with path.open("rb") as file:
            start = StartH5PImport(
                File(file, name=path.name), collection=Collection.get_first_root_node(), user=operator
            )
            rows[path.stem] = start.execute().pk
    imports = H5PImport.objects.filter(pk__in=rows.values()).select_related("activity")
    wait_for(lambda: all(row.is_over for row in imports.all()), within=150, what="The import of the genuine packages")
    done = {row.pk: row for row in imports.all()}
    lost = {row.filename: row.report.get("message") or row.report["removed"] for row in done.values()}
    assert {name: what for name, what in lost.items() if what} == {}
    for build in H5PBuild.objects.waiting():
        ApproveH5PLibrary(build, user=operator).execute()
    return {name: done[pk].activity for name, pk in rows.items()}


def _block(activity: Any) -> Node:
    from tests.tracking import factories

    return factories.block(
        "h5p", activity={"media": "h5p", "id": activity.pk}, title="", introduction="Prøv selv.", minutes=3
    )


def progress(enrolment: str) -> dict[str, Any]:
    """What the learner's ``Progress`` says of each block."""
    from tracking.models import Enrolment, Progress
    from tracking.progress.projection import fold_pending

    row = Enrolment.objects.unscoped(reason="of one person").get(pk=enrolment)
    fold_pending(row)
    nodes: dict[str, Any] = Progress.objects.unscoped(reason="of one person").get(enrolment=row).state["nodes"]
    return nodes
