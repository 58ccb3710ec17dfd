"""What the screens about a municipality's own versions list."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db.models import QuerySet
from django.http import Http404
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from courses.blocks.course import SETTING_LABELS
from courses.models import CoursePage, MunicipalityPage, NodePage, ProcessOverrides, Variant, VariantLock
from courses.process import LOCK_PREFIX, SETTINGS
from courses.selectors import release_tree
from courses.trees.diff import Change, diff, label
from courses.trees.nodes import Node, index, walk
from courses.trees.pages import course_pages
from courses.trees.places import Whereabouts, whereabouts
from courses.trees.wording import type_label
from courses.variants.access import INSIDERS, TAILORS, may_see
from courses.variants.changes import Line, audience_warnings
from courses.variants.locks import agreed_locks, locked_nodes
from courses.variants.process import settings_locked_for
from courses.variants.workbench import Workbench
from elearning.municipalities.models import Municipality
from elearning.municipalities.roles import is_operator, memberships


@dataclass(frozen=True)
class MunicipalCourses:
    """One municipality's part of the list: what it has tailored, and what it could."""

    municipality: Municipality
    variants: list[Variant]
    available: list[CoursePage]


def own_municipalities(user: Any, roles: Iterable[str] = INSIDERS) -> list[Municipality]:
    """Where somebody works with courses; for an operator besides those that have a part of the site."""
    own = [it.municipality for it in memberships(user) if it.role in set(roles)]
    if is_operator(user):
        others = Municipality.objects.filter(pk__in=MunicipalityPage.objects.values("municipality"))
        own += [each for each in others.order_by("name") if each not in own]
    return own


def municipal_courses(user: Any) -> list[MunicipalCourses]:
    tailoring = {municipality.pk for municipality in own_municipalities(user, TAILORS)}
    return [
        MunicipalCourses(
            municipality,
            variants := list(
                Variant.objects.for_municipality(municipality)
                .select_related("course", "upstream", "base_release", "current_release")
                .order_by("course__title")
            ),
            list(tailorable(variants)) if municipality.pk in tailoring else [],
        )
        for municipality in own_municipalities(user)
    ]


def tailorable(variants: Iterable[Variant] = ()) -> QuerySet[CoursePage]:
    """Shared courses that are offered, but for those of ``variants``."""
    courses: QuerySet[CoursePage] = (
        CoursePage.objects.live()
        .filter(releases__isnull=False, variant__isnull=True)
        .exclude(pk__in=[variant.upstream_id for variant in variants])
    )
    return courses.distinct().order_by("title")


def visible_variant(user: Any, variant_id: int) -> Variant:
    """Raises ``Http404`` for whoever has no work with it: that it exists is nobody else's business."""
    found = (
        Variant.objects.unscoped(reason="who asks is checked on the next line")
        .select_related("municipality", "course", "upstream", "base_release", "current_release")
        .defer("base_release__tree", "current_release__tree")
        .filter(pk=variant_id)
        .first()
    )
    if found is None or not may_see(user, found.municipality):
        raise Http404(_("There is no such course."))
    variant: Variant = found
    return variant


@dataclass
class PageRow:
    """A page in the overview, with what stands out about it."""

    node: Node
    page: NodePage
    type_label: str
    depth: int
    is_added: bool = False
    is_moved: bool = False
    changes: int = 0
    hidden: bool = False
    hidden_blocks: int = 0
    lock: str | None = None
    #: Blocks that are locked on a page that is not.
    locked_blocks: int = 0
    is_first: bool = False
    is_last: bool = False
    homes: list[tuple[int, str]] = field(default_factory=list)

    @property
    def can_move(self) -> bool:
        return self.lock is None and self.depth > 0


@dataclass(frozen=True)
class Overview:
    rows: list[PageRow]
    #: What is in the base and not here any more.
    missing: list[Change]
    warnings: list[tuple[PageRow, Line]]


def overview(bench: Workbench) -> Overview:
    """The variant's pages in reading order; a handful of queries whatever its size."""
    base, ours = bench.base, bench.ours
    places = whereabouts(ours)
    changes = diff(base, ours)
    pages = {str(page.node_id): page for page in course_pages(bench.variant.course)}
    by_page: dict[str, list[Change]] = defaultdict(list)
    for change in changes:
        if change.node_id in places:
            by_page[places[change.node_id].page["id"]].append(change)
    for page_id, count in _removed_blocks(base, places, changes).items():
        by_page[page_id] += count
    rows = _rows(ours, pages, by_page, set(index(base)), locked_nodes(base), places)
    missing = [change for change in changes if change.kind == "removed" and _is_page(change)]
    warnings = [
        (row, line) for row in rows for line in audience_warnings(bench.variant, _own_nodes(row.node, places), row.node)
    ]
    return Overview(rows, missing, warnings)


def _rows(
    tree: Node,
    pages: Mapping[str, NodePage],
    changes: Mapping[str, list[Change]],
    base: set[str],
    locks: Mapping[str, str],
    places: Mapping[str, Whereabouts],
) -> list[PageRow]:
    modules = [(pages[m["id"]].pk, label(m)) for m in tree["children"]["modules"] if m["id"] in pages]
    rows: list[PageRow] = []

    def add(node: Node, depth: int, siblings: list[Node], parent: int) -> None:
        page = pages[node["id"]]
        blocks = [n for n in _own_nodes(node, places) if n["id"] != node["id"]]
        own = changes.get(node["id"], [])
        rows.append(
            PageRow(
                node=node,
                page=page,
                type_label=type_label(node["type"]),
                depth=depth,
                is_added=node["id"] not in base,
                is_moved=any(c.kind == "moved" and c.node_id == node["id"] for c in own),
                changes=sum(not (c.node_id == node["id"] and c.kind in ("moved", "added")) for c in own),
                hidden=bool(node["fields"].get("hidden")),
                hidden_blocks=sum(bool(n["fields"].get("hidden")) for n in blocks),
                lock=locks.get(node["id"]),
                locked_blocks=0 if node["id"] in locks else sum(n["id"] in locks for n in _top_blocks(node)),
                is_first=not siblings or siblings[0] is node,
                is_last=not siblings or siblings[-1] is node,
                homes=[home for home in modules if home[0] != parent] if depth == 2 else [],
            )
        )
        for below in (*node["children"].get("modules", []), *node["children"].get("pages", [])):
            add(below, depth + 1, node["children"].get("modules") or node["children"]["pages"], page.pk)

    add(tree, 0, [], 0)
    return rows


def _own_nodes(page: Node, places: Mapping[str, Whereabouts]) -> list[Node]:
    return [p.node for p in walk(page) if places[p.node["id"]].page["id"] == page["id"]]


def _top_blocks(page: Node) -> list[Node]:
    return [node for slot, nodes in page["children"].items() if slot not in ("modules", "pages") for node in nodes]


def _removed_blocks(base: Node, ours: Mapping[str, Whereabouts], changes: list[Change]) -> dict[str, list[Change]]:
    before = whereabouts(base)
    found: dict[str, list[Change]] = defaultdict(list)
    for change in changes:
        if change.node_id not in ours and not _is_page(change):
            found[before[change.node_id].page["id"]].append(change)
    return found


def _is_page(change: Change) -> bool:
    return change.node_type in ("module", "lesson", "dialogue")


@dataclass(frozen=True)
class Setting:
    """A process setting of a variant. ``lock`` is why it has no override, None where it may have one."""

    name: str
    label: str
    of_course: Any
    own: Any
    of_course_label: str
    in_force_label: str
    lock: str | None

    @property
    def is_own(self) -> bool:
        return self.own is not None and self.lock is None


def settings_of(variant: Variant) -> list[Setting]:
    base = release_tree(variant.base_release_id)
    locks = settings_locked_for(variant, base)
    own = ProcessOverrides.objects.for_municipality(variant.municipality_id).filter(variant=variant).first()
    rows = []
    for name in SETTINGS:
        course, value = base["fields"].get(name), getattr(own, name, None)
        lock = locks.get(name)
        force = course if value is None or lock is not None else value
        rows.append(
            Setting(
                name=name,
                label=capfirst(str(SETTING_LABELS[name])),
                of_course=course,
                own=value,
                of_course_label=setting_value(name, course),
                in_force_label=setting_value(name, force),
                lock=lock,
            )
        )
    return rows


def setting_value(name: str, value: Any) -> str:
    """A setting's value in words."""
    if value is None:
        return "–"
    choices = dict(CoursePage._meta.get_field(name).flatchoices)
    if choices:
        return str(capfirst(str(choices.get(value, value))))
    if name == "pass_mark":
        return _("%(value)d per cent") % {"value": value}
    if value == 0:
        return _("No deadline") if name == "deadline_days" else _("No reminders")
    return _("%(value)d days") % {"value": value}


@dataclass(frozen=True)
class AgreedRow:
    lock: VariantLock
    label: str
    #: Nothing of that kind is in the version the variant builds on any more.
    is_gone: bool


def agreed_rows(variant: Variant) -> list[AgreedRow]:
    nodes = index(release_tree(variant.base_release_id))
    locks = VariantLock.objects.for_municipality(variant.municipality_id).filter(variant=variant)
    return [
        AgreedRow(lock, key_label(lock.key, nodes), not lock.key.startswith(LOCK_PREFIX) and lock.key not in nodes)
        for lock in locks.select_related("agreed_by").order_by("-agreed_at")
    ]


def key_label(key: str, nodes: Mapping[str, Node]) -> str:
    if key.startswith(LOCK_PREFIX):
        name = key.removeprefix(LOCK_PREFIX)
        return _("Setting: %(name)s") % {"name": SETTING_LABELS.get(name, name)}
    node = nodes.get(key)
    return f"{type_label(node['type'])}: {label(node)}" if node else key


def lockable(variant: Variant) -> list[tuple[str, list[tuple[str, str]]]]:
    """Everything that can be locked, in groups: the settings, then page by page, the page first and then its blocks."""
    tree = release_tree(variant.base_release_id)
    groups = [(_("Settings"), [(f"{LOCK_PREFIX}{name}", capfirst(str(SETTING_LABELS[name]))) for name in SETTINGS])]
    places = whereabouts(tree)
    by_page: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for place in walk(tree):
        where = places[place.node["id"]]
        if where.block is None or where.block is place.node:
            by_page[where.page["id"]].append(
                (place.node["id"], f"{type_label(place.node['type'])}: {label(place.node)}")
            )
    nodes = index(tree)
    return [*groups, *((label(nodes[page_id]), rows) for page_id, rows in by_page.items())]


def variants_of(course: CoursePage) -> list[Variant]:
    """A shared course's variants, for its designer: which municipalities, on which version."""
    variants = Variant.objects.of_upstream(course, reason="the designer agrees locks with every municipality")
    return list(variants.select_related("municipality", "base_release").order_by("municipality__name"))


def locks_of_course(variant: Variant) -> list[tuple[str, str]]:
    """What is locked in the variant now: what it is called, and why."""
    tree = agreed_locks([variant])[variant.pk].on(release_tree(variant.base_release_id))
    nodes = index(tree)
    reasons = {key: reason for key, reason in locked_nodes(tree).items() if nodes[key].get("locked")}
    settings = settings_locked_for(variant, tree)
    return [
        *((key_label(key, nodes), reason) for key, reason in reasons.items()),
        *((key_label(f"{LOCK_PREFIX}{name}", nodes), reason) for name, reason in settings.items()),
    ]
