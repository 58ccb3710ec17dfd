"""The process settings in force in a municipality's own version."""

from courses.actions.create_release import CreateRelease
from courses.models import ProcessOverrides, VariantApproval
from courses.variants.process import approved_process, process_in_force
from tests.courses.factories import approved_variant, make_course, small_tree
from tests.factories import MunicipalityFactory
from tests.trees import node
from tests.worlds import world

LOCK = node("process_lock", "8a1f7c1e-11d5-4a51-9a8f-1f0ed1e5a001", setting="pass_mark", reason="Loven siger det.")


@world
def variant(catalogue):
    course = make_course(catalogue, small_tree(pass_mark=70, deadline_days=30))
    CreateRelease(course).execute(skip_permission_checks=True)
    return approved_variant(course, MunicipalityFactory())


def in_force(variant, *locks):
    tree = variant.current_release.tree
    return process_in_force(variant, {**tree, "children": {**tree["children"], "process_locks": list(locks)}})


def override(variant, **fields):
    ProcessOverrides.objects.for_municipality(variant.municipality).update_or_create(variant=variant, defaults=fields)
    variant.refresh_from_db()


def test_without_overrides_the_courses_settings_apply(variant):
    settings = in_force(variant)
    assert (settings["pass_mark"], settings["deadline_days"]) == (70, 30)


def test_what_the_municipality_has_set_applies_and_the_rest_is_the_courses(variant):
    override(variant, pass_mark=90, deadline_days=0)
    settings = in_force(variant)
    assert (settings["pass_mark"], settings["deadline_days"], settings["order_rule"]) == (90, 0, "free")


def test_a_locked_setting_has_no_override(variant):
    override(variant, pass_mark=50, deadline_days=10)
    settings = in_force(variant, LOCK)
    assert (settings["pass_mark"], settings["deadline_days"]) == (70, 10)


def test_an_agreed_unlock_lets_the_override_through(variant):
    override(variant, pass_mark=50)
    variant.locks.create(key="process:pass_mark", locked=False, reason="Aftalt")
    assert in_force(variant, LOCK)["pass_mark"] == 50


def test_an_agreed_lock_holds_in_this_variant_only(variant):
    override(variant, deadline_days=10)
    variant.locks.create(key="process:deadline_days", locked=True, reason="Aftalt")
    other = approved_variant(variant.upstream, MunicipalityFactory())
    override(other, deadline_days=10)
    assert (in_force(variant)["deadline_days"], in_force(other)["deadline_days"]) == (30, 10)


def test_a_lock_on_a_page_is_no_lock_on_a_setting(variant):
    variant.locks.create(key=str(variant.course.node_id), locked=True, reason="Aftalt")
    override(variant, pass_mark=50)
    assert in_force(variant)["pass_mark"] == 50


def test_what_was_approved_with_the_version_applies_until_something_else_is(variant):
    override(variant, pass_mark=80)
    assert approved_process(variant)["pass_mark"] == 80
    VariantApproval.objects.for_municipality(variant.municipality).create(
        variant=variant,
        status=VariantApproval.Status.APPROVED,
        process=in_force(variant),
        release_id=variant.current_release_id,
    )
    override(variant, pass_mark=55)
    assert approved_process(variant)["pass_mark"] == 80
