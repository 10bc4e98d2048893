"""All addresses of the site, with the lock that each view names, filled with rows of a finished demo."""

import sqlite3
from pathlib import Path

from django.urls import URLPattern, URLResolver, get_resolver


def _walk(patterns: list[URLPattern | URLResolver], prefix: str = "") -> list[tuple[str, URLPattern]]:
    found = []
    for pattern in patterns:
        route = prefix + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            found += _walk(pattern.url_patterns, route)
        else:
            found.append((route, pattern))
    return found


def all_patterns() -> list[tuple[str, URLPattern]]:
    return _walk(get_resolver("wenzeng.site.urls").url_patterns)


def unlocked_views() -> list[str]:
    return [route for route, pattern in all_patterns() if not hasattr(pattern.callback, "access")]


def every_address(database: Path) -> list[tuple[str, str]]:
    connection = sqlite3.connect(database)

    def one(sql: str) -> str:
        row = connection.execute(sql).fetchone()
        assert row, sql
        return str(row[0])

    figure = one(
        "SELECT id FROM base_observation WHERE cell = 'C7' AND sheet = '附表2' ORDER BY id DESC LIMIT 1"
    )
    values = {
        "f/<int:pk>": f"f/{figure}",
        "assignments/<int:pk>": "assignments/" + one("SELECT id FROM base_assignment LIMIT 1"),
        "supervision/<int:pk>": "supervision/" + one("SELECT id FROM base_assignment LIMIT 1"),
        "reports/filings/<int:pk>": "reports/filings/" + one("SELECT id FROM cadence_filing LIMIT 1"),
        "bulletins/<int:pk>": "bulletins/" + one("SELECT id FROM bulletins_bulletin LIMIT 1"),
        "targets/<int:pk>": "targets/" + one("SELECT id FROM targets_target LIMIT 1"),
        "areas/<str:code>": "areas/PL",
        "reports/template/<str:form>": "reports/template/county_month",
        "reports/<str:form>/<str:period>/<str:unit>": "reports/county_tenday/2020-06-t2/PL",
    }
    addresses = []
    for route, pattern in all_patterns():
        path = route
        for placeholder, value in values.items():
            path = path.replace(placeholder, value)
        assert "<" not in path, f"tests/addresses.py does not know how to fill {route}"
        addresses.append(("/" + path, pattern.callback.access))
    connection.close()
    return addresses
