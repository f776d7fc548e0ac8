"""A standalone Spark cluster on this machine: a master and two workers, each a process."""

import json
import os
import shutil
import subprocess
import time
import urllib.request
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from importlib.util import find_spec
from pathlib import Path

import pytest

HOME = "127.0.0.1"
needs_spark = [
    pytest.mark.skipif(find_spec("pyspark") is None, reason="raceme[spark] is not installed"),
    pytest.mark.skipif(shutil.which("java") is None, reason="there is no Java for Spark"),
]


def settings_of(folder: Path) -> dict[str, str]:
    """Stay on loopback; spend on small tables neither many parts nor compiled code."""
    (folder / "spark-defaults.conf").write_text(
        "spark.sql.shuffle.partitions 2\nspark.default.parallelism 2\nspark.executor.memory 512m\n"
        "spark.sql.codegen.wholeStage false\nspark.sql.codegen.factoryMode NO_CODEGEN\n"
        "spark.sql.adaptive.enabled false\n"
    )
    return {
        **os.environ,
        "SPARK_LOCAL_IP": HOME,
        "SPARK_CONF_DIR": str(folder),
        "SPARK_WORKER_DIR": str(folder / "work"),
        "SPARK_DAEMON_MEMORY": "256m",
    }


@contextmanager
def two_workers(folder: Path) -> Iterator[str]:
    """Give the address of a master with two workers; all end with the block."""
    with ExitStack() as running:
        master = running.enter_context(
            _started("master.Master", "--port", "0", "--webui-port", "0", folder=folder)
        )
        address = _told(master, "Starting Spark master at ")
        page = _told(master, "and started at ")
        for name in ("first", "second"):
            running.enter_context(
                _started(
                    "worker.Worker", "--cores", "1", "--memory", "1g", "--webui-port", "0",
                    address, folder=folder, name=name,
                )
            )  # fmt: skip
        _wait_for(page, workers=2)
        yield address


@contextmanager
def _started(what: str, *options: str, folder: Path, name: str = "master") -> Iterator[Path]:
    pyspark = find_spec("pyspark")
    assert pyspark is not None
    assert pyspark.origin is not None
    command = Path(pyspark.origin).parent / "bin" / "spark-class"
    log = folder / f"{name}.log"
    with log.open("w") as out:
        one = subprocess.Popen(
            [str(command), f"org.apache.spark.deploy.{what}", "--host", HOME, *options],
            env=settings_of(folder), stdout=out, stderr=subprocess.STDOUT,
        )  # fmt: skip
    try:
        yield log
    finally:
        one.terminate()
        one.wait(timeout=20)


def _told(log: Path, before: str) -> str:
    """Wait for a line of the log, and give the address in it."""
    for _ in range(100):
        for line in log.read_text().splitlines():
            if before in line:
                return line.partition(before)[2].split()[0].rstrip(".")
        time.sleep(0.2)
    raise AssertionError(log.read_text())


def _wait_for(page: str, *, workers: int) -> None:
    for _ in range(100):
        with urllib.request.urlopen(f"{page}/json/", timeout=5) as answer:
            if json.load(answer)["aliveworkers"] == workers:
                return
        time.sleep(0.2)
    raise AssertionError("the workers did not come")
