"""`koinon archive`: the package from the command line, and what it refuses."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.interfaces.web.test_archive import check_bag
from tests.support.coalition import League
from tests.support.databases import OwnDatabase
from tests.support.pages import lively

from koinon.interfaces.shell.main import run


def test_a_package_is_written_whole_or_refused_in_a_sentence(
    own_database: OwnDatabase,
    tmp_path: Path,
    settings: object,
    capsys: pytest.CaptureFixture[str],
) -> None:
    settings.HOME = tmp_path  # type: ignore[attr-defined]
    bag = tmp_path / "bag"
    assert run(["archive", str(bag)]) == 2
    assert "nothing was recorded" in capsys.readouterr().err
    assert not bag.exists()
    lively(League())
    assert run(["archive", str(bag)]) == 0
    said = capsys.readouterr().out
    assert "1 of them papers" in said
    assert "sha256sum --check" in said
    check_bag(bag)
    assert run(["archive", str(bag)]) == 2
    assert "not an empty folder" in capsys.readouterr().err
    assert run(["archive", str(tmp_path / "b"), "--from", "31.1.2026"]) == 2
    assert "is no day; write one such as 2026-01-31" in capsys.readouterr().err
    assert (
        run(["archive", str(tmp_path / "b"), "--from", "2026-02-02", "--until", "2026-02-01"]) == 2
    )
    assert "is after" in capsys.readouterr().err
    assert run(["archive", str(tmp_path / "b"), "--until", "1999-01-01"]) == 2
    assert not (tmp_path / "b").exists()
