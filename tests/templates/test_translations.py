"""What Django lets pass in silence in a template's translated sentences."""

from __future__ import annotations

import re
from pathlib import Path

from django.conf import settings

TEMPLATES = Path(settings.BASE_DIR) / "templates"
SENTENCE = re.compile(r"{%\s*blocktrans(?:late)?\b.*?%}(.*?){%\s*endblocktrans(?:late)?\s*%}", re.DOTALL)
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
