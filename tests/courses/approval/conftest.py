from courses.models import LessonPage, Variant
from elearning.municipalities.models import Membership
from tests.courses.factories import make_course, make_variant, node_id
from tests.factories import MembershipFactory, MunicipalityFactory
from tests.worlds import world


@world
def municipality():
    return MunicipalityFactory()


@world
def variant(catalogue, municipality):
    return make_variant(make_course(catalogue), municipality)


@world
def editor(municipality):
    return MembershipFactory(municipality=municipality, role=Membership.Role.EDITOR).user


@world
def approver(municipality):
    return MembershipFactory(municipality=municipality, role=Membership.Role.APPROVER).user


def edit(variant, title="Vores begyndelse", name="l1"):
    """The municipality gives a lesson a title of its own, as a draft."""
    page = LessonPage.objects.descendant_of(variant.course).get(node_id=node_id(name))
    draft = page.get_latest_revision_as_object()
    draft.title = title
    draft.save_revision()


def fresh(variant):
    return Variant.objects.for_municipality(variant.municipality).get(pk=variant.pk)
