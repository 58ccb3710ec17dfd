"""Our Danish for Wagtail: strings that Wagtail has, with their placeholders intact."""

import re
from pathlib import Path

import polib
import pytest
import wagtail

DANISH = Path(__file__).resolve().parents[3] / "wagtail_danish" / "da" / "LC_MESSAGES"
WAGTAIL = Path(wagtail.__file__).parent
PLACEHOLDER = re.compile(r"%\([a-z_]+\)[sd]|\{\w*\}")
# Where the name of a kind of thing would make a poor sentence in Danish, it is left out.
MAY_BE_LEFT_OUT = {"%(model_name)s"}


def sources(domain):
    found = {}
    for path in WAGTAIL.glob(f"**/locale/en/LC_MESSAGES/{domain}.po"):
        for entry in polib.pofile(str(path)):
            found.setdefault((entry.msgctxt, entry.msgid), set()).add(entry.msgid_plural)
    return found


@pytest.mark.parametrize("domain", ["django", "djangojs"])
def test_every_string_is_one_of_wagtails(domain):
    known = sources(domain)

    strangers = [
        entry.msgid
        for entry in polib.pofile(str(DANISH / f"{domain}.po"))
        if entry.msgid_plural not in known.get((entry.msgctxt, entry.msgid), set())
    ]

    assert strangers == []


@pytest.mark.parametrize("domain", ["django", "djangojs"])
def test_placeholders_are_intact(domain):
    for entry in polib.pofile(str(DANISH / f"{domain}.po")):
        pairs = [(entry.msgid_plural, entry.msgstr_plural[1])] if entry.msgid_plural else [(entry.msgid, entry.msgstr)]
        for source, danish in pairs:
            wanted, given = set(PLACEHOLDER.findall(source)), set(PLACEHOLDER.findall(danish))
            assert given <= wanted, entry.msgid
            assert wanted - given <= MAY_BE_LEFT_OUT, entry.msgid


def test_the_most_visible_strings_are_there():
    assert len(polib.pofile(str(DANISH / "django.po"))) > 350
    assert len(polib.pofile(str(DANISH / "djangojs.po"))) > 50
