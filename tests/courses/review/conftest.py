from courses.actions.create_release import CreateRelease
from courses.models import LessonPage
from elearning.municipalities.models import Membership
from tests.courses.approval.conftest import edit
from tests.courses.factories import make_course, make_variant, node_id
from tests.factories import MembershipFactory, MunicipalityFactory
from tests.worlds import world

TEXT = '<p data-block-key="aaaaa">{}</p>'


@world
def municipality():
    return MunicipalityFactory()


@world
def editor(municipality):
    return MembershipFactory(municipality=municipality, role=Membership.Role.EDITOR).user


@world
def upstream(catalogue):
    return make_course(catalogue)


@world
def variant(upstream, municipality):
    """The municipality has given the first lesson its own words."""
    variant = make_variant(upstream, municipality)
    write(variant.course, "Vi begynder i Lillerød.")
    edit(variant, "Begynd i Lillerød")
    return variant


def write(course, words, *, publish=False, title=None):
    """New words in the first lesson's paragraph; a new title of the last lesson."""
    page = LessonPage.objects.descendant_of(course).get(node_id=node_id("l1")).get_latest_revision_as_object()
    page.body.raw_data[0]["value"]["text"] = TEXT.format(words)
    revision = page.save_revision()
    if publish:
        revision.publish()
    if title:
        last = LessonPage.objects.descendant_of(course).get(node_id=node_id("l2"))
        last.title = title
        last.save_revision().publish()


@world
def conflict(variant, upstream):
    """The shared course changes the same paragraph, and the title of another lesson."""
    write(upstream, "Vi begynder i dag.", publish=True, title="Sluttest")
    CreateRelease(upstream, notes="Bedre begyndelse.", importance="mandatory").execute(skip_permission_checks=True)
    return variant
