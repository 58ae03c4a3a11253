"""The test house tested: both databases, copies that commit, skips that may not be."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from pathlib import Path

import pytest
from django.db import connections, transaction
from django.db.migrations.recorder import MigrationRecorder
from tests.support import databases, needs, postgresql

ROOT = Path(__file__).resolve().parent.parent


def tables(alias: str = "default") -> int:
    return len(connections[alias].introspection.table_names())


def note(name: str, alias: str = "default") -> None:
    """Write a row to a table every database of ours has and no trigger guards."""
    MigrationRecorder(connections[alias]).record_applied("house", name)


def notes(alias: str = "default") -> list[str]:
    found = MigrationRecorder.Migration.objects.using(alias).filter(app="house")
    return sorted(found.values_list("name", flat=True))


@pytest.mark.django_db(databases=["default", "replay"])
def test_both_databases_are_migrated_and_of_the_kinds_told(kinds: databases.Chosen) -> None:
    assert connections["default"].vendor == kinds.default
    assert connections["replay"].vendor == kinds.replay
    assert tables("default") == tables("replay") > 10
    assert kinds.default == os.environ.get("KOINON_TEST_DATABASE", "sqlite")
    if kinds.server:
        assert kinds.default != kinds.replay


@pytest.mark.django_db(databases=["default", "replay"])
@pytest.mark.parametrize("turn", [1, 2])
def test_what_a_test_writes_is_gone_after_it(turn: int) -> None:
    assert notes("default") == notes("replay") == []
    note("written", "default")
    note("written", "replay")
    assert notes("default") == notes("replay") == ["written"]


@pytest.mark.parametrize("turn", [1, 2])
def test_an_own_database_keeps_commits_across_threads_and_is_fresh_each_time(
    own_database: databases.OwnDatabase, turn: int
) -> None:
    def write() -> None:
        try:
            with transaction.atomic():
                note("from a thread")
        finally:
            connections.close_all()

    assert notes() == []
    thread = threading.Thread(target=write)
    thread.start()
    thread.join()
    assert notes() == ["from a thread"]


def test_an_own_database_is_reached_by_other_processes(
    own_database: databases.OwnDatabase,
) -> None:
    script = (
        "import django; django.setup()\n"
        "from django.db import connection\n"
        "from django.db.migrations.recorder import MigrationRecorder\n"
        "MigrationRecorder(connection).record_applied('house', 'from a process')"
    )
    subprocess.run(
        [sys.executable, "-c", script],
        env={
            **os.environ,
            "PYTHONPATH": str(ROOT / "src"),
            "DJANGO_SETTINGS_MODULE": "koinon.config.settings",
            "KOINON_DATABASE_URL": own_database.address,
        },
        check=True,
    )
    assert notes() == ["from a process"]


def pytest_says(tmp_path: Path, source: str, **environment: str) -> str:
    """What a run of pytest over one file says, under this house's rules."""
    (tmp_path / "conftest.py").write_text("from tests.conftest import *\n")
    (tmp_path / "test_one.py").write_text(source)
    options = ["-p", "no:cacheprovider", "-c", ROOT / "pyproject.toml", "--rootdir", tmp_path]
    done = subprocess.run(
        [sys.executable, "-m", "pytest", *options, tmp_path],
        cwd=ROOT,
        env={**os.environ, "KOINON_TEST_DATABASE": "sqlite", **environment},
        capture_output=True,
        text=True,
    )
    return done.stdout


SKIPS = """
import pytest
def test_a(): pytest.skip("needs a sextant")
@pytest.mark.field
def test_b(): pytest.skip("the data lies elsewhere")
@pytest.mark.only_on("postgresql")
def test_c(): pass
def test_d(): pass
"""


def test_a_skip_is_said_with_its_reason(tmp_path: Path) -> None:
    said = pytest_says(tmp_path, SKIPS, KOINON_REQUIRE_ALL="0")
    assert "1 passed, 2 skipped, 1 deselected" in said
    assert "needs a sextant" in said


def test_where_all_is_required_only_field_data_may_be_absent(tmp_path: Path) -> None:
    said = pytest_says(tmp_path, SKIPS, KOINON_REQUIRE_ALL="1")
    assert "1 failed, 1 passed, 1 skipped, 1 deselected" in said
    assert "needs a sextant; nothing may be skipped here" in said


def test_where_all_is_required_a_file_cannot_skip_itself(tmp_path: Path) -> None:
    source = "import pytest\npytest.skip('no sextant', allow_module_level=True)\n"
    assert "1 skipped" in pytest_says(tmp_path, source, KOINON_REQUIRE_ALL="0")
    assert "1 error" in pytest_says(tmp_path, source, KOINON_REQUIRE_ALL="1")


def test_state_is_what_touches_the_database(tmp_path: Path) -> None:
    source = (
        "import pytest\n"
        "@pytest.mark.django_db\n"
        "def test_a(request): assert request.node.get_closest_marker('state')\n"
        "def test_b(own_database, request): assert request.node.get_closest_marker('state')\n"
        "def test_c(request): assert not request.node.get_closest_marker('state')\n"
    )
    assert "3 passed" in pytest_says(tmp_path, source)


def test_an_own_database_refuses_to_stand_inside_a_transaction(tmp_path: Path) -> None:
    source = (
        "import pytest\n@pytest.mark.django_db\ndef test_a(own_database): pass\n"
        "def test_b(db, own_database): pass\n"
    )
    said = pytest_says(tmp_path, source)
    assert "2 errors" in said
    assert "not for tests inside a transaction" in said


def test_a_database_that_does_not_answer_is_a_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KOINON_TEST_PG", "postgresql://nobody@127.0.0.1:1")
    with pytest.raises(SystemExit, match="does not answer; start it or unset this"):
        postgresql.running()
    monkeypatch.setenv("KOINON_TEST_DATABASE", "oracle")
    monkeypatch.delenv("KOINON_TEST_PG")
    with pytest.raises(SystemExit, match="'oracle' is not sqlite or postgresql"):
        databases.choose()


def test_a_temporary_cluster_starts_and_stops(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Where PostgreSQL's programs are installed the suite makes a server of its own."""
    if postgresql.programs() is None:
        pytest.skip("needs PostgreSQL's server programs, which are not installed")
    monkeypatch.delenv("KOINON_TEST_PG", raising=False)
    with postgresql.server() as address:
        assert address is not None
        assert postgresql._answers(address)
    assert not postgresql._answers(address)


def test_a_missing_program_is_skipped_in_words() -> None:
    with pytest.raises(pytest.skip.Exception, match="needs sextant or astrolabe, which is not"):
        needs.program("sextant", "astrolabe")
