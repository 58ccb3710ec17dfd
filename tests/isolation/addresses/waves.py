"""The run of a course at home: groups, lists of participants, gatherings."""

from __future__ import annotations

from typing import Any

from tests.courses.factories import node_id
from tests.isolation.visits import Visit, code, thing, value, visit, wordless
from tests.isolation.world import World

POSTED = "It answers to what is posted only."


def _plan(world: World) -> dict[str, Any]:
    return {
        "name": "overtaget", "course": world.theirs.course.pk, "starts": "2030-01-01", "ends": "2030-02-01",
        "facilitator": "", "reminder_days": "7", "late_joiners": "1",
    }  # fmt: skip


def _person(world: World) -> dict[str, Any]:
    return {"email": f"ny@{world.ours.word}mail.example", "name": "Ny"}


def _target(world: World) -> dict[str, Any]:
    return {"wave": world.theirs.things["other_wave"].pk}


def _gathering(_world: World) -> dict[str, Any]:
    return {
        "title": "overtaget", "day": "2030-01-01", "begins": "09:00", "finishes": "10:00", "dialogues": node_id("d1")
    }  # fmt: skip


WAVE = {"pk": thing("wave")}
MEMBER = {**WAVE, "member": thing("wave_member")}
LIST = {**WAVE, "list_id": thing("participant_import")}
GATHERING = {**WAVE, "gathering": thing("gathering")}

VISITS: dict[str, Visit] = {
    "waves:list": visit(),
    "waves:plan": visit(code=code, form=_plan),
    "waves:join": Visit(
        {"key": thing("wave", "join_key")},
        public=frozenset({"face", "kommune"}),
        because="whoever is given the link is told what it joins",
        changing="following the link is how one joins",
    ),
    "waves:wave": visit("q=zal", **WAVE),
    "waves:change": visit(**WAVE, form=_plan),
    "waves:pause": visit(**WAVE, unseen=POSTED),
    "waves:resume": visit(**WAVE, unseen=POSTED),
    "waves:link": visit(**WAVE),
    "waves:renew_link": visit(**WAVE, unseen=POSTED),
    "waves:qr": wordless(**WAVE),
    "waves:add": visit(**WAVE, form=_person),
    "waves:invite": visit(**WAVE, unseen=POSTED),
    "waves:move": visit(**MEMBER, form=_target),
    "waves:remove": visit(**MEMBER),
    "waves:upload": visit(**WAVE),
    "waves:template": wordless(**WAVE),
    "waves:import": visit("page=1", **LIST),
    "waves:confirm": visit(**LIST, form=lambda _world: {"invite": "1"}, unseen=POSTED),
    "waves:report": visit(**LIST),
    "waves:add_gathering": visit(**WAVE, form=_gathering),
    "waves:gathering": visit(**GATHERING),
    "waves:change_gathering": visit(**GATHERING, form=_gathering),
    "waves:cancel_gathering": visit(**GATHERING),
    "waves:room": visit(**GATHERING, number=value(1, 2), unseen="The dialogue of the walk's course says nothing."),
    "waves:calendar": visit(lambda world: f"moede={world.theirs.things['gathering'].pk}", **WAVE),
}
