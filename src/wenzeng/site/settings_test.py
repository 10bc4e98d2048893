"""Settings for the tests: SQLite by default, a real PostgreSQL when asked for.

WENZENG_TEST_DATABASE=pg   run on PostgreSQL: WENZENG_TEST_PG (a URL), else one started in a temporary folder
WENZENG_REQUIRE            comma-separated: chromium, pg, soffice, gettext; what is named must be there, not skipped
"""

import os
import tempfile
from pathlib import Path

_var = Path(tempfile.mkdtemp(prefix="wenzeng-test-"))
os.environ["WENZENG_VAR"] = str(_var)
os.environ.pop("WENZENG_DEMO", None)
os.environ.pop("WENZENG_DATABASE", None)
os.environ.setdefault("WENZENG_SECRET_KEY", "only-for-tests")

from wenzeng.site.settings import *  # noqa: E402, F403  # the environment must be set before
from wenzeng.site.settings import _database  # noqa: E402

WENZENG_TESTING = True
WENZENG_FILES = _var / "files"
WENZENG_SOFFICE = ""  # seconds for each bulletin issued; the tests of the proof ask for it
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}

if os.environ.get("WENZENG_TEST_DATABASE") == "pg":
    from wenzeng.site.postgres_for_tests import url

    DATABASES = {"default": _database(url())}
    DATABASES["default"]["OPTIONS"] = {}
