"""What a municipality manages itself, and what is managed for it."""

from __future__ import annotations

from typing import Any

from tests.isolation.visits import Visit, code, thing, visit
from tests.isolation.world import World

POSTED = "It answers to what is posted only."


def _membership(world: World) -> list[int]:
    learner = world.theirs.people["learner"]
    return [learner.memberships.get().pk]


def _member(world: World) -> dict[str, Any]:
    return {"email": f"ny@{world.ours.word}mail.example", "name": "Ny", "role": "editor"}


def _looks(world: World) -> dict[str, Any]:
    return {"hostnames": "overtaget.example", "update_policy": "apply", "approvals_required": "1"}


VISITS: dict[str, Visit] = {
    "hyldefri_municipalities:index": visit("q=zal"),
    "hyldefri_municipalities:edit": visit(code=code, form=_looks),
    "hyldefri_municipalities:members": visit("q=Learner", code=code),
    "hyldefri_municipalities:new_member": visit(code=code, form=_member),
    "hyldefri_municipalities:member": visit(code=code, pk=_membership, form=_member),
    "hyldefri_municipalities:remove_member": visit(code=code, pk=_membership),
    "hyldefri_municipalities:units": visit(code=code),
    "hyldefri_municipalities:new_unit": visit(code=code, form=lambda _world: {"name": "Overtaget"}),
    "hyldefri_municipalities:unit": visit(code=code, pk=thing("unit"), form=lambda _world: {"name": "Overtaget"}),
    "hyldefri_municipalities:remove_unit": visit(code=code, pk=thing("unit")),
    "identity_providers:index": visit(),
    "identity_providers:index_results": visit(),
    "identity_providers:add": visit(),
    "identity_providers:edit": visit(pk=thing("provider"), form=lambda _world: {"issuer": "https://overtaget.example"}),
    "identity_providers:delete": visit(pk=thing("provider")),
    "identity_providers:history": visit(pk=thing("provider")),
    "identity_providers:history_results": visit(pk=thing("provider"), unseen="Nothing has happened to it."),
    "identity_providers:usage": visit(pk=thing("provider")),
}
