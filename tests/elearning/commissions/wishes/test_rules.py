"""Who may do what to a wish, when, and what it leaves behind."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from typing import Any

import pytest
from django.core import mail
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from wagtail.models import ModelLogEntry

from courses.actions.tailor_course import TailorCourse
from courses.models import Variant
from courses.trees.nodes import index
from courses.variants.workbench import workbench_of
from elearning.commissions.actions.moves import DeclineCommission
from elearning.commissions.actions.wishes import (
    DEEDS,
    AddWish,
    AgreeWish,
    ChangeWish,
    DeclineWish,
    DropWish,
    MeetWish,
    ReopenWish,
    Wording,
)
from elearning.commissions.errors import CommissionRefused
from elearning.commissions.models import Commission, Wish
from elearning.commissions.timeline import entries
from elearning.commissions.wishes import rules
from elearning.commissions.wishes.places import places_of
from elearning.commissions.wishes.selectors import groups_of, tallies, wishes_of
from elearning.commissions.wishes.words import became
from tests.courses.factories import node_id
from tests.elearning.commissions import people
from tests.elearning.commissions.wishes.conftest import again
from tests.trees import lesson

pytestmark = pytest.mark.django_db

Make = Callable[..., Wish]
WORDING = Wording(action="other", text="Noget")


class TestWho:
    def test_the_editor_and_the_designer_add_wishes(self, shaping: Commission, everybody: dict[str, Any]) -> None:
        added = {}
        for who, user in everybody.items():
            before = shaping.wishes.count()
            with suppress(PermissionDenied):
                AddWish(shaping, WORDING, user=user).execute()
            added[who] = shaping.wishes.count() - before
        assert [who for who, count in added.items() if count] == ["editor", "designer"]

    @pytest.mark.parametrize("who", ["approver", "learner", "stranger", "nobody"])
    def test_others_may_do_nothing(self, wish: Make, who: str, everybody: dict[str, Any]) -> None:
        wanted = wish()
        for deed in DEEDS.values():
            with pytest.raises(PermissionDenied):
                deed(wanted, user=everybody[who], note="Fordi.").execute()
        with pytest.raises(PermissionDenied):
            ChangeWish(wanted, WORDING, user=everybody[who]).execute()
        assert (again(wanted).state, again(wanted).text) == ("open", "Som vi siger det.")

    def test_whoever_asks_does_not_agree_to_it_herself(self, wish: Make, editor: Any, designer: Any) -> None:
        theirs, ours = wish(), wish(user=designer)
        with pytest.raises(PermissionDenied):
            AgreeWish(theirs, user=editor).execute()
        assert AgreeWish(ours, user=editor).execute().state == "agreed"
        assert AgreeWish(theirs, user=designer).execute().state == "agreed"

    def test_a_wish_is_dropped_by_its_own_side(self, wish: Make, editor: Any, designer: Any) -> None:
        theirs, ours = wish(), wish(user=designer)
        for wanted, user in ((theirs, designer), (ours, editor)):
            with pytest.raises(PermissionDenied):
                DropWish(wanted, user=user).execute()
        assert DropWish(theirs, user=editor).execute().state == "dropped"
        assert DropWish(ours, user=designer).execute().state == "dropped"

    def test_what_the_screen_offers_is_what_may_be_done(self, wish: Make, shaping: Commission, editor: Any) -> None:
        assert rules.open_deeds(editor, wish(), shaping) == ["change", "drop", "meet"]


class TestWhen:
    def test_nothing_is_added_when_the_order_is_over(self, shaping: Commission, editor: Any, designer: Any) -> None:
        DeclineCommission(shaping, user=designer, note="Ikke i år.").execute()
        with pytest.raises(CommissionRefused, match="Ønsker tilføjes"):
            AddWish(shaping, WORDING, user=editor).execute()

    def test_a_wish_that_is_met_is_not_declined(self, wish: Make, designer: Any) -> None:
        wanted = MeetWish(wish(), user=designer, note="Gjort.").execute()
        with pytest.raises(CommissionRefused, match="kommet videre"):
            DeclineWish(wanted, user=designer, note="Nej.").execute()
        assert again(wanted).state == "met"

    def test_what_was_agreed_is_the_old_words(self, wish: Make, editor: Any, designer: Any) -> None:
        wanted = AgreeWish(wish(), user=designer).execute()
        ChangeWish(wanted, Wording(action="adapt", text="Helt anderledes."), user=editor).execute()
        assert (again(wanted).state, again(wanted).agreed_at) == ("open", None)

    def test_another_owner_is_no_other_wish(self, wish: Make, editor: Any, designer: Any) -> None:
        wanted = AgreeWish(wish(), user=designer).execute()
        ChangeWish(wanted, Wording(action="adapt", text=wanted.text, owner=designer), user=editor).execute()
        assert (again(wanted).state, again(wanted).owner) == ("agreed", designer)


class TestWhat:
    @pytest.mark.parametrize(
        ("wording", "message"),
        [
            (Wording(action="other", text=" \0 "), "Skriv, hvad du ønsker"),
            (Wording(action="other", text="x" * 5001), "højst 5000"),
            (Wording(action="other", text="x", reason="x" * 2001), "højst 2000"),
            (Wording(action="explode", text="x"), "Vælg, hvad der skal ske"),
            (Wording(action="adapt", text="x", node_id="0f5a3f0e-32a5-4d53-8f55-0a4d5f0d8a11"), "ikke længere i"),
            (Wording(action="adapt", text="x", node_id="'; drop"), "ikke længere i"),
            (Wording(action="deadline", text="x", node_id=node_id("l1")), "gælder hele kurset"),
            (Wording(action="hide", text="x"), "Vælg det sted"),
        ],
    )
    def test_what_cannot_be_a_wish_is_refused(
        self, shaping: Commission, editor: Any, wording: Wording, message: str
    ) -> None:
        before = shaping.wishes.count()
        with pytest.raises(CommissionRefused, match=message):
            AddWish(shaping, wording, user=editor).execute()
        assert shaping.wishes.count() == before

    def test_a_strangers_owner_is_refused(self, shaping: Commission, editor: Any, stranger: Any) -> None:
        with pytest.raises(CommissionRefused, match="følger bestillingen"):
            AddWish(shaping, Wording(action="other", text="x", owner=stranger), user=editor).execute()

    def test_a_wish_keeps_what_its_place_was_called(self, wish: Make) -> None:
        assert wish("adapt", "l4").node_title == "Lektion: Lektion fire"

    def test_declining_needs_a_reason_and_keeps_it(self, wish: Make, designer: Any, editor: Any) -> None:
        wanted = wish()
        with pytest.raises(CommissionRefused, match="Skriv hvorfor"):
            DeclineWish(wanted, user=designer, note=" ").execute()
        DeclineWish(wanted, user=designer, note="Loven siger det.").execute()
        assert became(again(wanted)) == "Afvist: Loven siger det."
        ReopenWish(wanted, user=editor, note="Se igen.").execute()
        assert (again(wanted).state, again(wanted).decline_reason) == ("open", "Loven siger det.")

    def test_ticking_off_by_hand_says_how(self, wish: Make, designer: Any) -> None:
        wanted = wish()
        with pytest.raises(CommissionRefused, match="Skriv, hvordan"):
            MeetWish(wanted, user=designer).execute()
        MeetWish(wanted, user=designer, note="En case fra jer.").execute()
        assert became(again(wanted)).startswith("Opfyldt ")
        assert became(again(wanted)).endswith("En case fra jer.")

    def test_the_database_knows_no_wish_that_is_met_by_nothing(self, wish: Make) -> None:
        wanted = wish()
        with pytest.raises(IntegrityError), transaction.atomic():
            Wish.objects.unscoped(reason="a test").filter(pk=wanted.pk).update(state="met")
        with pytest.raises(IntegrityError), transaction.atomic():
            Wish.objects.unscoped(reason="a test").filter(pk=wanted.pk).update(state="declined")


class TestTraces:
    def test_every_deed_is_in_the_log_and_on_the_timeline(
        self, wish: Make, shaping: Commission, editor: Any, designer: Any
    ) -> None:
        wanted = wish(text="HEMMELIGT")
        AgreeWish(wanted, user=designer).execute()
        MeetWish(wanted, user=designer, note="Gjort.").execute()
        ReopenWish(wanted, user=editor, note="Nej.").execute()
        logged = ModelLogEntry.objects.filter(object_id=str(shaping.pk), action__startswith="commissions.wish.")
        mine = [entry for entry in logged if entry.data.get("wish") == wanted.pk]
        assert sorted(entry.action.rpartition(".")[2] for entry in mine) == ["added", "agreed", "met", "reopened"]
        assert "HEMMELIGT" not in str([entry.data for entry in mine])
        on_timeline = [
            entry.heading for entry in entries(shaping) if entry.kind == "wish" and "HEMMELIGT" in entry.text
        ]
        assert sorted(on_timeline) == ["Ønske", "Ønske aftalt", "Ønske opfyldt", "Ønske taget op igen"]

    def test_many_wishes_in_a_day_are_one_mail_each(
        self, wish: Make, shaping: Commission, designer: Any, approver: Any
    ) -> None:
        for _number in range(3):
            wish()
        people.post(shaping)
        letters = [each for each in mail.outbox if "ønskelisten" in each.subject]
        assert sorted(address for each in letters for address in each.to) == sorted([designer.email, approver.email])

    def test_what_is_answered_within_some_minutes_is_one_mail_each_with_the_reasons(
        self, wish: Make, shaping: Commission, designer: Any, editor: Any
    ) -> None:
        wishes = [wish(text=text) for text in ("Uden test", "Med cases", "Kortere")]
        DeclineWish(wishes[0], user=designer, note="Beviset kræver den.").execute()
        AgreeWish(wishes[1], user=designer).execute()
        people.post(shaping)
        AgreeWish(wishes[2], user=designer).execute()
        people.post(shaping)

        first, second = [each.body for each in mail.outbox if "er besvaret" in each.subject and editor.email in each.to]
        assert "Afslået: Uden test\nHvorfor: Beviset kræver den." in first
        assert "Aftalt: Med cases" in first
        assert "Kortere" not in first
        assert "Aftalt: Kortere" in second
        assert "Uden test" not in second
        assert not [each for each in mail.outbox if "er besvaret" in each.subject and designer.email in each.to]

    def test_nobody_is_told_of_her_own_answers(
        self, wish: Make, shaping: Commission, designer: Any, editor: Any, approver: Any
    ) -> None:
        AgreeWish(wish(text="Med cases"), user=designer).execute()
        DeclineWish(wish(text="Vores forslag", user=designer), user=editor, note="Det er for langt.").execute()
        people.post(shaping)

        told = {each.to[0]: each.body for each in mail.outbox if "er besvaret" in each.subject}
        assert "Med cases" in told[editor.email]
        assert "Vores forslag" not in told[editor.email]
        assert "Vores forslag" in told[designer.email]
        assert "Med cases" not in told[designer.email]
        assert all(text in told[approver.email] for text in ("Med cases", "Vores forslag"))


class TestTheList:
    def test_it_follows_the_course(self, wish: Make, shaping: Commission, editor: Any) -> None:
        for place in ("m2", "p2", "l1", "l4"):
            wish("adapt", place)
        groups = groups_of(wishes_of(shaping), shaping, places_of(shaping, editor), editor)
        assert [(group.title, [row.place for row in group.rows]) for group in groups] == [
            ("Hele kurset", ["Hele kurset"] * 3),
            ("Første modul", ["Lektion: Lektion et", "Tekst: Sidst"]),
            ("Andet modul", ["Modul: Andet modul", "Lektion: Lektion fire"]),
        ]

    def test_it_can_be_narrowed_to_a_state(self, wish: Make, shaping: Commission, editor: Any, designer: Any) -> None:
        DeclineWish(wish("adapt", "l1"), user=designer, note="Nej.").execute()
        wishes = wishes_of(shaping)
        [group] = groups_of(wishes, shaping, places_of(shaping, editor), editor, "declined")
        assert [row.wish.state for row in group.rows] == ["declined"]
        assert [(tally.label, tally.count) for tally in tallies(wishes)] == [("Alle", 4), ("åbent", 3), ("afvist", 1)]

    def test_what_was_there_before_the_wish_is_proposed(
        self, wish: Make, shaping: Commission, variant: Variant, editor: Any
    ) -> None:
        tree = workbench_of(variant).own
        index(tree)[node_id("l4")]["fields"]["goal"] = "Vores"
        TailorCourse(variant, tree, user=editor).execute()
        wish("adapt", "l4")
        groups = groups_of(wishes_of(shaping), shaping, places_of(shaping, editor), editor)
        assert [row.proposal for row in groups[-1].rows] == ["Ændret: Lektion: Lektion fire"]

    def test_the_designer_is_offered_no_place_out_of_a_draft(
        self, shaping: Commission, variant: Variant, editor: Any, designer: Any
    ) -> None:
        from tests.courses.factories import storable

        tree = workbench_of(variant).own
        index(tree)[node_id("m2")]["children"]["pages"].append(storable(lesson(id_="own", title="HEMMELIGT")))
        TailorCourse(variant, tree, user=editor).execute()
        assert node_id("own") in places_of(shaping, editor).by_id
        assert node_id("own") not in places_of(shaping, designer).by_id

    def test_a_wish_keeps_a_place_that_is_gone(self, wish: Make, shaping: Commission, editor: Any) -> None:
        wanted = wish("adapt", "l4")
        Wish.objects.unscoped(reason="a test").filter(pk=wanted.pk).update(
            node_id="0f5a3f0e-32a5-4d53-8f55-0a4d5f0d8a11"
        )
        groups = groups_of(wishes_of(shaping), shaping, places_of(shaping, editor), editor)
        assert groups[-1].title == "Ikke længere i kurset"
        wording = Wording(action="adapt", text="Nyt", node_id="0f5a3f0e-32a5-4d53-8f55-0a4d5f0d8a11")
        ChangeWish(again(wanted), wording, user=editor).execute()
        assert (again(wanted).text, again(wanted).node_title) == ("Nyt", "Lektion: Lektion fire")
