"""Every rule and every reason is said in words, and described."""

from __future__ import annotations

import pytest
from django.utils.translation import override

from courses.h5p.package import PackageRefused, Rule
from courses.h5p.package.errors import Reason
from courses.h5p.wording import REFUSALS, REMOVALS, refusal_message, removal_message
from tests.services import ROOT

pytestmark = pytest.mark.once
DOCUMENT = ROOT / "docs" / "h5p-packages.md"


def test_every_rule_is_worded_and_described() -> None:
    described = DOCUMENT.read_text(encoding="utf-8")

    assert set(REFUSALS) == set(Rule)
    assert [rule.value for rule in Rule if f"`{rule.value}`" not in described] == []


def test_every_reason_is_worded_and_described() -> None:
    described = DOCUMENT.read_text(encoding="utf-8")

    assert set(REMOVALS) == set(Reason)
    assert [reason.value for reason in Reason if f"`{reason.value}`" not in described] == []


def test_people_are_told_in_danish() -> None:
    with override("da"):
        assert refusal_message(PackageRefused(Rule.LINK, "content/a")).startswith("En fil i pakken er en henvisning")
        assert removal_message("file_type", "svg") == "er af en type, der ikke lukkes ind (svg)"
        assert removal_message(Reason.STRAY_FILE) == "hører ikke til i en pakke"
