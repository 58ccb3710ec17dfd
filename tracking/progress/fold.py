"""From events to state: what the statements of one enrolment add up to.

Every part of the state is a least, a greatest or an "ever" over the events, so the order in which they come,
how often, and in what batches makes no difference (a join-semilattice, as in Shapiro et al. 2011,
"Conflict-free Replicated Data Types"). There is no clock and no setting here: `fold({}, all_events)` rebuilds
any state.

The state, JSON-able:

    {"nodes": {node id: {"seen", "touched", "done", "passed", "answered": timestamp or null,
                         "score": best or null, "right": whether ever answered right}},
     "last": {"timestamp", "id", "node", "parent"} or null,
     "completion": {"timestamp", "id", "node", "release", "pass_mark", "criterion"} or null}

`done` is when the node's own `completed` or `passed` came first. An event about a child changes the child's
entry only. `completion` is the course's first; what applied then stays with it. It is no step of the learner's,
so `last` passes over it.
"""

import json
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from tracking.progress.events import Event

State = dict[str, Any]
Entry = dict[str, Any]


def fold(state: Mapping[str, Any], events: Iterable[Event]) -> State:
    """The state with the events added; `state` itself is left as it was. `{}` is the state of nothing."""
    nodes: dict[str, Entry] = {id_: dict(entry) for id_, entry in state.get("nodes", {}).items()}
    last, completion = state.get("last"), state.get("completion")
    for event in events:
        if event.completes_the_course:
            completion = _first(completion, _completion(event))
        else:
            nodes[event.node] = _with_event(nodes.get(event.node), event)
            last = _latest(last, _step(event))
    return {"nodes": nodes, "last": last, "completion": completion}


def _with_event(entry: Entry | None, event: Event) -> Entry:
    entry = entry or dict.fromkeys(("seen", "touched", "done", "passed", "answered", "score"), None) | {"right": False}
    moment = event.timestamp
    return {
        "seen": _extreme(min, entry["seen"], moment),
        "touched": _extreme(max, entry["touched"], moment),
        "done": _extreme(min, entry["done"], moment if event.verb in ("completed", "passed") else None),
        "passed": _extreme(min, entry["passed"], moment if event.verb == "passed" else None),
        "answered": _extreme(min, entry["answered"], moment if event.verb == "answered" else None),
        "score": _extreme(max, entry["score"], event.score),
        "right": entry["right"] or (event.verb == "answered" and event.success is True),
    }


def _extreme(choose: Callable[[Any, Any], Any], kept: Any, new: Any) -> Any:
    if kept is None or new is None:
        return new if kept is None else kept
    return choose(kept, new)


def _step(event: Event) -> dict[str, Any]:
    return {"timestamp": event.timestamp, "id": event.id, "node": event.node, "parent": event.parent}


def _completion(event: Event) -> dict[str, Any]:
    return {
        "timestamp": event.timestamp,
        "id": event.id,
        "node": event.node,
        "release": event.release,
        "pass_mark": event.pass_mark,
        "criterion": dict(event.criterion or {}),
    }


def _first(kept: dict[str, Any] | None, new: dict[str, Any]) -> dict[str, Any]:
    return new if kept is None or _is_before(new, kept) else kept


def _latest(kept: dict[str, Any] | None, new: dict[str, Any]) -> dict[str, Any]:
    return new if kept is None or _is_before(kept, new) else kept


def _is_before(one: dict[str, Any], other: dict[str, Any]) -> bool:
    """By time, then id, then (should two events share an id) by all they say: never by who came first."""
    first, second = (one["timestamp"], one["id"]), (other["timestamp"], other["id"])
    return first < second if first != second else json.dumps(one, sort_keys=True) < json.dumps(other, sort_keys=True)
