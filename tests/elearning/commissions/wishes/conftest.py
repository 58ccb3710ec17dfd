"""An order in co-design, with the municipality's own version of a course."""

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from pytest_django import DjangoCaptureOnCommitCallbacks

from courses.demo.site import set_up_site
from courses.models import Variant
from elearning.commissions.actions.moves import StartCoDesign
from elearning.commissions.actions.wishes import AddWish, Wording
from elearning.commissions.models import Commission, Wish
from elearning.municipalities.models import Municipality
from tests.courses.factories import make_course, node_id
from tests.courses.tailoring import tailored_tree, with_process_lock
from tests.elearning.commissions import people
from tests.worlds import world


@world
def shaping(home: Municipality, editor: Any, designer: Any, approver: Any, learner: Any, stranger: Any) -> Commission:
    """In co-design; the order said what it wanted of content, process and systems. Everybody is there."""
    assert approver
    assert learner
    assert stranger
    from courses.actions.create_release import CreateRelease

    course = make_course(set_up_site(), with_process_lock(tailored_tree()))
    CreateRelease(course).execute(skip_permission_checks=True)
    order = people.sent(home, editor, course=course, process_wishes="Hold med tre uger imellem.", systems="KMD Nexus")
    StartCoDesign(order, user=designer).execute()
    return people.again(order)


@pytest.fixture
def variant(shaping: Commission) -> Variant:
    assert shaping.variant is not None
    return shaping.variant


@pytest.fixture
def everybody(editor: Any, designer: Any, approver: Any, learner: Any, stranger: Any) -> dict[str, Any]:
    return {
        "editor": editor,
        "designer": designer,
        "approver": approver,
        "learner": learner,
        "stranger": stranger,
        "nobody": AnonymousUser(),
    }


@pytest.fixture
def wish(shaping: Commission, editor: Any) -> Callable[..., Wish]:
    """The municipality's editor wishes something: ``wish("adapt", "l1")``."""

    def add(action: str = "adapt", place: str = "", text: str = "Som vi siger det.", **more: Any) -> Wish:
        user = more.pop("user", editor)
        wording = Wording(action=action, node_id=node_id(place) if place else "", text=text, **more)
        return AddWish(shaping, wording, user=user).execute()

    return add


@pytest.fixture
def committed(
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> Callable[[Any], Any]:
    """Run an action as if its transaction were the outermost; what waits for the commit follows."""

    def run(action: Any) -> Any:
        with django_capture_on_commit_callbacks(execute=True):
            return action.execute()

    return run


def again(wish: Wish) -> Wish:
    """As the database has it."""
    return Wish.objects.unscoped(reason="a test").get(pk=wish.pk)
