"""The API is what its committed description says: a change of one is a change of both."""

from tools.describe_api import DOCUMENT, described


def test_the_document_describes_the_api() -> None:
    hint = "the API has changed: write its description anew with `python tools/describe_api.py`"

    assert DOCUMENT.read_text() == described(), hint
