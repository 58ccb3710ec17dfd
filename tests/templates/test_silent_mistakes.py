"""What Django lets pass in silence in templates."""

from __future__ import annotations

import re
from pathlib import Path

from django.conf import settings

TEMPLATES = Path(settings.BASE_DIR) / "templates"
SENTENCE = re.compile(r"{%\s*blocktrans(?:late)?\b.*?%}(.*?){%\s*endblocktrans(?:late)?\s*%}", re.DOTALL)
INCLUDE = re.compile(r'{%\s*include "([^"]+)" ([^%]*)%}')
VALUE = re.compile(r"{{\s*(.*?)\s*}}")


def test_a_translated_sentence_names_plain_values_only() -> None:
    """``{{ commission.municipality }}`` within one is left empty on the screen: it has to be named by ``with``."""
    paths = [path for path in TEMPLATES.rglob("*") if path.suffix in {".html", ".txt"}]
    wrong = [
        f"{path.relative_to(TEMPLATES)}: {value}"
        for path in paths
        for sentence in SENTENCE.findall(path.read_text())
        for value in VALUE.findall(sentence)
        if not value.isidentifier()
    ]

    assert any(SENTENCE.search(path.read_text()) for path in paths)
    assert wrong == []


def test_a_form_that_is_included_alone_is_given_its_token() -> None:
    """``only`` takes ``csrf_token`` away too, and then whoever sends the form is refused."""
    texts = {str(path.relative_to(TEMPLATES)): path.read_text() for path in TEMPLATES.rglob("*.html")}
    forms = {name for name, text in texts.items() if "<form" in text and "{% csrf_token %}" in text}
    included = [
        (name, part, given.split())
        for name, text in texts.items()
        for part, given in INCLUDE.findall(text)
        if part in forms
    ]

    assert included
    assert [
        (name, part) for name, part, given in included if "only" in given and "csrf_token=csrf_token" not in given
    ] == []
