"""Addresses below /money/."""

from __future__ import annotations

from django.urls import path, register_converter

from koinon.interfaces.web.pages import (
    money,
    money_books,
    money_citizen,
    money_desk,
    money_levy,
)


class TaskName:
    """What is done at the treasurer's desk, in an address."""

    regex = "|".join(money_desk.TASKS)

    def to_python(self, text: str) -> str:
        """As it stands."""
        return text

    def to_url(self, name: str) -> str:
        """As it stands."""
        return name


register_converter(TaskName, "task")

urlpatterns = [
    path("", money.money_page, name="money"),
    path("<int:year>/<slug:code>/", money.line_page, name="money_line"),
    path("<int:year>/books.zip", money_books.year_file, name="money_year_file"),
    path("invoices/<int:number>/", money.invoice_page, name="money_invoice"),
    path("levies/<slug:code>/", money_levy.levy_page, name="money_levy"),
    path("journal/", money_books.journal_page, name="money_journal"),
    path("journal.csv", money_books.journal_file, name="money_journal_file"),
    path("trial-balance/", money_books.trial_balance_page, name="money_trial"),
    path("trial-balance.csv", money_books.trial_balance_file, name="money_trial_file"),
    path("my-city/", money_citizen.my_city, name="my_city"),
    path("desk/", money_desk.desk, name="money_desk"),
    path("desk/<task:name>/", money_desk.task, name="money_task"),
]
