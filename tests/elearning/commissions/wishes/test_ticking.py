"""Wishes are ticked off by the change that meets them, and open again when it is undone."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from courses.actions.agree_locks import AgreeLock, LiftLock
from courses.actions.change_process import ChangeProcess
from courses.actions.tailor_course import TailorCourse
from courses.actions.tailor_page import HidePage, MovePage
from courses.models import Variant
from courses.selectors import release_tree
from courses.signals import variant_updated
from courses.trees.nodes import Node, index, walk
from courses.variants.workbench import workbench_of
from elearning.commissions.actions.moves import (
    ClarifyCommission,
    DeclineCommission,
    ReopenCoDesign,
    StartCoDesign,
)
from elearning.commissions.actions.wish_ticks import TickWishes
from elearning.commissions.actions.wishes import AgreeWish, DropWish, MeetWish, ReopenWish
from elearning.commissions.models import Commission, Wish
from elearning.commissions.stages import BY_NAME
from elearning.municipalities.models import Municipality
from tests.courses.factories import node_id
from tests.courses.tailoring import as_posted, page_of, save
from tests.elearning.commissions import people
from tests.elearning.commissions.wishes.conftest import again
from tests.trees import paragraph

pytestmark = pytest.mark.django_db

Make = Callable[..., Wish]
Run = Callable[[Any], Any]


def rewritten(tree: Node, name: str, **fields: Any) -> Node:
    """The tree with other fields in the node of that name."""
    if tree["id"] == node_id(name):
        return {**tree, "fields": {**tree["fields"], **fields}}
    return {
        **tree,
        "children": {
            slot: [rewritten(child, name, **fields) for child in nodes] for slot, nodes in tree["children"].items()
        },
    }


def tailor(variant: Variant, tree: Node, user: Any) -> TailorCourse:
    return TailorCourse(variant, tree, user=user)


def offered(order: Commission, designer: Any) -> None:
    """Whatever an offer requires."""
    people.again(order)._move(BY_NAME["offer"], by=designer)


class TestBeginning:
    def test_the_variants_nodes_are_those_of_the_course(self, shaping: Commission, variant: Variant) -> None:
        assert shaping.course is not None
        course = {place.node["id"] for place in walk(release_tree(variant.base_release_id))}
        assert {place.node["id"] for place in walk(workbench_of(variant).own)} == course
        assert variant.upstream == shaping.course

    def test_nothing_of_what_the_order_asked_for_is_lost(self, shaping: Commission, editor: Any) -> None:
        said = [(wish.source, wish.action, wish.text) for wish in shaping.wishes.all()]
        assert said == [
            ("content_wishes", "adapt", "Hvad AI betyder for en sagsbehandler."),
            ("process_wishes", "other", "Hold med tre uger imellem."),
            ("systems", "adapt", "KMD Nexus"),
        ]
        assert {wish.created_by for wish in shaping.wishes.all()} == {editor}
        assert not any(wish.from_desk for wish in shaping.wishes.all())

    def test_what_the_order_did_not_say_is_no_wish(self, home: Municipality, designer: Any) -> None:
        order = people.sent(home)
        StartCoDesign(order, user=designer).execute()
        assert [wish.source for wish in order.wishes.all()] == ["content_wishes"]

    def test_an_order_offered_without_co_design_begins_it_when_it_comes_back(
        self, shaping: Commission, variant: Variant, editor: Any, designer: Any
    ) -> None:
        order = people.sent(shaping.municipality, editor, course=shaping.course)
        ClarifyCommission(order, user=designer).execute()
        offered(order, designer)
        assert order.wishes.count() == 0
        ReopenCoDesign(order, user=editor, note="Ikke sådan.").execute()
        again_ = people.again(order)
        assert (again_.variant, again_.handled_by) == (variant, designer)
        assert [wish.source for wish in order.wishes.all()] == ["content_wishes"]

    def test_what_the_order_asked_for_becomes_wishes_once(
        self, shaping: Commission, editor: Any, designer: Any
    ) -> None:
        DropWish(shaping.wishes.get(source="systems"), user=editor).execute()
        offered(shaping, designer)
        ReopenCoDesign(shaping, user=editor, note="Igen.").execute()
        assert shaping.wishes.count() == 3
        assert shaping.wishes.get(source="systems").state == "dropped"


class TestTicking:
    def test_a_hidden_lesson(self, wish: Make, variant: Variant, editor: Any, committed: Run) -> None:
        wanted = wish("hide", "l4")
        committed(HidePage(page_of(variant, "l4"), user=editor))
        met = again(wanted)
        assert (met.state, met.met_by) == ("met", editor)
        assert met.met_how == "Skjult: Lektion: Lektion fire"
        assert [event.kind for event in met.events.all()] == ["added", "met"]

    def test_the_lesson_of_a_hidden_module(self, wish: Make, variant: Variant, editor: Any, committed: Run) -> None:
        wanted = wish("hide", "l4")
        committed(HidePage(page_of(variant, "m2"), user=editor))
        assert again(wanted).state == "met"

    def test_an_undone_change_opens_the_wish_again(
        self, wish: Make, variant: Variant, editor: Any, committed: Run
    ) -> None:
        wanted = wish("hide", "l4")
        committed(HidePage(page_of(variant, "l4"), user=editor))
        committed(HidePage(page_of(variant, "l4"), hidden=False, user=editor))
        back = again(wanted)
        assert (back.state, back.met_how, back.met_at) == ("open", "", None)
        assert back.events.last().note == "Ændringen, der opfyldte det, er fortrudt."

    def test_a_moved_lesson(self, wish: Make, variant: Variant, editor: Any, committed: Run) -> None:
        wanted = wish("move", "l3")
        committed(MovePage(page_of(variant, "l3"), to=page_of(variant, "m2"), user=editor))
        assert again(wanted).met_how == "Flyttet: Lektion: Lektion tre"

    def test_words_changed_in_a_block(self, wish: Make, variant: Variant, editor: Any, committed: Run) -> None:
        on_lesson, on_block, elsewhere = wish("adapt", "l1"), wish("adapt", "p1"), wish("adapt", "p2")
        tree = rewritten(workbench_of(variant).own, "p1", text='<p data-block-key="a">HEMMELIGT</p>')
        committed(tailor(variant, tree, editor))
        assert [again(each).state for each in (on_lesson, on_block, elsewhere)] == ["met", "met", "open"]
        assert again(on_lesson).met_how == "Ændret: Tekst: Først (på »Lektion et«)"

    def test_what_is_added_is_named_without_its_words(
        self, wish: Make, variant: Variant, editor: Any, committed: Run
    ) -> None:
        """They are a draft, and the designer reads the list."""
        wanted = wish("add", "l1")
        tree = workbench_of(variant).own
        added = paragraph('<p data-block-key="z">HEMMELIGT</p>', id_="0f5a3f0e-32a5-4d53-8f55-0a4d5f0d8a11")
        index(tree)[node_id("l1")]["children"]["body"].append(added)
        committed(tailor(variant, tree, editor))
        assert again(wanted).met_how == "Tilføjet: Tekst (på »Lektion et«)"

    def test_a_page_saved_in_the_editor(
        self, wish: Make, variant: Variant, editor: Any, client: Client, django_capture_on_commit_callbacks: Any
    ) -> None:
        wanted = wish("adapt", "l4")
        client.force_login(editor)
        page = page_of(variant, "l4")
        with django_capture_on_commit_callbacks(execute=True):
            save(client, page, as_posted(page), goal="Noget andet")
        met = again(wanted)
        assert (met.state, met.met_by) == ("met", editor)
        assert met.met_how.startswith("Ændret: Lektion: Lektion fire")

    def test_an_own_deadline(self, wish: Make, variant: Variant, editor: Any, committed: Run) -> None:
        deadline, reminders = wish("deadline"), wish("reminders")
        committed(ChangeProcess(variant, {"deadline_days": 45}, user=editor))
        assert (again(deadline).state, again(reminders).state) == ("met", "open")
        assert again(deadline).met_by == editor
        committed(ChangeProcess(variant, {"deadline_days": None}, user=editor))
        assert again(deadline).state == "open"

    def test_an_agreed_lock(self, wish: Make, variant: Variant, designer: Any, committed: Run) -> None:
        designer.is_superuser = True
        designer.save()
        lock, unlock = wish("lock", "p1"), wish("unlock", "x1")
        committed(AgreeLock(variant, node_id("p1"), locked=True, reason="Ens", user=designer))
        committed(AgreeLock(variant, node_id("x1"), locked=False, reason="Deres egen", user=designer))
        assert [(again(each).state, again(each).met_by) for each in (lock, unlock)] == [("met", designer)] * 2
        committed(LiftLock(variant, node_id("p1"), user=designer))
        assert again(lock).state == "open"

    def test_an_agreed_wish_is_agreed_again(
        self, wish: Make, variant: Variant, editor: Any, designer: Any, committed: Run
    ) -> None:
        wanted = wish("hide", "l4")
        AgreeWish(wanted, user=designer).execute()
        committed(HidePage(page_of(variant, "l4"), user=editor))
        committed(HidePage(page_of(variant, "l4"), hidden=False, user=editor))
        assert again(wanted).state == "agreed"

    def test_what_was_changed_before_the_wish_meets_nothing(
        self, wish: Make, variant: Variant, editor: Any, committed: Run
    ) -> None:
        committed(tailor(variant, rewritten(workbench_of(variant).own, "l4", goal="Før"), editor))
        wanted = wish("adapt", "l4")
        TickWishes(variant).execute()
        assert again(wanted).state == "open"
        committed(tailor(variant, rewritten(workbench_of(variant).own, "l4", goal="Efter"), editor))
        assert again(wanted).state == "met"

    def test_taken_up_again_by_hand_it_waits_for_another_change(
        self, wish: Make, variant: Variant, editor: Any, committed: Run
    ) -> None:
        wanted = wish("adapt", "l4")
        committed(tailor(variant, rewritten(workbench_of(variant).own, "l4", goal="Et"), editor))
        ReopenWish(wanted, user=editor, note="Ikke sådan.").execute()
        TickWishes(variant).execute()
        assert again(wanted).state == "open"
        committed(tailor(variant, rewritten(workbench_of(variant).own, "l4", goal="To"), editor))
        assert again(wanted).state == "met"

    def test_ticked_off_by_hand_it_stays(self, wish: Make, variant: Variant, designer: Any) -> None:
        wanted = MeetWish(wish("hide", "l4"), user=designer, note="Vi gør det på holdet.").execute()
        TickWishes(variant).execute()
        assert again(wanted).state == "met"

    def test_ticking_twice_does_nothing_the_second_time(
        self, wish: Make, variant: Variant, editor: Any, committed: Run
    ) -> None:
        wanted = wish("hide", "l4")
        committed(HidePage(page_of(variant, "l4"), user=editor))
        assert TickWishes(variant).execute() == []
        assert again(wanted).events.count() == 2

    def test_an_order_that_is_over_is_left_alone(
        self, wish: Make, shaping: Commission, variant: Variant, editor: Any, designer: Any, committed: Run
    ) -> None:
        wanted = wish("hide", "l4")
        DeclineCommission(shaping, user=designer, note="Ikke i år.").execute()
        committed(HidePage(page_of(variant, "l4"), user=editor))
        assert again(wanted).state == "open"


class TestUpdates:
    def test_what_the_shared_course_has_taken_in_stays_met(
        self, wish: Make, variant: Variant, editor: Any, committed: Run
    ) -> None:
        wanted = wish("adapt", "l4")
        committed(tailor(variant, rewritten(workbench_of(variant).own, "l4", goal="Fælles nu"), editor))
        # As after an update: the workbench has nothing of its own there any more.
        tailor(variant, rewritten(workbench_of(variant).own, "l4", goal=""), editor).execute()
        TickWishes(variant, by_update=True).execute()
        TickWishes(variant).execute()
        assert again(wanted).state == "met"

    def test_what_an_update_brings_meets_no_wish(self, wish: Make, variant: Variant, editor: Any) -> None:
        wanted = wish("adapt", "l4")
        tailor(variant, rewritten(workbench_of(variant).own, "l4", goal="Kom udefra"), editor).execute()
        TickWishes(variant, by_update=True).execute()
        TickWishes(variant).execute()
        assert again(wanted).state == "open"

    def test_updates_are_listened_to(self, variant: Variant, monkeypatch: pytest.MonkeyPatch, committed: Run) -> None:
        asked = []
        monkeypatch.setattr(TickWishes, "execute", lambda self: asked.append((self.variant, self.by_update)))

        class Sending:
            def execute(self) -> None:
                from courses.models import VariantUpdate

                variant_updated.send(sender=VariantUpdate, update=VariantUpdate(variant=variant))

        committed(Sending())
        assert asked == [(variant, True)]


def test_a_failure_to_tick_undoes_nothing(
    wish: Make, variant: Variant, editor: Any, committed: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    wish("hide", "l4")

    def fail(self: Any) -> None:
        raise RuntimeError

    monkeypatch.setattr(TickWishes, "execute", fail)
    committed(HidePage(page_of(variant, "l4"), user=editor))
    assert page_of(variant, "l4").get_latest_revision_as_object().hidden
