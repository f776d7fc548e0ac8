"""What tests of rounds share."""

import pytest


@pytest.fixture
def at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let background work be done at once, as without a worker."""
    monkeypatch.setattr("django.db.transaction.on_commit", lambda act, **_: act())
