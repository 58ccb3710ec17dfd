"""What becomes of an editor's texts on a learner's page."""

import pytest
from django.urls import reverse
from wagtail.models import Site

from courses.models import CatalogueIndexPage
from courses.richtext import Links, clean, with_links
from courses.templatetags.hyldefri import course_text
from tests import trees
from tests.tracking import factories


@pytest.fixture
def read(sign_in):
    """The page of a lesson with these blocks, in a course with two sources and another lesson and a hidden one."""

    def page(*body, other=None):
        step, other = factories.lesson(*body), other or factories.lesson()
        hidden = factories.lesson(hidden=True)
        sources = [trees.node("source", factories.new_id(), key=key, text=f"Kilden {key}") for key in ("K1", "K2")]
        tree = factories.course(factories.module(step, other, hidden), sources=sources)
        enrolment = factories.enrolment(factories.released(tree))
        page.enrolment = enrolment
        address = reverse("tracking:step", args=[enrolment.pk, step["id"]])
        page.again = lambda: sign_in(enrolment).get(address).content.decode()
        return page.again()

    return page


@pytest.mark.django_db
def test_a_link_to_another_lesson_stays_within_her_course(read):
    other = factories.lesson()
    html = read(factories.paragraph(f'<p>Se <a linktype="node" id="{other["id"]}">den</a></p>'), other=other)
    assert f'<a href="{reverse("tracking:step", args=[read.enrolment.pk, other["id"]])}">den</a>' in html


@pytest.mark.django_db
def test_a_link_to_a_document_leads_to_the_sealed_file(read):
    card = factories.document()
    html = read(factories.paragraph(f'<p><a linktype="document" id="{card.pk}">kort</a></p>'))
    assert f'href="{reverse("tracking:media", args=[read.enrolment.pk, "document", card.pk])}"' in html


@pytest.mark.django_db
def test_a_link_to_a_page_outside_leads_there(read):
    catalogue = factories.catalogue()
    Site.objects.update(root_page=catalogue.get_parent())
    html = read(factories.paragraph(f'<p><a linktype="page" id="{catalogue.pk}">kurser</a></p>'))
    assert f'<a href="{catalogue.get_url()}">kurser</a>' in html


@pytest.mark.django_db
def test_a_link_to_a_page_that_is_gone_since_is_text(read):
    catalogue = factories.catalogue()
    page = catalogue.get_parent().add_child(instance=CatalogueIndexPage(title="Andre", slug="andre"))
    Site.objects.update(root_page=catalogue.get_parent())
    text = factories.paragraph(f'<p><a linktype="page" id="{page.pk}">borte</a></p>')
    assert f'<a href="{page.get_url()}">borte</a>' in read(text)
    page.unpublish()
    assert "<a>borte</a>" in read.again()


def test_a_link_that_leads_nowhere_is_text():
    node = trees.paragraph('<a linktype="node" id="x">a</a><a linktype="page" id="1">b</a><a linktype="email">c</a>')
    assert with_links(node, Links())["fields"]["text"] == "<a>a</a><a>b</a><a>c</a>"


def test_an_address_in_a_link_is_escaped():
    node = trees.paragraph('<a linktype="node" id="x">a</a>')
    linked = with_links(node, Links(nodes={"x": '/"><script>'}))["fields"]["text"]
    assert linked == '<a href="/&quot;&gt;&lt;script&gt;">a</a>'


@pytest.mark.django_db
def test_only_the_cited_sources_are_listed(read):
    html = read(factories.paragraph("<p>Det viser tallene [K2].</p>"))
    assert 'href="#kilde-K2"' in html
    assert "Kilden K2" in html
    assert "Kilden K1" not in html


@pytest.mark.django_db
def test_scripts_do_not_reach_a_learner(read):
    html = read(
        factories.paragraph('<p onclick="x()">Hej<script>alert(1)</script><img src=x onerror=alert(2)></p>'),
        factories.block("key_message", text="<img src=x onerror=alert(3)>"),
        factories.block("reflection", prompt="<svg onload=alert(4)>"),
    )
    for number in (1, 2):
        assert f"alert({number})" not in html
    assert "<img src=x" not in html
    assert "<svg onload" not in html


@pytest.mark.parametrize(
    "hostile",
    [
        '<a href="javascript:alert(1)">x</a>',
        '<a href="data:text/html,x">x</a>',
        '<p style="position:fixed">x</p>',
        "<iframe src=//x.example></iframe>",
        '<a href="https://x.example/[K1]<img src=x onerror=alert(1)>">x</a>',
        '<a href="https://x.example/>[K1]<img src=x onerror=alert(1)>">x</a>',
        '<p id="[K1]" class="[K1]">x</p>',
        "<math><mtext></mtext><mglyph><style><img src=x onerror=alert(1)></style></mglyph></math>",
    ],
)
def test_hostile_rich_text_is_harmless(hostile):
    html = course_text(hostile, ["K1"])
    for trace in ("javascript:", "data:", "style", "iframe", "<img", "onerror=alert(1)>", "id="):
        assert trace not in html.replace("&lt;", "").replace("%3C", "")


def test_what_our_editor_makes_is_left_alone():
    html = (
        "<h3>Overskrift</h3><p>Et <b>fedt</b> og <i>skråt</i> ord, "
        '<a href="https://kl.dk/x?a=1&amp;b=2">et link</a><br>'
        "</p><ul><li>Punkt</li></ul><ol><li>Et</li></ol>"
    )
    assert clean(html) == html


def test_a_citation_in_rich_text_is_a_link_to_its_source():
    assert 'href="#kilde-K1"' in course_text("<p>Ja [K1]</p>", ["K1"])
    assert "href" not in course_text("<p>Ja [K1]</p>", [])
