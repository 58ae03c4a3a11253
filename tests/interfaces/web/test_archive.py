"""The package for an archive: whole, the same each time, checked as a stranger would."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import re
import shutil
import subprocess
import zipfile
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from pypdf import PdfReader
from tests.interfaces.web.test_pages import words
from tests.interfaces.web.test_people import CANARY, appointed, desk
from tests.support.coalition import League
from tests.support.pages import days_ago

from koinon.interfaces.shared import wording
from koinon.interfaces.web.archiving import NothingToArchive, Period, archive
from koinon.record import store
from koinon.record.verify import verify

__all__ = ["desk"]
Enter = Callable[[str], Client]


def lines(file: Path) -> list[str]:
    text = file.read_bytes().decode()
    assert text.endswith("\n")
    assert "\r" not in text
    return text.splitlines()


def check_bag(bag: Path) -> dict[str, str]:
    """Complete and valid by RFC 8493, section 3, read from the text alone; the payload's sums."""
    assert lines(bag / "bagit.txt") == [
        "BagIt-Version: 1.0",
        "Tag-File-Character-Encoding: UTF-8",
    ]
    sums = {}
    for name in ("manifest-sha256.txt", "tagmanifest-sha256.txt"):
        for line in lines(bag / name):
            found = re.fullmatch(r"([0-9a-f]{64})  (\S.*)", line)
            assert found is not None, line
            digest, path = found.groups()
            assert not path.startswith(("/", "./", "../")), path
            assert hashlib.sha256((bag / path).read_bytes()).hexdigest() == digest, path
            sums[path] = digest
    there = {file.relative_to(bag).as_posix() for file in bag.rglob("*") if file.is_file()}
    assert there == {*sums, "tagmanifest-sha256.txt"}
    info = dict(line.split(": ", 1) for line in lines(bag / "bag-info.txt"))
    payload = [file for file in (bag / "data").rglob("*") if file.is_file()]
    octets = sum(file.stat().st_size for file in payload)
    assert info["Payload-Oxum"] == f"{octets}.{len(payload)}"
    assert re.fullmatch(r"\d{4}-\d\d-\d\d", info["Bagging-Date"])
    return sums


def test_the_package_is_a_bag_that_strangers_check(desk: Client, tmp_path: Path) -> None:
    appointed(desk)
    done = archive(tmp_path / "bag")
    bag = tmp_path / "bag"
    sums = check_bag(bag)
    assert done.files == sum(path.startswith("data/") for path in sums)
    assert (done.papers, done.size) == (1, store.head().size)
    program = shutil.which("sha256sum")
    if program is not None:
        for name in ("manifest-sha256.txt", "tagmanifest-sha256.txt"):
            subprocess.run([program, "--check", "--quiet", "--strict", name], cwd=bag, check=True)
    assert verify(bag / "data/record").ok
    assert (bag / "data/open-data/datapackage.json").exists()
    everything = b"".join(file.read_bytes() for file in bag.rglob("*") if file.is_file())
    assert CANARY.encode() not in everything


def test_a_changed_byte_is_noticed(league: League, tmp_path: Path) -> None:
    archive(tmp_path / "bag")
    file = tmp_path / "bag/data/inventory.csv"
    file.write_bytes(file.read_bytes()[:-2] + b"x\n")
    with pytest.raises(AssertionError):
        check_bag(tmp_path / "bag")


def test_papers_keep_the_standard_they_claim(league: League, tmp_path: Path) -> None:
    archive(tmp_path / "bag")
    data = tmp_path / "bag/data"
    listed = json.loads((data / "inventory.json").read_text())
    assert listed["format"] == "koinon-archive/1"
    papers = [one for one in listed["files"] if one["path"].startswith("papers/")]
    (paper,) = papers
    assert paper["path"] == "papers/decision-1.pdf"
    assert paper["standard"] == "PDF/A-2A"
    assert (paper["kind"], paper["language"]) == ("certificate", "en")
    assert paper["title"] == "Certificate of decision 1: Admit Mons to the league"
    reader = PdfReader(data / paper["path"])
    metadata = reader.xmp_metadata.stream.get_data().decode()  # type: ignore[union-attr]
    assert "<pdfaid:part>2</pdfaid:part>" in metadata
    assert "<pdfaid:conformance>A</pdfaid:conformance>" in metadata
    assert "Admit Mons" in "".join(page.extract_text() for page in reader.pages)


def test_the_inventory_names_every_file_with_its_hash(league: League, tmp_path: Path) -> None:
    archive(tmp_path / "bag")
    data = tmp_path / "bag/data"
    rows = list(csv.DictReader(io.StringIO((data / "inventory.csv").read_bytes().decode())))
    told = json.loads((data / "inventory.json").read_text())["files"]
    assert [row["path"] for row in rows] == [one["path"] for one in told]
    there = {file.relative_to(data).as_posix() for file in data.rglob("*") if file.is_file()}
    assert {row["path"] for row in rows} == there - {"inventory.csv", "inventory.json"}
    for row in rows:
        body = (data / row["path"]).read_bytes()
        assert (row["sha256"], int(row["bytes"])) == (
            hashlib.sha256(body).hexdigest(),
            len(body),
        )
    assert {row["kind"] for row in rows} == {"certificate", "document", "open data", "record"}


def test_the_same_record_gives_the_same_bytes(league: League, tmp_path: Path) -> None:
    archive(tmp_path / "one")
    archive(tmp_path / "two")
    assert check_bag(tmp_path / "one") == check_bag(tmp_path / "two")
    tags = "tagmanifest-sha256.txt"
    assert (tmp_path / "one" / tags).read_bytes() == (tmp_path / "two" / tags).read_bytes()


def test_a_period_chooses_the_papers_and_never_cuts_the_record(
    league: League, tmp_path: Path
) -> None:
    today = wording.local(days_ago(0)).date()
    archive(tmp_path / "late", Period(first=today - timedelta(days=365)))
    assert (tmp_path / "late/data/papers/decision-1.pdf").exists()
    only = wording.local(days_ago(9)).date()  # the founding's day where the coalition is
    archive(tmp_path / "early", Period(only, only))
    assert list((tmp_path / "early/data/papers").iterdir()) == []
    assert verify(tmp_path / "early/data/record").ok
    with pytest.raises(NothingToArchive):
        archive(tmp_path / "none", Period(last=date(1999, 12, 31)))


def test_a_withheld_document_is_not_in_the_package(desk: Client, tmp_path: Path) -> None:
    n = appointed(desk)
    from koinon.assembly import queries_mandates as mandates

    sha256 = mandates.mandate(n).instrument_sha256  # type: ignore[union-attr]
    assert sha256 is not None
    store.withhold(sha256, "It names a person.")
    archive(tmp_path / "bag")
    check_bag(tmp_path / "bag")
    assert sha256 not in (tmp_path / "bag/data/inventory.csv").read_text()
    assert sha256 in (tmp_path / "bag/data/record/withheld.txt").read_text()
    assert verify(tmp_path / "bag/data/record").ok


@pytest.mark.only_on("sqlite")  # PostgreSQL opens one moment outside a test's transaction alone
def test_the_page_gives_the_same_package_as_one_file(
    desk: Client, enter: Enter, tmp_path: Path
) -> None:
    assert "Make the package" in words(desk.get("/record/archive/"))
    answer: Any = desk.post("/record/archive/", {"first": "", "last": ""})
    assert answer.status_code == 200
    data = b"".join(answer)
    with zipfile.ZipFile(io.BytesIO(data)) as packed:
        packed.extractall(tmp_path)
    check_bag(tmp_path / f"archive-{store.head().size}")
    assert b"".join(desk.post("/record/archive/", {})) == data  # type: ignore[arg-type]
    wrong = desk.post("/record/archive/", {"first": "tomorrow"})
    assert wrong.status_code == 422
    assert "Write days such as" in words(wrong)
    turned = desk.post("/record/archive/", {"first": "2026-02-02", "last": "2026-02-01"})
    assert "Write days such as" in words(turned)
    none = desk.post("/record/archive/", {"last": "1999-12-31"})
    assert "Nothing was recorded within these days." in words(none)
    assert enter("ghent").get("/record/archive/").status_code == 403
    assert Client().get("/record/archive/").status_code == 302
