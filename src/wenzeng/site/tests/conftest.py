"""The desk is tried in supervision's small city."""

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
