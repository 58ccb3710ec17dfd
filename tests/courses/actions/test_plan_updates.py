"""An upstream release is laid before the municipalities that are behind."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from courses.actions.decide_update import DecideUpdate
from courses.actions.plan_updates import PlanUpdate, PlanUpdates
from courses.models import PinnedChoice, ProcessOverrides, VariantUpdate
from courses.selectors import release_tree
from courses.variants.errors import VariantRefused
from tests.courses.factories import make_variant, node_id, storable
from tests.courses.variants.updating import field, fresh, member, planned, release, rewrite, text
from tests.trees import node, paragraph
from tests.worlds import world


@world
def variant(course):
    return make_variant(course)


@world
def editor(variant):
    return member(variant)


def updates(variant):
    return VariantUpdate.objects.unscoped(reason="a test").filter(variant=variant)


def conflicts(variant):
    action = PlanUpdate(fresh(variant))
    return action.execute(), action.plan.result.conflicts


@world
def disputed(course, variant):
    """Both have written in the first paragraph, and both have renamed the second lesson."""
    rewrite(variant.course, text("p1", "Vi i Lillerød begynder."))
    rewrite(variant.course, field("l2", title="Vores prøve"))
    release(course, text("p1", "Vi begynder nu."), field("l2", title="Prøven"))
    return variant


def test_planning_again_keeps_one_row_and_changes_nothing(course, variant):
    release(course, text("p1", "Vi begynder nu."))
    first = planned(variant)
    again = planned(variant)

    assert (first.pk, first.changes) == (again.pk, 1)
    assert updates(variant).count() == 1


def test_a_new_version_while_a_review_is_open_takes_over_with_the_decisions_that_still_fit(course, disputed, editor):
    update, found = conflicts(disputed)
    by_path = {conflict["path"]: conflict["id"] for conflict in found}
    decisions = [{"conflict": conflict, "choice": "theirs"} for conflict in by_path.values()]
    DecideUpdate(update, decisions, user=editor).execute()

    release(course, field("l2", title="Den sidste prøve"))
    newer, left = conflicts(disputed)

    update.refresh_from_db()
    assert update.status == VariantUpdate.Status.SUPERSEDED
    assert newer.pk != update.pk
    assert [conflict["path"] for conflict in left] == ["title"]
    assert [decision["conflict"] for decision in newer.decisions] == [by_path["text#aaaaa"]]


def test_who_decided_and_when_is_kept(disputed, editor):
    update, found = conflicts(disputed)

    decided = DecideUpdate(update, [{"conflict": found[0]["id"], "choice": "ours"}], user=editor).execute()

    (decision,) = decided.update.decisions
    assert (decision["by"], decision["choice"], decision["pinned"]) == (editor.pk, "ours", False)
    assert decided.update.conflicts == 1


def test_a_decision_can_be_changed_and_taken_back(disputed, editor):
    update, found = conflicts(disputed)
    for choice, left in (("ours", 1), ("theirs", 1), (None, 2)):
        DecideUpdate(update, [{"conflict": found[0]["id"], "choice": choice}], user=editor).execute()
        update.refresh_from_db()
        assert update.conflicts == left
    assert update.decisions == []


def test_a_conflict_that_is_no_more_is_told_about_and_not_stored(disputed, editor):
    update, found = conflicts(disputed)
    rewrite(disputed.course, field("l2", title="Prøven"))
    stale = next(conflict["id"] for conflict in found if conflict["path"] == "title")

    decided = DecideUpdate(update, [{"conflict": stale, "choice": "ours"}], user=editor).execute()

    assert decided.stale == (stale,)
    assert decided.update.decisions == []


@pytest.mark.parametrize(
    "value",
    [
        "",
        "Et navn" * 100,
        "nul\x00tegn",
        "halvt\ud800tegn",
        7,
        None,
        {"media": "image", "id": 1},
        "x" * 200_000,
    ],
)
def test_a_value_that_cannot_stand_there_is_refused(disputed, editor, value):
    update, found = conflicts(disputed)
    title = next(conflict["id"] for conflict in found if conflict["path"] == "title")

    with pytest.raises(VariantRefused):
        DecideUpdate(update, [{"conflict": title, "choice": "value", "value": value}], user=editor).execute()
    assert updates(disputed).get().decisions == []


@pytest.mark.parametrize(
    "value",
    [
        "<p>uden nøgle</p>",
        '<p data-block-key="bbbbb">en anden nøgle</p>',
        '<p data-block-key="aaaaa"><a linktype="document" id="1">en andens fil</a></p>',
    ],
)
def test_a_paragraph_of_ones_own_is_that_paragraph_without_new_links(disputed, editor, value):
    update, found = conflicts(disputed)
    first = next(conflict["id"] for conflict in found if conflict["path"] == "text#aaaaa")

    with pytest.raises(VariantRefused):
        DecideUpdate(update, [{"conflict": first, "choice": "value", "value": value}], user=editor).execute()


def test_a_value_of_ones_own_is_what_the_merge_takes(disputed, editor):
    update, found = conflicts(disputed)
    title = next(conflict["id"] for conflict in found if conflict["path"] == "title")

    decided = DecideUpdate(
        update, [{"conflict": title, "choice": "value", "value": "Prøven i Lillerød"}], user=editor
    ).execute()

    lessons = decided.plan.result.tree["children"]["modules"][0]["children"]["pages"]
    assert lessons[1]["fields"]["title"] == "Prøven i Lillerød"


@pytest.mark.parametrize("decision", [{}, {"conflict": 7}, {"conflict": "x", "choice": "both"}])
def test_what_is_no_decision_is_refused(disputed, editor, decision):
    with pytest.raises(VariantRefused):
        DecideUpdate(planned(disputed), [decision], user=editor).execute()


def test_a_remembered_choice_is_made_again_and_can_be_forgotten(course, disputed, editor):
    update, found = conflicts(disputed)
    title = next(conflict["id"] for conflict in found if conflict["path"] == "title")
    DecideUpdate(update, [{"conflict": title, "choice": "ours"}], user=editor, pin={title}).execute()

    release(course, field("l2", title="Den sidste prøve"))
    newer, left = conflicts(disputed)
    assert [conflict["path"] for conflict in left] == ["text#aaaaa"]
    (remembered,) = newer.decisions
    assert (remembered["choice"], remembered["pinned"], remembered["by"]) == ("ours", True, editor.pk)

    DecideUpdate(newer, [{"conflict": remembered["conflict"], "choice": "theirs"}], user=editor).execute()
    assert not PinnedChoice.objects.unscoped(reason="a test").exists()


def test_a_value_of_ones_own_cannot_be_remembered(disputed, editor):
    update, found = conflicts(disputed)
    conflict = found[0]["id"]

    with pytest.raises(VariantRefused):
        DecideUpdate(
            update, [{"conflict": conflict, "choice": "value", "value": "Vi"}], user=editor, pin={conflict}
        ).execute()


def lock_pass_mark(nodes):
    nodes[node_id("course")]["children"]["process_locks"] = [
        storable(node("process_lock", "lock", setting="pass_mark", reason="Ens for alle"))
    ]


def lock_paragraph(nodes):
    nodes[node_id("p1")]["locked"] = True


def hide_question(nodes):
    nodes[node_id("l1")]["fields"]["hidden"] = True


@pytest.mark.parametrize(
    ("ours", "theirs", "codes"),
    [
        (field("d1", minutes=350), field("l2", minutes=10), ["over_budget"]),
        (hide_question, field("course", draw_count=1, title="Kurset"), ["pool_too_small"]),
        (text("p1", "Vores."), lock_paragraph, ["touches_lock"]),
        (field("l2", title="Vores"), lock_paragraph, ["touches_lock"]),
        (field("l2", title="Vores"), lock_pass_mark, ["touches_lock"]),
        (field("l2", title="Vores"), text("p1", "Nyt."), []),
    ],
)
def test_what_a_clean_merge_may_not_do_by_itself(course, variant, ours, theirs, codes):
    rewrite(variant.course, ours)
    release(course, theirs)

    update = planned(variant)

    assert update.conflicts == 0
    assert update.blockers == codes


def test_a_new_error_waits_for_a_person_and_an_old_one_does_not(course, variant):
    def link(to):
        html = f'<p data-block-key="ccccc"><a linktype="node" id="{node_id(to)}">Se her</a></p>'

        def change(nodes):
            nodes[node_id("l2")]["children"]["body"].append(storable(paragraph(html, id_=f"link-{to}")))

        return change

    rewrite(variant.course, field("d1", hidden=True))
    release(course, link("d1"))
    assert planned(variant).blockers == ["release_error"]


def test_an_override_of_what_is_now_locked_is_named(course, variant):
    ProcessOverrides.objects.unscoped(reason="a test").filter(variant=variant).update(pass_mark=60)
    release(course, lock_pass_mark)
    action = PlanUpdate(fresh(variant))
    action.execute()

    assert action.plan.dropped == ("pass_mark",)
    assert action.plan.blockers[0].code == "touches_lock"


def queries_for(course, variants):
    release_tree.cache_clear()
    fresh_ones = [fresh(variant) for variant in variants]
    with CaptureQueriesContext(connection) as captured:
        PlanUpdates(course.current_release, fresh_ones).execute()
    return len(captured)


def test_a_batch_takes_the_same_number_of_queries_however_many_are_in_it(course):
    few = [make_variant(course) for _ in range(2)]
    many = [make_variant(course) for _ in range(6)]
    for n, variant in enumerate((*few, *many)):
        if n % 2:
            rewrite(variant.course, text("p1", f"Vi i nr. {n} begynder."))
    release(course, text("p1", "Vi begynder nu."), field("l2", title="Prøven"))

    assert queries_for(course, few) == queries_for(course, many) <= 35
    assert queries_for(course, few) == queries_for(course, many) <= 35, "also when it is planned again"


def test_variants_that_are_alike_share_the_work(course):
    variants = [make_variant(course) for _ in range(3)]
    release(course, text("p1", "Vi begynder nu."))

    action = PlanUpdates(course.current_release, [fresh(variant) for variant in variants])
    action.execute()

    assert len({id(plan.result) for plan in action.plans.values()}) == 1
    assert all(plan.fast_forward and plan.clean for plan in action.plans.values())
