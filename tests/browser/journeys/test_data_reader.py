"""Somebody who computes finds the open data, takes it home, and it is as its schema says."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.interfaces.shared.test_opendata import night
from tests.support.journeys import Walker
from tests.support.tableschema import faults

from koinon.interfaces.shared.opendata import keeping

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("language", ["en", "ar"])
def test_the_data_is_found_taken_and_sound(
    site: str, links: dict[str, str], walker: Callable[..., Walker], language: str, tmp_path: Path
) -> None:
    keeping.make(night("2026-05-03"))
    reader = walker(site, language)
    reader.tab.goto("/")
    reader.follow("Open data")
    reader.look("data")
    assert "Creative Commons Attribution 4.0 International" in reader.read()
    with reader.tab.expect_download() as waiting:
        reader.tab.locator("a.button").click()
    kept = tmp_path / "data.zip"
    waiting.value.save_as(kept)
    with zipfile.ZipFile(kept) as archive:
        archive.extractall(tmp_path)
    (folder,) = (one for one in tmp_path.iterdir() if one.name.startswith("open-data-"))
    assert list(faults(folder)) == []
    assert len((folder / "votes.csv").read_text().splitlines()) == 1 + 4
