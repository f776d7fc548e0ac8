"""The settings: production starts only with a key of its own, and then safely."""

import json
import os
import subprocess
import sys

import pytest

SHOW = """
import json
from raceme.config import settings as s
print(json.dumps({
    "demo": s.IS_DEMO, "debug": s.DEBUG, "https": s.SECURE_SSL_REDIRECT,
    "cookies": [s.SESSION_COOKIE_SECURE, s.CSRF_COOKIE_SECURE, s.LANGUAGE_COOKIE_SECURE],
    "policy": s.CONTENT_SECURITY_POLICY["DIRECTIVES"], "hosts": s.ALLOWED_HOSTS,
    "origins": s.CSRF_TRUSTED_ORIGINS,
    "proxies": getattr(s, "ALLAUTH_TRUSTED_PROXY_COUNT", 0),
}))
"""
DEMO_KEY = "demo-key-that-everybody-knows-never-use-it-where-real-members-are"
GOOD_KEY = "k" * 50


def start(**environment: str) -> subprocess.CompletedProcess[str]:
    clean = {name: value for name, value in os.environ.items() if not name.startswith("RACEME_")}
    paths = os.pathsep.join(path for path in sys.path if path)
    return subprocess.run(
        [sys.executable, "-c", SHOW],
        env=clean | {"PYTHONPATH": paths} | environment,
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )


@pytest.mark.parametrize("key", ["", DEMO_KEY, "short"])
def test_production_refuses_to_start_without_a_key_of_its_own(key: str) -> None:
    started = start(RACEME_SECRET_KEY=key)

    assert started.returncode != 0
    assert "Set RACEME_SECRET_KEY to a secret of at least 40 characters" in started.stderr


def test_production_with_a_good_key_is_safe() -> None:
    started = start(RACEME_SECRET_KEY=GOOD_KEY, RACEME_HOSTS="cluster.example.org")

    shown = json.loads(started.stdout)
    assert (shown["demo"], shown["debug"], shown["https"]) == (False, False, True)
    assert shown["cookies"] == [True, True, True]
    assert shown["hosts"] == ["cluster.example.org"]
    assert "unsafe" not in json.dumps(shown["policy"])
    assert shown["policy"]["default-src"] == ["'self'"]


def test_forms_may_lead_to_the_single_sign_on_and_nowhere_else() -> None:
    sign_on = {
        "RACEME_OIDC_URL": "https://login.example.org/realms/cluster",
        "RACEME_OIDC_CLIENT_ID": "raceme",
        "RACEME_OIDC_SECRET": "secret",
    }

    alone, joined = (
        json.loads(start(RACEME_SECRET_KEY=GOOD_KEY, **more).stdout) for more in ({}, sign_on)
    )

    assert alone["policy"]["form-action"] == ["'self'"]
    assert joined["policy"]["form-action"] == ["'self'", "https://login.example.org"]


def test_a_proxy_is_believed_only_where_there_is_one() -> None:
    alone, behind = (
        json.loads(start(RACEME_SECRET_KEY=GOOD_KEY, RACEME_BEHIND_PROXY=switch).stdout)
        for switch in ("0", "1")
    )

    assert (alone["proxies"], behind["proxies"]) == (0, 1)


def test_subdomains_are_trusted_as_origins_too() -> None:
    started = start(RACEME_SECRET_KEY=GOOD_KEY, RACEME_HOSTS=".example.org,cluster.example.com")

    assert json.loads(started.stdout)["origins"] == [
        "https://*.example.org",
        "https://cluster.example.com",
    ]


def test_a_demo_needs_no_key_and_listens_to_this_machine_only() -> None:
    shown = json.loads(start(RACEME_MODE="demo").stdout)

    assert (shown["demo"], shown["debug"], shown["https"]) == (True, False, False)
    assert shown["hosts"] == ["127.0.0.1", "localhost", "[::1]"]


def test_an_unknown_mode_is_refused() -> None:
    started = start(RACEME_MODE="debug", RACEME_SECRET_KEY=GOOD_KEY)

    assert started.returncode != 0
    assert "RACEME_MODE is either production or demo." in started.stderr
