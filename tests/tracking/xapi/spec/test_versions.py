"""Which version of the specification a request means (1.0.3 Communication 3.3; 2.0, 4.1.7)."""

import pytest

from tracking.xapi.spec.versions import MOUNTS, V1, V2, UnknownVersion, own_rules, rules_for


@pytest.mark.parametrize(
    ("header", "rules"),
    [("2.0", V2), ("2.0.0", V2), ("2.0.1", V2), ("1.0", V1), ("1.0.0", V1), ("1.0.3", V1), ("1.0.32", V1)],
)
def test_the_header_says_the_version(header, rules):
    assert rules_for(header, "") is rules
    if rules is V1:
        assert rules_for(header, "1.0.3") is V1


OTHERS = [None, "", "0.9", "0.95", "1", "1.1.0", "2.1.0", "3.0", "2.0.", "2.0.0 ", "2.0.x", "١.0"]


@pytest.mark.parametrize("mount", list(MOUNTS))
def test_every_other_header_is_refused_in_the_mounts_own_version(mount):
    for header in OTHERS:
        with pytest.raises(UnknownVersion) as caught:
            rules_for(header, mount)
        assert caught.value.rules is own_rules(mount)
        assert caught.value.rules.version in str(caught.value)


def test_the_older_mount_speaks_1_0_only():
    assert own_rules("").version == "2.0.0"
    assert own_rules("1.0.3").version == "1.0.3"
    with pytest.raises(UnknownVersion):
        rules_for("2.0.0", "1.0.3")


def test_each_version_names_itself():
    for rules in (V1, V2):
        assert rules.headers.fullmatch(rules.version)
        assert rules.statement_versions.fullmatch(rules.statement_version)
