"""An order in co-design with the municipality's own version of a course, and an offer written."""

from typing import Any

from courses.demo.site import set_up_site
from courses.models import CatalogueIndexPage, LessonPage, Variant
from courses.trees.pages import course_pages
from elearning.commissions.actions.moves import MOVES
from elearning.commissions.models import Commission, Offer
from elearning.municipalities.models import Municipality
from tests.courses.factories import make_course, make_variant, node_id
from tests.elearning.commissions import people
from tests.worlds import world


def edit(variant: Variant, title: str, name: str = "l1") -> None:
    """The municipality gives a lesson another title, as a draft."""
    page = LessonPage.objects.descendant_of(variant.course).get(node_id=node_id(name))
    draft = page.get_latest_revision_as_object()
    draft.title = title
    draft.save_revision()


def variant_of(order: Commission) -> Variant:
    variant = people.again(order).variant
    assert variant is not None
    return variant


@world
def catalogue() -> CatalogueIndexPage:
    return set_up_site()


@world
def ordered(
    catalogue: CatalogueIndexPage,
    home: Municipality,
    editor: Any,
    designer: Any,
    approver: Any,
    learner: Any,
    stranger: Any,
) -> Commission:
    """In co-design, beginning with a shared course; the municipality's version differs in one title.

    It stands on everybody, so that it is made once whoever a test is about.
    """
    upstream = make_course(catalogue)
    for page in course_pages(upstream):
        page.save_revision().publish()
    make_variant(upstream, home)
    order = people.sent(home, editor, course=upstream)
    MOVES["start_co_design"](order, user=designer).execute()
    edit(variant_of(order), "Begynd i Lillerød")
    return people.again(order)


@world
def offered(ordered: Commission, designer: Any) -> Offer:
    return people.offer(ordered, designer)
