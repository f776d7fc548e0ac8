"""Everything that must be green before work is shown: `make check`."""

import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
BIN = Path(sys.executable).parent
DJANGO = [sys.executable, "-W", "ignore::RuntimeWarning", "-m", "django"]
SETTINGS = "--settings=tests.settings"
STEPS = {
    "format": [str(BIN / "ruff"), "format", "--check", "--quiet", "."],
    "lint": [str(BIN / "ruff"), "check", "--quiet", "."],
    "types": [str(BIN / "mypy"), "--no-error-summary"],
    "imports": [str(BIN / "lint-imports"), "--no-logo"],
    "templates": [str(BIN / "djlint"), "--quiet", "--lint", "src"],
    "system": [*DJANGO, "check", SETTINGS],
    "migrations": [*DJANGO, "makemigrations", "--check", "--dry-run", SETTINGS],
    "house, translations, API document": [
        sys.executable,
        "-m",
        "pytest",
        "-n0",
        "tests/test_house.py",
        "tests/test_languages.py",
        "tests/test_openapi.py",
    ],
}


def main() -> int:
    """Run all steps, say of each whether it is green, and show what is not."""
    failed = []
    # The longest begins first; what is said keeps the order in which the steps stand.
    with ThreadPoolExecutor(os.cpu_count()) as side_by_side:
        types = side_by_side.submit(_run, STEPS["types"])
        running = {
            name: types if name == "types" else side_by_side.submit(_run, command)
            for name, command in STEPS.items()
        }
    for name, step in running.items():
        done = step.result()
        print(f"{'ok  ' if done.returncode == 0 else 'FAIL'}  {name}", flush=True)
        if done.returncode != 0:
            failed.append(name)
            print(done.stdout + done.stderr)
    if failed:
        print(f"{len(failed)} of {len(STEPS)} checks failed: {', '.join(failed)}")
    return 1 if failed else 0


def _run(command: list[str]) -> subprocess.CompletedProcess[str]:
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)


if __name__ == "__main__":
    sys.exit(main())
