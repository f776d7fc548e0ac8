"""Write the description of the API anew: docs/openapi.json. Commit it with what changed it."""

import json
import os
import sys
from pathlib import Path

import django

ROOT = Path(__file__).resolve().parent.parent
DOCUMENT = ROOT / "docs" / "openapi.json"


def described() -> str:
    """Describe the API as it is; call it when Django is ready."""
    from raceme.config.api import api  # noqa: PLC0415 - its tables need Django to be ready

    return json.dumps(api.get_openapi_schema(), indent=2, ensure_ascii=False, sort_keys=True) + "\n"


def main() -> int:
    """Describe the API to docs/openapi.json."""
    os.environ.setdefault("RACEME_MODE", "demo")
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "raceme.config.settings")
    django.setup()
    DOCUMENT.write_text(described())
    return 0


if __name__ == "__main__":
    sys.exit(main())
