"""What tests of collaboration start from."""

import pytest
from django.db import transaction


@pytest.fixture
def work_done_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let background work follow at once: a test is one transaction, which never ends."""
    monkeypatch.setattr(transaction, "on_commit", lambda work, **_how: work())
