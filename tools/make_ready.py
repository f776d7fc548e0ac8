"""Make the project ready to run: environment, packages, browser assets, translations.

Needs nothing but Python 3.11. Steps whose inputs have not changed are left out.
"""

import argparse
import hashlib
import os
import shutil
import subprocess
import sys
import tomllib
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
ENVIRONMENT = ROOT / ".venv"
PYTHON = ENVIRONMENT / "bin" / "python"
STAMPS = ROOT / "build"
CONSTRAINTS = ROOT / "constraints.txt"
OLDEST = (3, 11)


def main() -> int:
    """Make ready; exit code 1, with one sentence, if a step fails."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--dev", action="store_true", help="also what tests and checks need")
    arguments = parser.parse_args()
    if sys.version_info < OLDEST:
        print("Raceme needs Python 3.11 or newer.", file=sys.stderr)
        return 1
    try:
        make_environment()
        install(dev=arguments.dev)
        run([str(PYTHON), "tools/build_assets.py"])
        run([str(PYTHON), "tools/messages.py", "compile"])
    except subprocess.CalledProcessError as problem:
        print(f"This step failed: {' '.join(map(str, problem.cmd))}", file=sys.stderr)
        return 1
    return 0


def make_environment() -> None:
    """Make the virtual environment where there is none."""
    if not PYTHON.exists():
        say("Making the virtual environment .venv")
        venv.create(ENVIRONMENT, with_pip=True, clear=ENVIRONMENT.exists())


def install(*, dev: bool) -> None:
    """Install the packages, unless these very ones are there already."""
    wanted = fingerprint()
    stamp = STAMPS / ("packages-dev.stamp" if dev else "packages.stamp")
    if is_current(stamp, wanted) or is_current(STAMPS / "packages-dev.stamp", wanted):
        return
    say("Installing packages")
    requirements = ["-c", str(CONSTRAINTS), "-e", str(ROOT)]
    with (ROOT / "pyproject.toml").open("rb") as file:
        groups = tomllib.load(file)["dependency-groups"]
    requirements += groups["build"] + (groups["dev"] if dev else [])
    uv = shutil.which("uv")
    installer = (
        [uv, "pip", "install", "--quiet", "--python", str(PYTHON)]
        if uv
        else [str(PYTHON), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    )
    run([*installer, *requirements])
    STAMPS.mkdir(exist_ok=True)
    stamp.write_text(wanted)


def fingerprint() -> str:
    """Give a digest of what decides which packages are installed."""
    digest = hashlib.sha256(sys.version.encode())
    for path in (ROOT / "pyproject.toml", CONSTRAINTS):
        digest.update(path.read_bytes())
    digest.update(str(ENVIRONMENT.stat().st_ino).encode())
    return digest.hexdigest()


def is_current(stamp: Path, wanted: str) -> bool:
    """Say whether a step was done with exactly these inputs."""
    return stamp.is_file() and stamp.read_text() == wanted


def run(command: list[str]) -> None:
    """Run a step in the project's folder."""
    subprocess.run(command, cwd=ROOT, check=True, env=os.environ | {"PIP_NO_INPUT": "1"})


def say(words: str) -> None:
    """Tell what takes a while."""
    print(f"{words} …", file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main())
