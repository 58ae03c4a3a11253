"""What stands behind the server: a small lively league, or the demonstration on a known day."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as configured
from django.core.cache import cache
from tests.support import databases, pages
from tests.support.clock import Clock, local
from tests.support.coalition import League
from tests.support.counting import Tally, keep, watch
from tests.support.journeys import COUNTS, SCREEN, SHOTS, Walker

from koinon.demo.loading import load
from koinon.record import store

TODAY = date(2026, 11, 20)
"""A Friday in the second year of the demonstration."""


@pytest.fixture(autouse=True)
def home(settings: Any, tmp_path: Path) -> Path:
    """An installation of the test's own, with a key that has signed nothing yet."""
    settings.HOME = tmp_path / "home"
    settings.HOME.mkdir()
    cache.clear()  # tries to sign in are counted anew
    return tmp_path / "home"


@pytest.fixture
def links(site: str) -> dict[str, str]:
    """Sign-in links by person."""
    return pages.lively(League())


@dataclass(frozen=True, slots=True)
class Demonstration:
    """The League of Lysmara behind a server: its address, links by role, clock, and entries."""

    address: str
    links: dict[str, str]
    clock: Clock
    entries: int


@pytest.fixture(scope="session")
def told(
    django_db_setup: None, django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[str, Path, dict[str, str]]]:
    """The demonstration, told once a run: its database to copy, its home folder, its links."""
    home = tmp_path_factory.mktemp("demonstration")

    def tell() -> dict[str, str]:
        loaded = load(TODAY)
        return {role.email.partition("@")[0]: token for role, token in loaded.links}

    with ExitStack() as stack:
        stack.enter_context(django_db_blocker.unblock())
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(configured, "HOME", home)
            name, links = stack.enter_context(databases.told(tell))
        yield name, home, links


@pytest.fixture
def demonstration(
    told: tuple[str, Path, dict[str, str]],
    django_db_blocker: Any,
    home: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> Iterator[Demonstration]:
    """A copy of the demonstration behind a server, at eleven in the morning of its today."""
    from tests.support.server import serving

    template, its_home, links = told
    shutil.copytree(its_home, home, dirs_exist_ok=True)
    clock = Clock(local(TODAY, 11))
    clock.install(monkeypatch)
    with django_db_blocker.unblock(), databases.own(template=template), serving() as address:
        yield Demonstration(address, links, clock, store.head().size)


@pytest.fixture
def walker(
    request: pytest.FixtureRequest, new_page: Callable[..., Any], tmp_path: Path
) -> Iterator[Callable[..., Walker]]:
    """Somebody new on this journey: `walker(address, "ar")`; other options are Playwright's.

    Where counts are asked for, those of a walk in English that comes to its end are kept.
    """
    folder = Path(SHOTS) if SHOTS else tmp_path / "shots"
    folder.mkdir(parents=True, exist_ok=True)
    journey = request.path.stem.removeprefix("test_")
    tallies: list[Tally] = []
    failed = request.session.testsfailed

    def starts(address: str, language: str, **context: Any) -> Walker:
        options = {"viewport": SCREEN, **context}
        tab = new_page(base_url=address, locale=language, **options)
        tab.set_default_timeout(60_000)  # a busy machine is no fault of the page
        if COUNTS and language == "en":
            tallies.append(watch(tab))
        scripts = options.pop("java_script_enabled", True)
        twin = None if scripts else new_page(base_url=address, locale=language, **options)
        return Walker(tab, journey, language, folder, twin)

    yield starts
    if tallies and request.session.testsfailed == failed:
        told = request.function.__name__.removeprefix("test_")
        keep(Path(COUNTS), f"{journey}--{told}", tallies)
