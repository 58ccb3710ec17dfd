import io

from django.core.management import call_command
from wagtail.images import get_image_model
from wagtail.models import Page, Site

from courses.models import CoursePage, CourseRelease, HomePage, LessonPage
from elearning.accounts.models import User
from elearning.municipalities.models import Membership


def load():
    out = io.StringIO()
    call_command("load_demo", stdout=out)
    return out.getvalue()


def test_the_demo_can_be_loaded_twice_and_keeps_what_is_there(db, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    told = load()
    page = LessonPage.objects.first()
    page.title = "Mit eget navn"
    page.save_revision().publish()
    before = (Page.objects.count(), get_image_model().objects.count(), User.objects.count())

    assert load() == told
    assert (Page.objects.count(), get_image_model().objects.count(), User.objects.count()) == before
    assert LessonPage.objects.filter(title="Mit eget navn").exists()
    assert CourseRelease.objects.count() == CoursePage.objects.count() == 2
    assert issubclass(Site.objects.get().root_page.specific_class, HomePage)
    assert not Page.objects.filter(slug="home").exists()
    members = Membership.objects.unscoped(reason="a test counts them")
    assert members.filter(role="editor").count() == 3
    assert not User.objects.get(email="designer@hyldefri.example").has_usable_password()
    assert "mette.leder@glostrup.example" in told
