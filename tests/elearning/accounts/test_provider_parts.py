"""The pieces of a municipality's sign-in that need no provider to be looked at."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import override_settings
from hypothesis import given
from hypothesis import strategies as st

from elearning.accounts.providers import asking, client_secrets
from elearning.accounts.providers.errors import MISCONFIGURED, UNREACHABLE, UNTRUSTED, ProviderProblem
from elearning.accounts.providers.person import Person, highest, person_from_claims
from elearning.accounts.providers.tokens import _require_tenant

ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=8,
)
CLAIMS = ("oid", "email", "email_verified", "xms_edov", "preferred_username", "upn", "given_name", "name", "groups")


@pytest.fixture(autouse=True)
def nothing_learnt_from_earlier_tests() -> None:
    asking.forget_failures()


class TestProblems:
    """As a person who signs in is told of them."""

    def test_a_secret_that_another_key_encrypted_is_a_site_that_is_not_set_up_right(self) -> None:
        encrypted = client_secrets.encrypt("hemmelig")
        with override_settings(SECRET_KEY="x" * 60), pytest.raises(ProviderProblem) as refused:
            client_secrets.decrypt(encrypted)
        assert refused.value.problem is MISCONFIGURED
        assert "hemmelig" not in str(refused.value)

    def test_an_address_that_is_not_https_is_not_trusted(self) -> None:
        with pytest.raises(ProviderProblem) as refused:
            asking.get_json("http://login.example.dk")
        assert refused.value.problem is UNTRUSTED

    @override_settings(HYLDEFRI_PROVIDERS_ON_THIS_MACHINE=False)
    def test_a_provider_in_our_own_network_does_not_answer(self) -> None:
        with pytest.raises(ProviderProblem) as refused:
            asking.get_json("https://localhost:9/")
        assert refused.value.problem is UNREACHABLE


class TestPerson:
    @given(st.fixed_dictionaries({"iss": st.just("https://a.dk")}, optional=dict.fromkeys(CLAIMS, ANYTHING)))
    def test_whatever_a_provider_says_is_a_person_or_a_problem(self, claims: dict[str, Any]) -> None:
        try:
            person = person_from_claims(claims, subject_claim="oid", roles_claim="groups")
        except ProviderProblem:
            return
        assert isinstance(person, Person)
        assert 0 < len(person.subject) <= 255
        assert all(address.count("@") == 1 and address == address.lower() for address in person.addresses)
        assert len(person.first_name) <= 150
        assert all(isinstance(group, str) for group in person.groups)

    @pytest.mark.parametrize("subject", [None, "", "  ", 7, ["a"], "x" * 256, "a\0b"])
    def test_without_a_subject_there_is_nobody(self, subject: object) -> None:
        with pytest.raises(ProviderProblem):
            person_from_claims({"iss": "a", "oid": subject}, subject_claim="oid", roles_claim="groups")

    @pytest.mark.parametrize(
        ("said", "names"),
        [
            ({"given_name": "Anne Marie", "family_name": "Holm", "name": "A"}, ("Anne Marie", "Holm")),
            ({"name": "Anne Marie Holm"}, ("Anne Marie", "Holm")),
            ({"name": "Holm"}, ("Holm", "")),
            ({"name": 7}, ("", "")),
            ({"given_name": "Anne\r\nBcc: x"}, ("AnneBcc: x", "")),
        ],
    )
    def test_the_parts_of_a_name_are_found(self, said: dict[str, Any], names: tuple[str, str]) -> None:
        person = person_from_claims({"iss": "a", "oid": "b", **said}, subject_claim="oid", roles_claim="groups")
        assert (person.first_name, person.last_name) == names

    @given(st.lists(st.sampled_from("abcd")))
    def test_the_highest_is_one_of_them_and_none_is_higher(self, roles: list[str]) -> None:
        found = highest(roles, "abcd")
        assert found == max(roles, default="")


class TestEntra:
    ISSUER = "https://login.microsoftonline.com/0a0b/v2.0"

    def test_its_own_tenant_is_taken(self) -> None:
        _require_tenant({"tid": "0a0b"}, self.ISSUER)

    @pytest.mark.parametrize("claims", [{}, {"tid": "ffff"}, {"tid": None}, {"tid": ["0a0b"]}])
    def test_another_is_not(self, claims: dict[str, Any]) -> None:
        with pytest.raises(ProviderProblem):
            _require_tenant(claims, self.ISSUER)

    def test_others_have_no_tenants(self) -> None:
        _require_tenant({}, "https://login.example.dk")
