"""What is declared of persons: complete, true of the tables, and what its page says."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from django.apps import apps
from django.utils import timezone
from tests.support import processing as register

from koinon.interfaces.jobs import keeper
from koinon.people import access, handling, retention
from koinon.people.models import Account, Handling
from koinon.people.processing import ACTIVITIES, GROUNDS, Person, kept, not_of_persons
from koinon.people.retention import BY_ID, cutoff, months_later, periods, until


def test_the_page_is_what_the_code_declares() -> None:
    """`python -m tests.support.processing --write` brings it up to date."""
    assert register.PAGE.read_text() == register.page()


def test_every_declaration_names_what_there_is() -> None:
    tables = {one._meta.label: one for one in apps.get_models(include_auto_created=True)}
    activities = {one.id for one in ACTIVITIES}
    for one in kept():
        assert one.table in tables, one
        assert one.activity in activities, one
        assert one.retention in BY_ID, one
        assert one.ground in ("", *GROUNDS), one
        columns = {field.name for field in tables[one.table]._meta.get_fields()}
        assert {name for name, _ in one.fields} <= columns, one
    assert set(not_of_persons()) <= tables.keys()
    assert not {one.table for one in kept()} & not_of_persons().keys()


@pytest.mark.django_db
def test_nobody_is_found_by_a_row_that_lost_its_account() -> None:
    handling.note("swept")
    nobody = Person(None, "nobody@example.org")
    assert [one.name for one in kept() if one.of(nobody).exists()] == []


@pytest.mark.parametrize(
    ("day", "months", "then"),
    [
        (date(2025, 1, 31), 1, date(2025, 2, 28)),
        (date(2024, 1, 31), 1, date(2024, 2, 29)),
        (date(2025, 11, 30), 3, date(2026, 2, 28)),
        (date(2025, 3, 5), 1, date(2025, 4, 5)),
        (date(2025, 3, 31), -1, date(2025, 2, 28)),
        (date(2025, 1, 1), -60, date(2020, 1, 1)),
    ],
)
def test_months_are_those_of_the_calendar(day: date, months: int, then: date) -> None:
    """The same day, else the month's last: Regulation (EEC, Euratom) 1182/71, article 3(2)(c)."""
    assert months_later(day, months) == then


@pytest.mark.django_db
def test_what_is_due_is_what_its_day_has_come_for() -> None:
    """`cutoff` and `until` say the same of every class."""
    since = datetime(2024, 2, 29, 12, tzinfo=UTC)
    for one in periods().values():
        last = until(one, since)
        before = datetime(last.year, last.month, last.day, tzinfo=UTC) - timedelta(days=1)
        after = datetime(last.year, last.month, last.day, tzinfo=UTC) + timedelta(days=4)
        assert not since < cutoff(one, before), one
        assert since < cutoff(one, after), one


@pytest.mark.django_db
def test_the_clock_erases_once_a_night_and_nothing_on_the_first() -> None:
    account = access.invite("idle@league.example")
    old = timezone.now() - timedelta(days=900)
    Account.objects.filter(pk=account.pk).update(joined=old)
    night = timezone.now().replace(hour=keeper.HOUR, minute=1) + timedelta(days=1)
    assert keeper.keep(timezone.now()) is None
    assert Account.objects.filter(pk=account.pk).exists()
    assert keeper.keep(night.replace(hour=keeper.HOUR - 1)) is None
    assert keeper.keep(night) == 1
    assert not Account.objects.filter(pk=account.pk).exists()
    Handling.objects.filter(deed="swept").update(at=night)
    assert keeper.keep(night + timedelta(hours=3)) is None
    assert "idle" not in str(list(Handling.objects.values()))


@pytest.mark.django_db
def test_a_chosen_length_is_used_and_a_default_stands_else() -> None:
    retention.choose("links", 3, reason="Fewer.", seat="secretariat")
    assert (periods()["links"].amount, periods()["links"].chosen) == (3, True)
    assert (periods()["register"].amount, periods()["register"].chosen) == (60, False)
