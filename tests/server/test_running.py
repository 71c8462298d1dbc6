"""The server on its port."""

import socket
from pathlib import Path

import pytest

from builds import write_build
from paperkg.errors import OptionError
from paperkg.server import serve
from paperkg.sparql.store import store_path
from records import tiny_records


def test_a_port_or_host_that_cannot_be_had_is_told_in_one_line(tmp_path: Path) -> None:
    build = write_build(tmp_path / "build", tiny_records())
    store_path(build)
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(
            OptionError, match=rf"^127\.0\.0\.1, port {port}: .*; choose others with --host and --port$"
        ):
            serve(build, port=port)
    with pytest.raises(OptionError, match=r"^203\.0\.113\.9, port 0: "):
        serve(build, host="203.0.113.9", port=0)
