"""What became of the wishes the order began with."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import Any

from django.apps import apps

from elearning.commissions.models import Commission

#: Taken back by whoever wished: nobody's to answer for.
DROPPED = "dropped"


def wishes_of(commission: Commission) -> dict[str, Any] | None:
    """How many wishes are at each state, and each with what was done or why not; None where wishes are not kept."""
    if "wish" not in apps.all_models["commissions"]:
        return None
    model: Any = apps.all_models["commissions"]["wish"]
    wishes = model.objects.for_municipality(commission.municipality_id)
    return told_of(wishes.filter(commission=commission).exclude(state=DROPPED).order_by("position", "pk"))


def told_of(wishes: Iterable[Any]) -> dict[str, Any]:
    rows = [
        {
            "text": wish.text,
            "place": wish.node_title,
            "state": wish.state,
            "label": str(wish.get_state_display()),
            "how": wish.decline_reason if wish.state == "declined" else wish.met_how,
        }
        for wish in wishes
    ]
    counted = Counter((row["state"], row["label"]) for row in rows)
    return {"counts": [{"label": label, "count": count} for (_state, label), count in counted.items()], "rows": rows}
