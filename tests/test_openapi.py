"""The API is what its committed description says: a change of one is a change of both."""

import json
from pathlib import Path

from raceme.config.api import api

DOCUMENT = Path(__file__).resolve().parent.parent / "docs" / "openapi.json"


def described() -> str:
    return json.dumps(api.get_openapi_schema(), indent=2, ensure_ascii=False, sort_keys=True) + "\n"


def test_the_document_describes_the_api() -> None:
    hint = "the API has changed: write its description anew with `python -m tests.test_openapi`"

    assert DOCUMENT.read_text() == described(), hint


if __name__ == "__main__":
    import django

    django.setup()
    DOCUMENT.write_text(described())
