"""Every address is tried as nobody and as every role; what is not yours is not there."""

import datetime as dt
import re
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest

from wenzeng.base.access import DUTIES, Can, Duty
from wenzeng.demo.accounts import ACCOUNTS

from .server import Visitor, demo_server

ROLES = {duty: next(account.username for account in ACCOUNTS if account.duty == duty) for duty in Duty}


@pytest.fixture(scope="module")
def server(demo_var: Path) -> Iterator[str]:
    with demo_server(demo_var) as address:
        yield address


@pytest.fixture(scope="module")
def addresses(demo_var: Path) -> list[tuple[str, str]]:
    """Every GET address of the site with its lock, filled with rows that exist in the demo."""
    from .addresses import every_address

    return every_address(demo_var / "demo.sqlite3")


def expected(address: str, mark: str, duty: Duty) -> set[int]:
    if mark in {"open_to_all", "signed_in"}:
        # A row that is not the reader's is not there: a bulletin that is not open to enterprises, for instance.
        return {200, 302, 404} if re.search(r"/\d+", address) else {200, 302}
    return {200, 302, 404} if Can(mark) in DUTIES[duty].may else {403}


def test_every_view_names_its_lock() -> None:
    from .addresses import unlocked_views

    assert unlocked_views() == []


def test_nobody_is_led_to_the_login_page(server: str, addresses: list[tuple[str, str]]) -> None:
    visitor = Visitor(server)
    wrong = []
    for address, mark in addresses:
        answer = visitor.get(address)
        if mark == "open_to_all":
            if answer.status not in {200, 302, 405}:
                wrong.append((address, answer.status))
        elif answer.status != 302 or "/login/" not in answer.location:
            wrong.append((address, answer.status))

    assert wrong == []


@pytest.mark.parametrize("duty", list(Duty), ids=str)
def test_every_address_as_every_role(server: str, addresses: list[tuple[str, str]], duty: Duty) -> None:
    visitor = Visitor(server)
    visitor.sign_in(ROLES[duty])
    from wenzeng.site.ways import can_be_opened

    wrong: list[tuple[str, str, int]] = []
    for address, mark in addresses:
        if address == "/logout/":
            continue  # it would end the visit
        answer = visitor.get(address)
        if answer.status != 403 and can_be_opened(address) != (answer.status != 405):
            wrong.append((address, "can_be_opened", answer.status))
        if answer.status == 405:  # a deed: asked with POST, and refused by its lock before anything is read
            answer = visitor.post(address, {})
            allowed = {200, 302, 404, 422, 400}
            wanted = {403} if mark in set(Can) and Can(mark) not in DUTIES[duty].may else allowed
        else:
            wanted = expected(address, mark, duty)
        if answer.status not in wanted:
            wrong.append((address, mark, answer.status))

    assert wrong == []
    visitor.post("/logout/", {})
    assert "/login/" in visitor.get("/desk/").location


def test_a_county_does_not_see_another_countys_filing(server: str, demo_var: Path) -> None:
    rows = sqlite3.connect(demo_var / "demo.sqlite3").execute(
        "SELECT f.id, k.key FROM cadence_filing f JOIN base_subject k ON k.id = f.unit_id "
        "WHERE k.key IN ('unit:pingli', 'unit:hengkou') AND f.state = 'recorded'"
    )
    filings = {key: pk for pk, key in rows}
    pingli = Visitor(server)
    pingli.sign_in("pingli")

    own = pingli.get(f"/reports/filings/{filings['unit:pingli']}/")
    foreign = pingli.get(f"/reports/filings/{filings['unit:hengkou']}/")
    original = pingli.get(f"/reports/filings/{filings['unit:hengkou']}/original")

    assert own.status == 200
    assert foreign.status == 404
    assert original.status == 404


def test_a_county_reads_its_own_output_and_not_its_neighbours(server: str, demo_var: Path) -> None:
    rows = sqlite3.connect(demo_var / "demo.sqlite3").execute(
        "SELECT o.id, k.key FROM base_observation o JOIN base_subject k ON k.id = o.subject_id "
        "WHERE o.indicator_id = 'county.output' AND k.key IN ('unit:pingli', 'unit:hengkou')"
    )
    observations = {key: pk for pk, key in rows}
    pingli = Visitor(server)
    pingli.sign_in("pingli")

    assert pingli.get(f"/f/{observations['unit:pingli']}/").status == 200
    assert pingli.get(f"/f/{observations['unit:hengkou']}/").status == 404
    assert pingli.get(f"/f/{observations['unit:hengkou']}/source/").status == 404


def test_a_duty_that_has_ended_opens_nothing(server: str, demo_copy: Path) -> None:
    database = sqlite3.connect(demo_copy / "demo.sqlite3")
    database.execute(
        "UPDATE base_appointment SET to_on = ? WHERE user_id = (SELECT id FROM base_user WHERE username = 'gongxin')",
        [dt.date(2020, 6, 1).isoformat()],
    )
    database.commit()
    database.close()
    with demo_server(demo_copy) as address:
        visitor = Visitor(address)
        visitor.sign_in("gongxin")

        assert visitor.get("/reports/review/").status == 403
        assert visitor.get("/situation/").status == 403
