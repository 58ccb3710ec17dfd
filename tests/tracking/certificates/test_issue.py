import pytest
from wagtail.models import ModelLogEntry

from tests.tracking import factories
from tests.tracking.examinees import complete_lessons, examinee, take
from tracking.actions.issue_certificate import IssueCertificate, NameMissing, NotCompleted
from tracking.certificates.names import InvalidName, cleaned_name
from tracking.certificates.selectors import paper
from tracking.models import Certificate
from tracking.progress.projection import announce, fold_pending

pytestmark = pytest.mark.django_db


def completed(name="Kirsten Holm", **fields):
    enrolment = examinee(modules=1, draw_count=2, **fields)
    enrolment.user.first_name, _, enrolment.user.last_name = name.rpartition(" ")
    enrolment.user.save()
    complete_lessons(enrolment)
    take(enrolment, right=2)
    fold_pending(enrolment)
    return enrolment


def issued():
    return Certificate.objects.unscoped(reason="a test looks at all there are")


def test_completing_the_course_issues_the_certificate(django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        enrolment = completed()

    certificate = issued().get()
    assert (certificate.name, certificate.course_title) == ("Kirsten Holm", "Ledelse i praksis")
    assert certificate.criterion["pass_mark"] == 70
    assert certificate.criterion["release"] == enrolment.release.number


def test_hearing_of_a_completion_twice_issues_once():
    enrolment = completed()
    announce(enrolment)
    announce(enrolment)

    assert issued().count() == 1


def test_a_course_that_is_not_completed_gives_none():
    with pytest.raises(NotCompleted):
        IssueCertificate(examinee()).execute()


def test_without_a_name_the_certificate_waits():
    enrolment = completed(name="")

    with pytest.raises(NameMissing):
        IssueCertificate(enrolment).execute()
    announce(enrolment)
    assert not issued().exists()
    assert IssueCertificate(enrolment, name="  Kirsten   Holm ").execute().name == "Kirsten Holm"


def test_a_certificate_survives_a_new_name_a_new_title_and_a_new_release():
    enrolment = completed()
    certificate = IssueCertificate(enrolment).execute()
    enrolment.user.last_name = "Berg"
    enrolment.user.save()
    enrolment.release = factories.renamed_release(enrolment.release, "Noget andet")
    enrolment.save()

    again = IssueCertificate(enrolment, name="En anden").execute()

    assert again == certificate
    shown = paper(issued().get())["certificate"]
    assert (shown["name"], shown["course"]) == ("Kirsten Holm", "Ledelse i praksis")


def test_the_log_does_not_keep_the_name():
    IssueCertificate(completed()).execute()

    entry = ModelLogEntry.objects.get(action="tracking.certificate.issue")
    assert "Holm" not in entry.label


@pytest.mark.parametrize("name", ["", "   ", "\u202e\u200b", "123", "x" * 201])
def test_what_is_no_name_is_refused(name):
    with pytest.raises(InvalidName):
        cleaned_name(name)


def test_invisible_characters_leave_a_name():
    assert cleaned_name("Åse\u202e \n  Sø\u00adrensen") == "Åse Sørensen"
