"""H5P: a municipality's activities are its own, the libraries everybody's and their approver's."""

from __future__ import annotations

from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from courses.h5p.player.hosts import audience
from courses.h5p.player.signing import Grant, sign
from tests.courses.h5p import small
from tests.isolation.visits import Visit, thing, value, visit
from tests.isolation.world import World, learner_audience


def _package() -> SimpleUploadedFile:
    return SimpleUploadedFile("overtaget.h5p", small.packed(small.entries(title="Overtaget")))


def _upload(world: World) -> dict[str, Any]:
    return {"file": _package(), "title": "Overtaget", "collection": str(world.theirs.collection.pk)}


def _settings(world: World) -> dict[str, Any]:
    collection = str(world.ours.collection.pk)
    return {
        "title": "Overtaget",
        "collection": collection,
        "completion": "viewed",
        "pass_mark": "1",
        "attempts": "last",
        "accessibility_note": "Overtaget",
    }


def _activities(world: World) -> list[int]:
    """One that is played in their course, and one that stands nowhere."""
    return [world.theirs.things[name].pk for name in ("h5p", "h5p_waits")]


def _imports(world: World) -> list[int]:
    return [world.theirs.things["refused"].pk, world.theirs.things["waiting"].pk]


def _tokens(world: World) -> list[str]:
    """One that is forged, and those of people who may not see the activity: the address alone opens nothing.

    The last are of learners who have an activity at that place in courses of their own, and of nobody.
    """
    versions = [str(world.theirs.things[name].current_version_id) for name in ("h5p", "h5p_waits")]
    foreign = [world.ours.people["editor"], world.ours.people["learner"]]
    audiences = [audience("preview", user.pk) for user in foreign]
    audiences += [learner_audience(enrolment) for enrolment in (world.ours.enrolment, world.ours.shared_enrolment)]
    audiences += [f"learner:{world.theirs.enrolment.pk}", audience("preview", ""), ""]
    return ["forged", *(sign(Grant(version, made_for)) for version in versions for made_for in audiences)]


NO_TOKEN = "Whoever has a token is who it was made for; these are made for people who may not."
VISITS: dict[str, Visit] = {
    "hyldefri_h5p": visit("q=fjordkursus", "p=1"),
    "hyldefri_h5p_new": visit(form=_upload),
    "hyldefri_h5p_import": visit(import_id=_imports),
    "hyldefri_h5p_status": visit(import_id=_imports, unseen="It tells a step and a figure."),
    "hyldefri_h5p_activity": visit(activity_id=_activities, form=_settings),
    "hyldefri_h5p_replace": visit(activity_id=_activities, form=lambda _world: {"file": _package()}),
    "hyldefri_h5p_remove": visit(activity_id=_activities),
    "hyldefri_h5p_libraries": visit(
        "state=waiting",
        "q=zalfa",
        form=lambda world: {"build": str(world.theirs.things["h5p_build"].pk)},
    ),
    "h5p:frame": visit(token=_tokens, unseen=NO_TOKEN),
    "h5p:bundle": visit(token=_tokens, name=value("0" * 40), kind=value("js"), unseen=NO_TOKEN),
    "h5p:library": visit(token=_tokens, folder=value("H5P.Lille-1.0"), path=value("kode.js"), unseen=NO_TOKEN),
    "h5p:content": visit(token=_tokens, path=value("images/pixel.png"), unseen=NO_TOKEN),
    "hyldefri_h5p_library": visit(build_id=thing("h5p_build"), form=lambda _world: {"action": "approve"}),
    "hyldefri_h5p_chooser:choose": visit("q=fjordkursus"),
    "hyldefri_h5p_chooser:choose_results": visit("q=fjordkursus"),
    "hyldefri_h5p_chooser:chosen": visit(pk=_activities),
    "hyldefri_h5p_chooser:chosen_multiple": visit(lambda world: f"id={world.theirs.things['h5p'].pk}"),
}
