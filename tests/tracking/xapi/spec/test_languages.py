"""Language tags (RFC 5646) and the choice of one language (RFC 2616, 14.4)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracking.xapi.spec.languages import chosen, is_language_tag, preferences

WELL_FORMED = """de fr ja i-enochian zh-Hant zh-Hans sr-Cyrl sr-Latn zh-cmn-Hans-CN cmn-Hans-CN zh-yue-HK yue-HK
zh-Hans-CN sr-Latn-RS sl-rozaj  sl-nedis de-CH-1901 sl-IT-nedis hy-Latn-IT-arevela de-DE en-US es-419
de-CH-x-phonebk az-Arab-x-AZE-derbend x-whatever qaa-Qaaa-QM-x-southern de-Qaaa sr-Latn-QM sr-Qaaa-RS
en-US-u-islamcal zh-CN-a-myext-x-private en-a-myext-b-another art-lojban zh-min-nan en-GB-oed sgn-BE-FR cmn ase DA-dk"""
ILL_FORMED = """a12345 something zh-z-aaa-z-bbb-c-ccc de-419-DE a-DE ar-a-aaa-b-bbb-a-ccc de-1901-1901 x i- da- -da
da--DK da_DK e en-u en-x-123456789 ab1 d\N{KELVIN SIGN} ſa"""


def test_tags_of_the_grammar_are_language_tags():
    assert [tag for tag in WELL_FORMED.split() if not is_language_tag(tag)] == []


def test_nothing_else_is():
    others = [*ILL_FORMED.split(), "", " ", "da ", "da\n", "\0", "x-" + "a" * 9, "en" + "-abcde" * 50_000]
    assert [tag for tag in others if is_language_tag(tag)] == []


@given(st.text("abxi01-", max_size=60))
def test_any_text_is_one_or_not(text):
    assert is_language_tag(text) in (True, False)


@pytest.mark.parametrize(
    ("header", "language"),
    [
        ("da", "da"),
        ("en", "en-GB"),
        ("en-US, da;q=0.5", "da"),
        ("de, en;q=0.7, da;q=0.8", "da"),
        ("en-GB;q=0.3, *;q=0.5", "da"),
        ("*", "da"),
        ("fr", "da"),
        ("", "da"),
        ("da;q=0, en;q=0.1", "en-GB"),
        ("EN-gb", "en-GB"),
        ("en;q=0.9, en-GB;q=0.1, nb;q=0.5", "nb"),
        ("da;q=2, nb;q=0.1, ,;;,q=1", "nb"),
    ],
)
def test_one_language_is_chosen_as_the_header_asks(header, language):
    texts = {"da": "Ja", "en-GB": "Yes", "nb": "Ja da"}
    assert chosen(texts, preferences(header)) == {language: texts[language]}


@given(
    st.text("ade-*;q=0.1, ", max_size=60), st.dictionaries(st.sampled_from(["da", "de", "e"]), st.just("x"), max_size=3)
)
def test_whatever_the_header_says_one_entry_is_left(header, texts):
    left = chosen(texts, preferences(header))
    assert left.items() <= texts.items()
    assert len(left) == min(len(texts), 1)


def test_a_long_header_costs_no_more_than_its_beginning():
    assert len(preferences("da," * 100_000)) == 50
