"""What went and what came, word by word."""

from hypothesis import given
from hypothesis import strategies as st

from courses.review.differences import compare, only_looks, words


def said(before: str, after: str) -> list[tuple[str, str]]:
    return [(part.kind, "".join(word.text for word in part.words)) for part in compare(before, after)]


def test_a_word_that_changed_is_told_from_those_that_stayed() -> None:
    assert said("Vi begynder her.", "Vi begynder nu.") == [("same", "Vi begynder "), ("went", "her."), ("came", "nu.")]


def test_a_word_made_bold_is_a_change_of_looks_only() -> None:
    before, after = '<p data-block-key="a">Vi <b>begynder</b></p>', '<p data-block-key="a">Vi begynder</p>'

    assert said(before, after) == [("same", "Vi "), ("went", "begynder"), ("came", "begynder")]
    assert compare(before, after)[1].words[0].strong
    assert only_looks(before, after)


def test_a_paragraph_made_a_list_item_is_a_change_of_looks_only() -> None:
    assert only_looks('<p data-block-key="a">Vi</p>', '<ul><li data-block-key="a">Vi</li></ul>')
    assert not only_looks("<p>Vi</p>", "<p>De</p>")
    assert not only_looks("ens", "ens")


def test_a_text_written_anew_is_told_as_a_whole() -> None:
    before = (
        "Et team planlagde med tre ekstra kolleger i seks uger og en liste over borgere. Listen blev brugt én gang."
    )
    after = "I uge 4 øvede holdet på ti rigtige sager. Det tog et kvarter at blive enige. Planen blev brugt én gang."
    assert said(before, after) == [("went", before), ("came", after)]
    assert len(compare(before, before.replace("tre", "to"))) == 4
    assert len(compare(before, f"{before} {after}")) == 2


def test_a_link_that_leads_elsewhere_is_seen() -> None:
    before, after = (f'<p>Se <a linktype="node" id="{target}">her</a></p>' for target in "ab")

    assert ("went", "her") in said(before, after)


def test_what_looks_like_markup_in_a_plain_text_is_text() -> None:
    assert "".join(word.text for word in words("under 5 & over")) == "under 5 & over"


@given(st.text(), st.text())
def test_whatever_the_texts_both_can_be_read_back(before: str, after: str) -> None:
    parts = compare(before, after)

    old = [word for part in parts if part.kind != "came" for word in part.words]
    new = [word for part in parts if part.kind != "went" for word in part.words]
    assert (old, new) == (words(before), words(after))
