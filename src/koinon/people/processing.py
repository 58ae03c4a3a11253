"""What is kept of persons: each room says of each of its private tables what is in it, and why.

A room declares its tables in its own file `processing.py`: `KEPT` for those that hold something of
persons, `NOT_OF_PERSONS` for those that hold nothing, with the reason. From these follow the page
on which a person reads everything held about them, erasure, what goes when, and the register of
processing activities (GDPR article 30, docs/reference/processing.md). A table that no room declares
fails the house test.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from importlib import import_module
from importlib.util import find_spec
from typing import Any, Final, TypeAlias

from django.apps import apps
from django.db.models import QuerySet
from django.utils.translation import gettext_noop as _

Rows: TypeAlias = QuerySet[Any]
MODULE: Final = "processing"


@dataclass(frozen=True, slots=True)
class Person:
    """Whom data is looked for: an account where there is one, the address, the name if known."""

    account: int | None
    email: str
    name: str = ""

    @property
    def key(self) -> int:
        """The account's number as rows refer to it; one that no row has where there is none.

        Never None: a query for None would find the rows that have lost their account.
        """
        return -1 if self.account is None else self.account


@dataclass(frozen=True, slots=True)
class Activity:
    """An activity of processing: what for, on which ground, about whom, and who gets to see it."""

    id: str
    title: str
    purpose: str
    basis: str
    persons: str
    recipients: str


@dataclass(frozen=True, slots=True)
class Kept:
    """What one table keeps of persons.

    `of` gives the rows about a person, `due` those whose time ran out before an instant, and
    `since` the instant from which a row's time runs, None while it has not begun. With a `ground`
    (a key of GROUNDS) rows that are not due are not erased on request. What has no `due` goes with
    the account. `forget` is how rows are erased on request, where it is not as when they are due;
    `hinders` gives a key of GROUNDS where nothing of a person can be erased now. Where erasing
    keeps the row, `left` gives those of some rows in which nothing of a person is left.
    """

    name: str
    table: str
    title: str
    activity: str
    retention: str
    fields: tuple[tuple[str, str], ...]
    of: Callable[[Person], Rows]
    due: Callable[[datetime], Rows] | None = None
    since: Callable[[Any], datetime | None] | None = None
    ground: str = ""
    erase: Callable[[Rows], int] = lambda rows: rows.delete()[0]
    forget: Callable[[Rows], int] | None = None
    hinders: Callable[[Person], str] = lambda person: ""
    left: Callable[[Rows], Rows] = lambda rows: rows.none()


GROUNDS: Final = {
    "in_office": _(
        "Article 17(3)(b) GDPR: the person holds a seat; the account is needed for as long."
    ),
    "law": _("Article 17(3)(b) GDPR: the law asks for it to be kept until then."),
    "public_task": _(
        "Article 17(3)(b) GDPR: it is needed for a task carried out in the public interest."
    ),
    "archive": _("Article 17(3)(d) GDPR: it is archived in the public interest."),
    "claims": _("Article 17(3)(e) GDPR: it is needed for legal claims."),
    "hold": _("Article 17(3)(e) GDPR: it is on legal hold until that is lifted."),
    "unfounded": _("Article 12(5) GDPR: the request is manifestly unfounded or excessive."),
    "not_identified": _("Article 12(2) GDPR: who asks could not be identified."),
    "nothing_held": _("Nothing about the person is held."),
    "others_rights": _("Article 15(4) GDPR: it would harm the rights of others."),
}
"""The law's grounds on which a request is refused, or something is kept in spite of one."""

ACTIVITIES: Final = (
    Activity(
        "accounts",
        _("Accounts and signing in"),
        _("To know who acts from which seat, and to keep others out."),
        _("Article 6(1)(e) GDPR, a task in the public interest: running the coalition."),
        _("Office-holders and staff"),
        _("The person, and whoever appoints to their seat"),
    ),
    Activity(
        "register",
        _("Register of office-holders"),
        _("To let everybody know who speaks and decides for whom, and who did."),
        _("Article 6(1)(c) and (e) GDPR: the public nature of offices."),
        _("Office-holders, now and once"),
        _("The public"),
    ),
    Activity(
        "elections",
        _("Elections"),
        _("To let voters know who stands, and everybody who was elected."),
        _("Article 6(1)(e) GDPR, a task in the public interest: holding elections in public."),
        _("Candidates, elected or not"),
        _("The public"),
    ),
    Activity(
        "payments",
        _("Paying and being paid"),
        _("To pay those to whom the coalition owes money."),
        _("Article 6(1)(b) and (c) GDPR: a contract, and the law on public accounts."),
        _("Those who are paid"),
        _("The treasurer and auditors"),
    ),
    Activity(
        "mail",
        _("Notices and other mails"),
        _("To give notice to members in time, and to prove it."),
        _("Article 6(1)(c) and (e) GDPR: the charter's rules on notice."),
        _("Office-holders"),
        _("The person, the secretariat, and the mail server of the coalition"),
    ),
    Activity(
        "drafts",
        _("Drafting"),
        _("To write minutes, foundings and documents before they are decided."),
        _("Article 6(1)(e) GDPR, a task in the public interest: running the coalition."),
        _("Office-holders and staff, and whoever a draft names"),
        _("The secretariat"),
    ),
    Activity(
        "residents",
        _("Residents and their initiatives"),
        _("To let residents whom a city attests sign initiatives, each of them once."),
        _("Article 6(1)(e) GDPR, a task in the public interest: the charter's initiatives."),
        _("Residents of the cities"),
        _("The person; the record holds a city and a mark that names nobody"),
    ),
    Activity(
        "rights",
        _("Answering requests about personal data"),
        _("To answer requests under articles 15 to 21 GDPR, and to show how they were answered."),
        _("Article 6(1)(c) GDPR: articles 5(2) and 12 of the same regulation."),
        _("Whoever asks"),
        _("The person, and the data protection officer"),
    ),
)
"""The activities of processing, in the order in which people read them."""


@cache
def _modules() -> tuple[Any, ...]:
    """The declarations of the rooms, in the order in which the rooms are installed."""
    names = [f"{one.name}.{MODULE}" for one in apps.get_app_configs() if _is_ours(one.name)]
    wanted = [name for name in names if find_spec(name) is not None]
    return tuple(import_module(name) for name in wanted if name != __name__)


def _is_ours(name: str) -> bool:
    return name.startswith("koinon.")


@cache
def kept() -> tuple[Kept, ...]:
    """Everything that any room keeps of persons."""
    from koinon.people.processing_own import KEPT

    others = (one for module in _modules() for one in getattr(module, "KEPT", ()))
    found = (*KEPT, *others)
    assert len({one.name for one in found}) == len(found), "two declarations of one name"
    return found


def by_name(name: str) -> Kept | None:
    """The declaration of that name."""
    return next((one for one in kept() if one.name == name), None)


def not_of_persons() -> Mapping[str, str]:
    """The private tables that hold nothing of persons, with the reason for each."""
    from koinon.people.processing_own import NOT_OF_PERSONS

    found = dict(NOT_OF_PERSONS)
    for module in _modules():
        found |= getattr(module, "NOT_OF_PERSONS", {})
    return found


def in_office(account: int) -> bool:
    """Whether any room says that an account is needed: it holds a seat, or is to hold one."""
    from koinon.people.processing_own import holds_a_seat

    asked = (getattr(module, "in_office", None) for module in _modules())
    return holds_a_seat(account) or any(one(account) for one in asked if one is not None)


def _linked() -> set[str]:
    """Tables with a link to an account: they hold something of persons, whatever is said."""
    from koinon.people.models import Account

    return {
        one._meta.label
        for one in apps.get_models(include_auto_created=True)
        if any(field.related_model is Account for field in one._meta.concrete_fields)
    }


def undeclared() -> tuple[str, ...]:
    """Tables that are not state and that no room declares, each as a sentence with the remedy."""
    from koinon.acts.state import State

    told = {one.table for one in kept()} | not_of_persons().keys() - _linked()
    tables = apps.get_models(include_auto_created=True)
    labels = [one._meta.label for one in tables if not issubclass(one, State)]
    return tuple(
        f"{label}: no room says what it keeps of persons. Declare it in the file processing.py of "
        f"its room, in KEPT or, with the reason, in NOT_OF_PERSONS; see "
        f"docs/how-to/answer-a-privacy-request.md."
        for label in labels
        if label not in told
    )
