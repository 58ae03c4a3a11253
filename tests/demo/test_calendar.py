"""The league's calendar: today is always in the second half of its second year."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from koinon.demo.calendar import Calendar, midnight, office_hours


def test_today_is_in_the_second_half_of_the_second_year() -> None:
    day = date(2026, 1, 1)
    while day < date(2029, 1, 1):
        calendar = Calendar.for_today(day)
        second = date(calendar.start.year + 1, calendar.start.month, 1)
        third = date(calendar.start.year + 2, calendar.start.month, 1)
        assert second + timedelta(days=150) < day < third
        assert calendar.day("2-05-28") <= day
        day += timedelta(days=1)


def test_days_are_counted_in_the_leagues_own_years() -> None:
    summer = Calendar.for_today(date(2027, 2, 3))
    assert summer.start == date(2025, 7, 1)
    assert summer.day("1-01-07") == date(2025, 7, 7)
    assert summer.day("1-08-17") == date(2026, 2, 17)
    assert summer.day("1-03-13") == date(2025, 9, 15), "the 13th is a Saturday"
    assert summer.day("2-12-28") == date(2027, 6, 28)
    assert summer.day("today-4") == date(2027, 1, 30)
    assert summer.day("today+4") == date(2027, 2, 7)
    assert (summer.label(2), summer.name(1), summer.name(2)) == (2026, "2025/26", "2026/27")
    assert Calendar.for_today(date(2026, 6, 1)).name(1) == "2025"


@pytest.mark.parametrize("said", ["3-01-01", "1-13-01", "1-02-29", "1-2-3", "today", "2026-01-01"])
def test_other_days_are_refused(said: str) -> None:
    with pytest.raises(ValueError, match="no day of the league"):
        Calendar.for_today(date(2026, 11, 20)).day(said)


def test_instants_are_of_the_legal_zone() -> None:
    assert midnight(date(2026, 7, 1)) == "2026-06-30T22:00:00.000000Z"
    assert office_hours(date(2026, 12, 1), 0) == "2026-12-01T08:10:00.000000Z"
    assert office_hours(date(2026, 12, 1), 2) == "2026-12-01T08:18:00.000000Z"
