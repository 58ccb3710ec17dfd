import pytest
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from tests.tracking import factories
from tracking.learning.media import NotSatisfiable, Span, parse_range

FILM = bytes(range(256)) * 40


@pytest.fixture
def sealed(sign_in):
    """A lesson with a film, a picture, a card to print and a spreadsheet."""
    film, captions = factories.document("film.mp4", FILM), factories.document("film.vtt", b"WEBVTT\n")
    card, sheet = factories.document("kort.pdf"), factories.document("ark.xlsx", b"PK")
    page = factories.document("side.txt", b"<script>alert(1)</script>")
    picture = factories.image()

    def media(kind, row):
        return {"media": kind, "id": row.pk}

    step = factories.lesson(
        factories.block(
            "video",
            video=media("document", film),
            captions=media("document", captions),
            poster=None,
            title="Film",
            transcript="",
            minutes=1,
        ),
        factories.block("image", image=media("image", picture), alt="Ark", caption="", credit=""),
        *(factories.block("download", document=media("document", row), title="Fil") for row in (card, sheet, page)),
    )
    enrolment = factories.enrolment(factories.released(factories.course(factories.module(step))))
    client = sign_in(enrolment)

    def get(row, kind="document", **headers):
        return client.get(reverse("tracking:media", args=[enrolment.pk, kind, row.pk]), headers=headers)

    get.rows = {"film": film, "captions": captions, "card": card, "sheet": sheet, "page": page, "picture": picture}
    get.client, get.enrolment, get.step = client, enrolment, step
    return get


def body(response):
    return b"".join(response.streaming_content)


@pytest.mark.django_db
def test_a_film_is_sent_whole_and_kept_by_her_own_browser_only(sealed):
    response = sealed(sealed.rows["film"])
    assert (response.status_code, body(response)) == (200, FILM)
    assert response["Content-Type"] == "video/mp4"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Accept-Ranges"] == "bytes"
    assert "private" in response["Cache-Control"]
    assert "immutable" in response["Cache-Control"]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("asked", "first", "last"),
    [
        ("bytes=0-99", 0, 99),
        ("bytes=100-", 100, 10239),
        ("bytes=-10", 10230, 10239),
        ("bytes=10000-99999", 10000, 10239),
    ],
)
def test_a_part_of_a_film_is_sent(sealed, asked, first, last):
    response = sealed(sealed.rows["film"], Range=asked)
    assert response.status_code == 206
    assert response["Content-Range"] == f"bytes {first}-{last}/10240"
    assert int(response["Content-Length"]) == last - first + 1
    assert body(response) == FILM[first : last + 1]


@pytest.mark.django_db
@pytest.mark.parametrize("asked", ["bytes=10240-", "bytes=99999-100000", "bytes=-0"])
def test_a_part_beyond_the_end_is_refused(sealed, asked):
    response = sealed(sealed.rows["film"], Range=asked)
    assert (response.status_code, response["Content-Range"]) == (416, "bytes */10240")


@pytest.mark.django_db
@pytest.mark.parametrize("asked", ["bytes=0-1,5-6", "items=0-5", "bytes=a-b", "bytes=5-2", "bytes=-", "\x00"])
def test_what_is_no_single_range_gets_the_whole(sealed, asked):
    assert sealed(sealed.rows["film"], Range=asked).status_code == 200


@pytest.mark.django_db
def test_a_part_of_a_file_that_has_changed_since_gets_the_whole(sealed):
    etag = sealed(sealed.rows["film"])["ETag"]
    for condition, status in ((etag, 206), ('"another"', 200)):
        response = sealed(sealed.rows["film"], Range="bytes=0-1", **{"If-Range": condition})
        assert response.status_code == status


@pytest.mark.django_db
def test_what_the_browser_has_is_not_sent_again(sealed):
    etag = sealed(sealed.rows["film"])["ETag"]
    assert sealed(sealed.rows["film"], **{"If-None-Match": etag}).status_code == 304


@pytest.mark.django_db
def test_only_what_runs_nothing_is_shown_in_the_browser(sealed):
    how = {
        name: sealed(row, "image" if name == "picture" else "document")["Content-Disposition"].split(";")[0]
        for name, row in sealed.rows.items()
    }
    assert how == {
        "film": "inline",
        "captions": "inline",
        "card": "inline",
        "picture": "inline",
        "sheet": "attachment",
        "page": "attachment",
    }
    assert sealed(sealed.rows["picture"], "image")["Content-Type"] == "image/webp"


@pytest.mark.django_db
def test_a_file_that_is_in_no_release_of_hers_does_not_exist(sealed):
    outside = factories.document("hemmelig.pdf")
    assert sealed(outside).status_code == 404
    assert sealed(sealed.rows["page"], "image").status_code == 404


@pytest.mark.django_db
def test_the_file_stays_as_it_was_released(sealed):
    film = sealed.rows["film"]
    film.file.save("film.mp4", factories.ContentFile(b"another film"))
    assert body(sealed(film)) == FILM


@pytest.mark.django_db
def test_the_lessons_page_leads_to_its_files(sealed):
    url = reverse("tracking:step", args=[sealed.enrolment.pk, sealed.step["id"]])
    page = sealed.client.get(url).content.decode()
    for name, row in sealed.rows.items():
        kind = "image" if name == "picture" else "document"
        assert reverse("tracking:media", args=[sealed.enrolment.pk, kind, row.pk]) in page


@given(st.text(max_size=20), st.integers(0, 1000))
def test_any_header_gives_a_span_within_the_file_or_a_refusal(text, size):
    for header in (text, f"bytes={text}"):
        try:
            span = parse_range(header, size)
        except NotSatisfiable:
            continue
        assert span is None or 0 <= span.first <= span.last < size


def test_the_last_bytes_of_a_short_file_are_all_of_it():
    assert parse_range("bytes=-500", 10) == Span(0, 9)
