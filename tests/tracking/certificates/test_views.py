import io

import pytest
from django.conf import settings as django_settings
from django.shortcuts import resolve_url
from django.test import Client
from django.urls import reverse
from pypdf import PdfReader
from wagtail.models import ModelLogEntry

from elearning.accounts.models import User
from tests.at_once import at_once
from tests.tracking import factories
from tests.tracking.certificates.test_issue import completed
from tests.tracking.examinees import examinee, signed_in
from tests.worlds import world
from tracking.actions.issue_certificate import IssueCertificate
from tracking.actions.reissue_certificate import IssuedAnewAlready, NotRevoked, ReissueCertificate
from tracking.actions.revoke_certificate import RevokeCertificate
from tracking.models import Certificate

pytestmark = pytest.mark.django_db


@world
def certificate():
    return IssueCertificate(completed()).execute()


@world
def operator():
    return User.objects.create_superuser("drift@example.dk")


def url(name, enrolment):
    return reverse(f"tracking:{name}", args=[enrolment.pk])


def test_whoever_has_the_address_sees_name_course_and_date_and_no_more(certificate):
    response = Client().get(certificate.get_absolute_url())
    page = response.content.decode()

    assert "Kirsten Holm" in page
    assert "Ledelse i praksis" in page
    assert certificate.enrolment.user.email not in page
    assert str(certificate.enrolment_id) not in page
    assert certificate.enrolment.municipality.name not in page


def test_search_engines_and_other_sites_do_not_learn_the_address(certificate):
    response = Client().get(certificate.get_absolute_url())

    assert response["X-Robots-Tag"] == "noindex, nofollow"
    assert response["Referrer-Policy"] == "same-origin"
    assert "no-store" in response["Cache-Control"]
    assert b"Disallow: /bevis/" in Client().get("/robots.txt").content


@pytest.mark.parametrize("token", ["x", "a" * 32, "a" * 500, "%00", "æøå"])
def test_an_unknown_address_is_not_found(certificate, token):
    assert Client().get(f"/bevis/{token}/").status_code == 404


def test_a_revoked_certificate_says_so_without_the_name(certificate, operator):
    RevokeCertificate(certificate, user=operator, reason="Fejl").execute()

    page = Client().get(certificate.get_absolute_url()).content.decode()

    assert "Kirsten Holm" not in page
    assert "Ledelse i praksis" not in page
    assert signed_in(certificate.enrolment.user).get(url("certificate_pdf", certificate.enrolment)).status_code == 404


def test_the_pdf_holds_the_name_and_the_address_to_check_it_at(certificate):
    response = signed_in(certificate.enrolment.user).get(url("certificate_pdf", certificate.enrolment))

    text = "".join(page.extract_text() for page in PdfReader(io.BytesIO(response.content)).pages)
    assert response["Content-Type"] == "application/pdf"
    assert "Kirsten Holm" in text
    assert certificate.token in text.replace("\n", "")


def test_the_pdf_is_one_sheet_lying_down_in_the_sites_own_type(certificate):
    response = signed_in(certificate.enrolment.user).get(url("certificate_pdf", certificate.enrolment))

    [sheet] = PdfReader(io.BytesIO(response.content)).pages
    fonts = [font.get_object()["/BaseFont"] for font in sheet["/Resources"]["/Font"].values()]
    assert sheet.mediabox.width > sheet.mediabox.height
    assert any("Plex" in font for font in fonts)


def test_a_name_cannot_make_the_pdf_fetch_anything():
    enrolment = completed()
    name = 'A <img src="file:///etc/passwd"><link rel=attachment href="http://127.0.0.1:1/">'
    IssueCertificate(enrolment, name=name).execute()

    response = signed_in(enrolment.user).get(url("certificate_pdf", enrolment))

    assert b"/EmbeddedFile" not in response.content


def test_the_learner_is_asked_for_her_name_and_gets_the_certificate():
    enrolment = completed(name="")
    client = signed_in(enrolment.user)

    assert client.get(url("my_certificate", enrolment)).status_code == 200
    assert client.post(url("my_certificate", enrolment), {"name": " "}).status_code == 422
    response = client.post(url("my_certificate", enrolment), {"name": "Kirsten Holm"})

    certificate = Certificate.objects.for_municipality(enrolment.municipality).get()
    assert response.url == certificate.get_absolute_url()
    assert url("certificate_pdf", enrolment) in client.get(response.url).content.decode()


def test_looking_issues_nothing():
    enrolment = completed()
    signed_in(enrolment.user).get(url("my_certificate", enrolment))

    assert not Certificate.objects.for_municipality(enrolment.municipality).exists()


def test_before_completion_the_way_leads_to_the_course():
    enrolment = examinee()
    client = signed_in(enrolment.user)

    assert client.get(url("my_certificate", enrolment)).url == url("course", enrolment)
    assert client.post(url("my_certificate", enrolment), {"name": "Kirsten"}).url == url("course", enrolment)
    assert client.get(url("certificate_pdf", enrolment)).status_code == 404


@pytest.mark.parametrize("name", ["my_certificate", "certificate_pdf"])
def test_a_certificate_is_its_learners_own(certificate, name):
    address = url(name, certificate.enrolment)

    assert signed_in(factories.learner()).get(address).status_code == 404
    assert Client().get(address).url.startswith(resolve_url(django_settings.LOGIN_URL))


def revoke_url(certificate):
    return reverse("hyldefri_tracking:revoke_certificate", args=[certificate.pk])


def test_an_operator_revokes_with_a_reason_that_the_log_keeps(certificate, operator):
    client = signed_in(operator)

    assert client.get(reverse("hyldefri_tracking:certificates")).status_code == 200
    assert client.get(revoke_url(certificate)).status_code == 200
    assert client.post(revoke_url(certificate), {"reason": " "}).status_code == 422
    certificate.refresh_from_db()
    assert certificate.revoked_at is None
    client.post(revoke_url(certificate), {"reason": "Udstedt ved en fejl"})
    certificate.refresh_from_db()
    assert certificate.revoked_at
    entry = ModelLogEntry.objects.get(action="tracking.certificate.revoke")
    assert entry.data == {"reason": "Udstedt ved en fejl"}


def test_revoking_again_changes_nothing(certificate, operator):
    first = RevokeCertificate(certificate, user=operator, reason="Fejl").execute()
    again = RevokeCertificate(certificate, user=operator, reason="Igen").execute()

    assert again.revoked_at == first.revoked_at
    assert ModelLogEntry.objects.filter(action="tracking.certificate.revoke").count() == 1


def reissue_url(certificate):
    return reverse("hyldefri_tracking:reissue_certificate", args=[certificate.pk])


@world
def revoked(certificate, operator):
    return RevokeCertificate(certificate, user=operator, reason="Navnet er stavet forkert").execute()


def test_a_revoked_certificate_is_issued_anew_with_the_right_name_at_another_address(revoked, operator):
    client = signed_in(operator)

    assert client.get(reissue_url(revoked)).status_code == 200
    assert client.post(reissue_url(revoked), {"name": "  Kirsten   Holmgaard "}).status_code == 302

    new = revoked.enrolment.certificate
    assert (new.name, new.course_title) == ("Kirsten Holmgaard", revoked.course_title)
    assert (new.completed_at, new.criterion) == (revoked.completed_at, revoked.criterion)
    assert new.token != revoked.token
    assert "Kirsten Holmgaard" in Client().get(new.get_absolute_url()).content.decode()
    assert "Kirsten" not in Client().get(revoked.get_absolute_url()).content.decode()
    learner = signed_in(revoked.enrolment.user)
    assert learner.get(url("my_certificate", revoked.enrolment)).url == new.get_absolute_url()
    assert new.get_absolute_url() in learner.get(url("course", revoked.enrolment)).content.decode()
    assert learner.get(url("certificate_pdf", revoked.enrolment)).status_code == 200


def test_issuing_anew_is_logged_without_a_name(revoked, operator):
    new = ReissueCertificate(revoked, name="Kirsten Holmgaard", user=operator).execute()

    entry = ModelLogEntry.objects.get(action="tracking.certificate.reissue")
    assert (entry.label, entry.data, entry.user) == (f"#{new.pk}", {"replaces": revoked.pk}, operator)


@pytest.mark.parametrize("name", ["", "  ", "\u202e", "x" * 201])
def test_what_is_no_name_issues_nothing_anew(revoked, operator, name):
    response = signed_in(operator).post(reissue_url(revoked), {"name": name})

    assert response.status_code == 422
    assert revoked.enrolment.certificates.count() == 1


def test_a_valid_certificate_is_not_issued_anew(certificate, operator):
    with pytest.raises(NotRevoked):
        ReissueCertificate(certificate, name="Kirsten Holmgaard", user=operator).execute()
    assert signed_in(operator).post(reissue_url(certificate), {"name": "En anden"}).status_code == 422


def test_a_certificate_is_issued_anew_once(revoked, operator):
    ReissueCertificate(revoked, name="Kirsten Holmgaard", user=operator).execute()

    with pytest.raises(IssuedAnewAlready):
        ReissueCertificate(revoked, name="Kirsten Holmgren", user=operator).execute()
    assert 'name="name"' not in signed_in(operator).get(reissue_url(revoked)).content.decode()


def test_a_revoked_certificate_is_not_replaced_by_the_learner_herself(revoked):
    learner = signed_in(revoked.enrolment.user)
    learner.post(url("my_certificate", revoked.enrolment), {"name": "En anden"})

    assert revoked.enrolment.certificates.count() == 1


def test_only_designers_issue_anew(revoked):
    client = signed_in(revoked.enrolment.user)

    assert client.post(reissue_url(revoked), {"name": "En anden"}).status_code in (302, 403)
    assert revoked.enrolment.certificates.count() == 1


@pytest.mark.django_db(transaction=True)
def test_of_two_that_issue_anew_at_the_same_moment_one_is_told_so(revoked, operator):
    outcomes = at_once(*[ReissueCertificate(revoked, name="Kirsten Holmgaard", user=operator).execute] * 2)

    assert sorted(type(outcome).__name__ for outcome in outcomes) == ["Certificate", "IssuedAnewAlready"]
