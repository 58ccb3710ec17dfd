"""The pieces of a municipality's sign-in that need no provider to be looked at."""

from __future__ import annotations

import socket
from typing import Any

import pytest
from django.test import override_settings
from hypothesis import given
from hypothesis import strategies as st

from elearning.accounts.providers import http, secrets
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
    http.forget_failures()


class TestAddresses:
    @pytest.mark.parametrize(
        "peer",
        [
            "127.0.0.1",
            "10.0.0.8",
            "172.16.3.4",
            "192.168.1.1",
            "169.254.169.254",
            "100.64.0.1",
            "0.0.0.0",  # noqa: S104
            "224.0.0.1",
            "255.255.255.255",
            "::1",
            "::",
            "fe80::1%eth0",
            "fd00::1",
            "ff02::1",
            "::ffff:10.0.0.8",
            "::ffff:169.254.169.254",
        ],
    )
    @override_settings(HYLDEFRI_PROVIDERS_ON_THIS_MACHINE=False)
    def test_our_own_network_is_not_asked(self, peer: str) -> None:
        assert not http.is_allowed_peer(peer)

    @pytest.mark.parametrize("peer", ["20.190.128.1", "2603:1006:2000::1", "::ffff:20.190.128.1"])
    def test_the_world_is(self, peer: str) -> None:
        assert http.is_allowed_peer(peer)

    @override_settings(HYLDEFRI_PROVIDERS_ON_THIS_MACHINE=False, HYLDEFRI_PROVIDERS_IN_PRIVATE_NETWORK=True)
    def test_a_private_network_may_be_opened_but_never_this_machine_or_the_clouds_own_address(self) -> None:
        assert http.is_allowed_peer("10.0.0.8")
        assert not http.is_allowed_peer("127.0.0.1")
        assert not http.is_allowed_peer("169.254.169.254")

    @override_settings(HYLDEFRI_PROVIDERS_ON_THIS_MACHINE=False)
    def test_nothing_is_said_on_a_connection_that_leads_into_our_own_network(self) -> None:
        """The name is harmless; where it leads is not."""
        with socket.create_server(("127.0.0.1", 0)) as inner:
            inner.settimeout(5)
            port = inner.getsockname()[1]
            with pytest.raises(ProviderProblem) as refused:
                http.get_json(f"https://localhost:{port}/")
            assert refused.value.problem is UNREACHABLE
            connection, _address = inner.accept()
            assert connection.recv(1) == b""

    @pytest.mark.parametrize(
        "url", ["http://login.example.dk", "ftp://a.dk", "//a.dk", "https://", "https://a:b@c.dk", "https://a.dk:99999"]
    )
    def test_only_https_is_asked(self, url: str) -> None:
        with pytest.raises(ProviderProblem) as refused:
            http.get_json(url)
        assert refused.value.problem is UNTRUSTED

    @override_settings(HYLDEFRI_PROVIDERS_ON_THIS_MACHINE=False)
    def test_http_to_this_machine_is_for_tests(self) -> None:
        assert not http.is_allowed_address("http://localhost/")

    def test_the_setting_for_tests_is_off_elsewhere(self) -> None:
        from elearning.settings import base

        assert not base.HYLDEFRI_PROVIDERS_ON_THIS_MACHINE
        assert not base.HYLDEFRI_PROVIDERS_IN_PRIVATE_NETWORK


class TestSecrets:
    def test_no_two_look_alike(self) -> None:
        assert secrets.encrypt("hemmelig") != secrets.encrypt("hemmelig")

    @given(st.text(max_size=100))
    def test_what_goes_in_comes_out(self, secret: str) -> None:
        assert secrets.decrypt(secrets.encrypt(secret)) == secret

    def test_another_key_reads_nothing(self) -> None:
        encrypted = secrets.encrypt("hemmelig")
        with override_settings(SECRET_KEY="x" * 60), pytest.raises(ProviderProblem) as refused:
            secrets.decrypt(encrypted)
        assert refused.value.problem is MISCONFIGURED
        assert "hemmelig" not in str(refused.value)

    def test_an_earlier_key_does_until_the_secret_is_renewed(self, settings: Any) -> None:
        encrypted, earlier = secrets.encrypt("hemmelig"), settings.SECRET_KEY
        settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "x" * 60, [earlier]
        assert secrets.decrypt(encrypted) == "hemmelig"
        renewed = secrets.renewed(encrypted)
        settings.SECRET_KEY_FALLBACKS = []
        assert secrets.decrypt(renewed) == "hemmelig"


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
