import pytest
from hypothesis import given
from hypothesis import strategies as st

from courses.readability import count_sentences, count_words, lix, plain_text
from tests.trees import block, lesson, paragraph, single_choice


def test_rich_text_becomes_a_line_a_paragraph():
    html = '<h2 data-block-key="a">Titel</h2><p>En <b>fed</b>\n linje<br/>og en til &amp; mere</p>'

    assert plain_text(paragraph(html)) == "Titel\nEn fed linje\nog en til & mere"


def test_plain_fields_are_not_taken_for_html():
    assert plain_text(block("key_message", text="a < b og b > c")) == "a < b og b > c"


def test_a_lessons_text_is_what_is_read_before_anything_is_done():
    made = lesson(
        paragraph("<p>Synlig</p>"),
        paragraph("<p>Skjult</p>", hidden=True),
        block("video", title="Film", transcript="<p>Udskrift</p>"),
        single_choice("q", "a* b", prompt="Spørgsmål"),
        goal="Mål",
    )

    assert plain_text(made).split() == ["Mål", "Synlig", "Film", "Spørgsmål", "A", "B"]


def test_another_audiences_text_is_left_out():
    made = lesson(paragraph("<p>Skole</p>", audience=["skole"]), paragraph("<p>Vej</p>", audience=["vej"]))

    assert plain_text(made, frozenset({"vej"})) == "Vej"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", 0),
        ("Ja – nej", 2),
        ("it-strategi og KL's", 3),
        ("1.264 ledere [K1]", 2),
        ("sagt.[K1] Så", 2),
        ("…", 0),
    ],
)
def test_words_are_what_stands_between_spaces_and_has_letters_or_digits(text, words):
    assert count_words(text) == words


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("", 0),
        ("Uden punktum", 1),
        ("En. To! Tre? Fire: fem", 5),
        ("Titel\nEn sætning.", 2),
        ("Ca. 75 pct. af lederne svarede kl. 14.26 den 28. september 2020.", 1),
        ("F.eks. skoler, bl.a. i Aarhus, dvs. alle.", 1),
        ("Det steg 5 pct. Så faldt det.", 2),
        ("Borde, stole mv. Resten er væk.", 2),
        ("Det var i 2020. Siden er det ændret.", 2),
        ("Det siger KL. Kommunerne er enige.", 2),
        ("Hun spurgte: »Hvornår?« Ingen svarede.", 3),
        ("Sådan er det. [K1] Og sådan.", 2),
        ("Prisen er 1.200,50 kr. i dag.", 1),
        ("Vent ... Nu", 2),
    ],
)
def test_sentences_end_where_a_dane_would_say_they_do(text, sentences):
    assert count_sentences(text) == sentences


def test_lix_is_words_a_sentence_and_the_percentage_of_long_words():
    assert lix("Kommunen leder. Vi er med i det nye.") == 8 / 2 + 100 * 1 / 8


def test_a_long_word_has_more_than_six_letters_whatever_its_punctuation():
    assert lix("»seksse«,") == 1
    assert lix("kommune") == 101


def test_there_is_no_lix_without_words():
    assert lix(" – \n [K1]") is None


@given(st.text("abc. :?!\n[K1]28pct.kl", max_size=60))
def test_every_text_with_words_has_a_lix(text):
    assert (lix(text) is None) == (count_words(text) == 0)
    assert count_sentences(text) <= count_words(text)
