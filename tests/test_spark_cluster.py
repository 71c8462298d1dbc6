"""A cluster of Spark on this machine, a master and two workers in processes of their own: the build is the same."""

import os
import re
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest

from builds import contents
from places import PAGE

_ENVIRONMENT = {"PYSPARK_PYTHON": sys.executable, "SPARK_LOCAL_IP": "127.0.0.1"}


@contextmanager
def service(name: str, *arguments: str, ready: str) -> Iterator[str]:
    """A service of Spark's, and what its log says when it is ready."""
    pyspark = pytest.importorskip("pyspark", reason="needs PySpark: pip install 'paperkg[spark]'")
    command = [
        str(Path(pyspark.__file__).parent / "bin" / "spark-class"),
        f"org.apache.spark.deploy.{name}",
        *arguments,
    ]
    process = subprocess.Popen(command, stderr=subprocess.PIPE, text=True, env=os.environ | _ENVIRONMENT)
    assert process.stderr is not None
    # Somebody has to read on, for a full pipe would stop the service.
    reading = threading.Thread(target=process.stderr.read)
    try:
        seen = []
        for line in process.stderr:
            seen.append(line)
            if found := re.search(ready, line):
                reading.start()
                yield found[1]
                return
        raise AssertionError("".join(seen))
    finally:
        process.kill()
        process.wait()
        if reading.ident is not None:
            reading.join()
        process.stderr.close()


@pytest.fixture
def master(tmp_path: Path) -> Iterator[str]:
    with ExitStack() as services:
        start = services.enter_context
        places = ("--host", "127.0.0.1", "--port", "0", "--webui-port", "0")
        url = start(service("master.Master", *places, ready=r"Starting Spark master at (\S+)"))
        for name in ("one", "two"):
            size = ("--cores", "1", "--memory", "1g", "--work-dir", str(tmp_path / name))
            start(service("worker.Worker", *places, *size, url, ready=r"(Successfully registered) with master"))
        yield url


def test_a_build_on_a_cluster_is_the_same_byte_for_byte(master: str, page_build: Path, tmp_path: Path) -> None:
    built = tmp_path / "built"
    command = [sys.executable, "-m", "paperkg", "build", str(PAGE), "-o", str(built), "--no-cache", "--formats", "nt"]
    subprocess.run([*command, "--engine", "spark", "--master", master], check=True, env=os.environ | _ENVIRONMENT)
    assert contents(built) == contents(page_build)
