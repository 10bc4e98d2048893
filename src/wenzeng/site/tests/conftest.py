"""The desk is tried in supervision's small city."""

import pytest
from django.core.cache import cache

from wenzeng.supervision.tests.conftest import (  # noqa: F401  # fixtures are found by name
    baihe,
    city,
    clerk,
    day,
    leader,
    pingli,
    publish,
    signatory,
)


@pytest.fixture(autouse=True)
def nobody_is_locked_out() -> None:
    """Failed logins of one test do not count in the next."""
    cache.clear()
