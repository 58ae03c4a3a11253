"""The test house: both databases, fresh copies for tests that commit, a server, a browser."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
from django.db import connections
from django.test.utils import setup_databases, teardown_databases
from django.utils import translation
from hypothesis import settings as properties
from tests.support import databases, needs

# A busy machine is no fault of a property: benchmarks measure time, tests do not.
properties.register_profile("house", deadline=None)
properties.load_profile("house")

_DATABASE_FIXTURES = {"db", "own_database", "site", "demonstration"}
_chosen: pytest.StashKey[databases.Chosen] = pytest.StashKey()
_folder: pytest.StashKey[Path] = pytest.StashKey()


def pytest_configure(config: pytest.Config) -> None:
    """Choose the databases before anything is collected; always say why a test was skipped."""
    config.addinivalue_line("markers", "state: touches the database (set by the test house)")
    config.addinivalue_line(
        "markers", "only_on(kind): about one kind of database, left out on others"
    )
    config.stash[_chosen] = databases.choose()
    config.stash[_folder] = databases.folder_for_files()
    if config.pluginmanager.hasplugin("django"):  # pure rooms can be tested with `-p no:django`
        databases.install(config.stash[_chosen], config.stash[_folder])
    if "s" not in config.option.reportchars:
        config.option.reportchars += "s"


def pytest_unconfigure(config: pytest.Config) -> None:
    """Leave nothing behind."""
    if folder := config.stash.get(_folder, None):
        shutil.rmtree(folder, ignore_errors=True)


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Mark what touches the database; leave out what is about another kind of it."""
    kept: list[pytest.Item] = []
    left_out: list[pytest.Item] = []
    for item in items:
        fixtures = set(getattr(item, "fixturenames", ()))
        if item.get_closest_marker("django_db") or fixtures & _DATABASE_FIXTURES:
            item.add_marker("state")
        if "tests/field" in item.path.as_posix():
            item.add_marker("field")
        only = item.get_closest_marker("only_on")
        fits = only is None or config.stash[_chosen].default in only.args
        (kept if fits else left_out).append(item)
    if left_out:
        config.hook.pytest_deselected(items=left_out)
        items[:] = kept


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Any:
    """Where nothing may be skipped, a skip is a failure."""
    report = yield
    needs.forbid_skip(report, item.get_closest_marker)
    return report


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report(collector: pytest.Collector) -> Any:
    """The same for a whole file that skips itself."""
    report = yield
    needs.forbid_skip(report, collector.get_closest_marker)
    return report


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say where the state tests ran."""
    chosen = terminalreporter.config.stash[_chosen]
    terminalreporter.write_line(f"databases: {chosen.sentence()}")


@pytest.fixture(autouse=True)
def nothing_remembered() -> Iterator[None]:
    """No test leaves what a request remembered, or the language it was answered in, to the next.

    A server's thread begins each request anew; tests make theirs in one thread, and a streamed
    answer that is never read to its end does not end its request.
    """
    yield
    if remembered := sys.modules.get("koinon.interfaces.shared.remembered"):
        remembered.forget()
        translation.deactivate()


@pytest.fixture(scope="session")
def kinds(request: pytest.FixtureRequest) -> databases.Chosen:
    """Which kind of database `default` and `replay` are in this run."""
    return request.config.stash[_chosen]


@pytest.fixture(scope="session")
def django_db_setup(django_test_environment: None, django_db_blocker: Any) -> Iterator[None]:
    """Both databases, migrated, for the whole run (instead of pytest-django's, which empties)."""
    with django_db_blocker.unblock():
        made = setup_databases(verbosity=0, interactive=False, serialized_aliases=())
        connections.close_all()  # so that copies of the files hold everything
    with django_db_blocker.unblock(), databases.kept_empty(), django_db_blocker.block():
        yield
    with django_db_blocker.unblock():
        connections.close_all()
        teardown_databases(made, verbosity=0)


@pytest.fixture
def own_database(
    request: pytest.FixtureRequest, django_db_setup: None, django_db_blocker: Any
) -> Iterator[databases.OwnDatabase]:
    """A fresh empty database as `default`, for a test that commits (threads, processes, kill -9).

    It stands alone: the transaction of `db` or of the mark `django_db` would hold the template.
    """
    if "_django_db_helper" in request.fixturenames:
        pytest.fail("own_database is not for tests inside a transaction: drop `django_db`/`db`")
    with django_db_blocker.unblock(), databases.own() as fresh:
        yield fresh


@pytest.fixture
def site(own_database: databases.OwnDatabase) -> Iterator[str]:
    """The address of a running server over a fresh database."""
    from tests.support.server import serving

    with serving() as address:
        yield address


@pytest.fixture(scope="session")
def browser(django_db_setup: None) -> Iterator[Any]:
    """The machine's Chromium; tests that use it carry the mark `browser`.

    The databases come first: connections made while Playwright's loop runs are another context's.
    """
    from tests.support.browser import launched

    with launched() as started:
        yield started


@pytest.fixture
def new_page(browser: Any) -> Iterator[Callable[..., Any]]:
    """Opens pages, each in a context of its own: `new_page(base_url=site, locale="ar")`."""
    from tests.support.browser import page

    with ExitStack() as open_pages:
        yield lambda **context: open_pages.enter_context(page(browser, **context))
