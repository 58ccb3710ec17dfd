"""H5P: a municipality's activities are its own, the libraries everybody's and their approver's."""

from __future__ import annotations

from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from tests.courses.h5p import small
from tests.isolation.visits import Visit, thing, visit
from tests.isolation.world import World


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


def _imports(world: World) -> list[int]:
    return [world.theirs.things["refused"].pk, world.theirs.things["waiting"].pk]


VISITS: dict[str, Visit] = {
    "hyldefri_h5p": visit("q=fjordkursus", "p=1"),
    "hyldefri_h5p_new": visit(form=_upload),
    "hyldefri_h5p_import": visit(import_id=_imports),
    "hyldefri_h5p_status": visit(import_id=_imports, unseen="It tells a step and a figure."),
    "hyldefri_h5p_activity": visit(activity_id=thing("h5p"), form=_settings),
    "hyldefri_h5p_replace": visit(activity_id=thing("h5p"), form=lambda _world: {"file": _package()}),
    "hyldefri_h5p_remove": visit(activity_id=thing("h5p")),
    "hyldefri_h5p_libraries": visit(
        "state=waiting",
        form=lambda world: {"build": str(world.theirs.things["h5p_build"].pk)},
        unseen="It counts activities and names none.",
    ),
    "hyldefri_h5p_library": visit(build_id=thing("h5p_build"), form=lambda _world: {"action": "approve"}),
    "hyldefri_h5p_chooser:choose": visit("q=fjordkursus"),
    "hyldefri_h5p_chooser:choose_results": visit("q=fjordkursus"),
    "hyldefri_h5p_chooser:chosen": visit(pk=thing("h5p")),
    "hyldefri_h5p_chooser:chosen_multiple": visit(lambda world: f"id={world.theirs.things['h5p'].pk}"),
}
