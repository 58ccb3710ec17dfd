from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.services import ROOT

pytestmark = pytest.mark.once

SETTINGS = ROOT / "elearning" / "settings"
OPERATOR = ROOT / "docs" / "operator.md"
ENVIRONMENT = {
    "DJANGO_SETTINGS_MODULE": "elearning.settings.production",
    "SECRET_KEY": "en-lang-og-tilfældig-nøgle-til-prøver-0123456789-abcdefghijklmnop",
    "ALLOWED_HOSTS": "laer.example.dk",
    "HYLDEFRI_BASE_URL": "https://laer.example.dk",
    "DATABASE_URL": "postgres://hyldefri:kode@db.example.dk/hyldefri",
    "REDIS_URL": "redis://redis.example.dk:6379/0",
    "EMAIL_URL": "smtp+tls://hyldefri:kode@mail.example.dk:587",
}


def manage(*arguments: str, env: dict[str, str]) -> subprocess.CompletedProcess[str]:
    inherited = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
    return subprocess.run(
        [sys.executable, "manage.py", *arguments],
        cwd=ROOT,
        env={**inherited, **env},
        capture_output=True,
        text=True,
        check=False,
    )


def test_the_deployment_check_finds_nothing_to_fix() -> None:
    result = manage("check", "--deploy", "--fail-level", "DEBUG", env=ENVIRONMENT)

    assert (result.returncode, result.stderr) == (0, "")
    assert "no issues" in result.stdout


@pytest.mark.parametrize("name", sorted(set(ENVIRONMENT) - {"DJANGO_SETTINGS_MODULE"}))
def test_a_missing_variable_is_named_in_one_line(name: str) -> None:
    result = manage("check", env={key: value for key, value in ENVIRONMENT.items() if key != name})

    assert result.returncode == 1
    assert result.stderr.count("\n") == 1
    assert f"set the environment variable {name}." in result.stderr


def test_everything_comes_from_the_environment() -> None:
    script = """if True:
        import json
        from django.conf import settings as s
        print(json.dumps({
            "pool": s.DATABASES["default"]["OPTIONS"]["pool"]["max_size"],
            "broker": s.CELERY_BROKER_URL,
            "storage": s.STORAGES["default"],
            "mail": [s.EMAIL_HOST, s.EMAIL_PORT, s.EMAIL_USE_TLS],
            "proxy": s.SECURE_PROXY_SSL_HEADER,
            "proxies": [s.HYLDEFRI_TRUSTED_PROXIES, s.ALLAUTH_TRUSTED_PROXY_COUNT],
            "cookies": [s.SESSION_COOKIE_SECURE, s.CSRF_COOKIE_SECURE],
            "img-src": s.CONTENT_SECURITY_POLICY["DIRECTIVES"]["img-src"],
            "record": [s.HYLDEFRI_IRI_BASE, s.HYLDEFRI_ACCOUNT_KEY],
            "retention": s.HYLDEFRI_RETENTION_DAYS,
        }))"""
    more = {
        "DATABASE_POOL_SIZE": "12",
        "CELERY_BROKER_URL": "redis://broker.example.dk/1",
        "AWS_STORAGE_BUCKET_NAME": "medier",
        "AWS_S3_ENDPOINT_URL": "https://s3.example.dk",
        "MEDIA_ORIGIN": "https://s3.example.dk",
        "TRUST_PROXY_HEADERS": "true",
        "HYLDEFRI_TRUSTED_PROXIES": "2",
        "HYLDEFRI_IRI_BASE": "https://laer.example.dk",
        "HYLDEFRI_ACCOUNT_KEY": "en-nøgle-der-bliver",
        "HYLDEFRI_RETENTION_DAYS": '{"work": 90, "statements": null}',
    }
    result = manage("shell", "--no-imports", "--command", script, env={**ENVIRONMENT, **more})
    found = json.loads(result.stdout)

    assert found["pool"] == 12
    assert found["broker"] == "redis://broker.example.dk/1"
    assert found["storage"]["BACKEND"] == "storages.backends.s3.S3Storage"
    assert found["storage"]["OPTIONS"]["bucket_name"] == "medier"
    assert found["storage"]["OPTIONS"]["default_acl"] is None
    assert found["mail"] == ["mail.example.dk", 587, True]
    assert found["proxy"] == ["HTTP_X_FORWARDED_PROTO", "https"]
    assert found["proxies"] == [2, 2]
    assert found["cookies"] == [True, True]
    assert "https://s3.example.dk" in found["img-src"]
    assert found["record"] == ["https://laer.example.dk", "en-nøgle-der-bliver"]
    assert found["retention"] == {"work": 90, "statements": None}


def test_logs_are_one_json_object_a_line() -> None:
    script = "import logging; logging.getLogger('prøve').warning('hej %s', 'Ærø', extra={'kommune': '492'})"
    result = manage("shell", "--no-imports", "--command", script, env=ENVIRONMENT)

    event = json.loads(result.stdout)
    assert (event["event"], event["level"], event["logger"], event["kommune"]) == (
        "hej Ærø",
        "warning",
        "prøve",
        "492",
    )


def variables_read_in(path: Path) -> set[str]:
    source = path.read_text()
    return set(re.findall(r'\benv(?:iron\.Env\(\))?\.\w+\(\s*"([A-Z_0-9]+)"', source)) | set(
        re.findall(r'environ(?:\.get\(|\[)\s*"(HYLDEFRI_[A-Z_]+)"', source)
    )


def test_every_variable_the_settings_read_is_documented() -> None:
    documented = set(re.findall(r"^\| `([A-Z_0-9]+)`", OPERATOR.read_text(), flags=re.MULTILINE))
    sources = [*SETTINGS.glob("*.py"), *(ROOT / "elearning" / "embedded").glob("*.py")]
    read = set().union(*(variables_read_in(path) for path in sources)) - {"TEST_DATABASE_FILE"}

    assert len(read) > 20
    assert read - documented == set()
