"""What a municipality has ordered, and the desk that handles it."""

from __future__ import annotations

from typing import Any

from tests.isolation.visits import Visit, enrolment, thing, value, visit, wordless
from tests.isolation.world import SHARED_WORD, World

ORDER = thing("commission")
#: Another, whose content is being shaped.
SHAPED = thing("wish", "commission_id")
OFFERED = thing("offered")
EVALUATED = thing("evaluated")
HANDLED = "Designers make the offers."


def _order(world: World) -> dict[str, Any]:
    return {"title": "Overtaget", "municipality": world.theirs.municipality.pk, "send": "1"}


def _comment(_world: World) -> dict[str, Any]:
    return {"do": "comment", "text": "Overtaget"}


def _facts(_world: World) -> dict[str, Any]:
    return {"cvr": "10150817", "order_number": "overtaget"}


def _offer(_world: World) -> dict[str, Any]:
    return {
        "introduction": "Overtaget",
        "do": "make",
        "linje-TOTAL_FORMS": "1",
        "linje-INITIAL_FORMS": "0",
        "linje-0-text": "Overtaget",
        "linje-0-quantity": "1",
        "linje-0-unit_price": "1",
    }


def _yes(world: World) -> dict[str, Any]:
    return {"sha256": world.theirs.things["offer"].sha256}


def _note(_world: World) -> dict[str, Any]:
    return {"note": "Overtaget"}


def _file(world: World) -> list[int]:
    return [world.theirs.things["attachment"].pk]


def _wish(world: World) -> dict[str, Any]:
    return {"do": "agree", "wish": world.theirs.things["wish"].pk, "wish-text": "Overtaget", "wish-action": "other"}


VISITS: dict[str, Visit] = {
    "commissions:order": Visit(
        form=_order,
        public=frozenset({"kommune"}),
        because="whoever orders says which municipality she is from",
        changing="anybody may begin an order in a municipality's name; nobody else sees the draft",
    ),
    "commissions:thanks": visit(unseen="It answers to whoever has just sent an order."),
    "commissions:commissions": visit("page=1"),
    "commissions:commission": visit(pk=ORDER, form=_comment),
    "commissions:move": visit(pk=ORDER, name=value("withdraw", "clarify"), form=_note),
    "commissions:facts": visit(pk=ORDER, form=_facts),
    "commissions:wishes": visit("tilstand=open", pk=SHAPED, form=_wish),
    "commissions:wish": visit(pk=SHAPED, wish_id=thing("wish"), form=_wish),
    "commissions:attachment": visit(pk=ORDER, file=_file),
    "commissions:approve": visit(pk=OFFERED, form=_yes),
    "commissions:offer": visit(pk=OFFERED, number=value(1, 2)),
    "commissions:offer_pdf": wordless(desk=HANDLED, pk=OFFERED, number=value(1, 2)),
    "hyldefri_commissions:offer_draft": visit(pk=OFFERED, form=_offer),
    "hyldefri_commissions:offer": visit(pk=OFFERED, number=value(1, 2)),
    "hyldefri_commissions:offer_pdf": wordless(desk=HANDLED, pk=OFFERED, number=value(1, 2)),
    "commissions:evaluation": visit(
        enrolment=enrolment, round_=value("end"), form=lambda _world: {"best": "overtaget", "do": "send"}
    ),
    "commissions:report": visit(pk=EVALUATED, unseen="It leads to the newest report."),
    "commissions:make_report": visit(pk=EVALUATED, unseen="It answers to what is posted only."),
    "commissions:report_number": visit(pk=EVALUATED, number=value(0, 1)),
    "commissions:report_pdf": visit(pk=EVALUATED, number=value(1), unseen="What is printed is packed."),
    "commissions:report_xlsx": visit(pk=EVALUATED, number=value(1)),
    "hyldefri_commissions:board": visit(lambda world: f"municipality={world.theirs.municipality.pk}"),
    "hyldefri_commissions:list": visit(
        "export=csv", "export=xlsx", lambda world: f"municipality={world.theirs.municipality.pk}", f"q={SHARED_WORD}"
    ),
    "hyldefri_commissions:list_results": visit(lambda world: f"municipality={world.theirs.municipality.pk}"),
    "hyldefri_commissions:commission": visit(pk=ORDER, form=_comment),
    "hyldefri_commissions:move": visit(pk=ORDER, name=value("clarify", "withdraw"), form=_note),
    "hyldefri_commissions:terms": visit(pk=ORDER, form=_order),
    "hyldefri_commissions:facts": visit(pk=ORDER, form=_facts),
    "hyldefri_commissions:wishes": visit("tilstand=open", pk=SHAPED, form=_wish),
    "hyldefri_commissions:wish": visit(pk=SHAPED, wish_id=thing("wish"), form=_wish),
    "hyldefri_commissions:mails": visit(pk=ORDER),
}
