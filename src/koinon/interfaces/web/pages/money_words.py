"""What the books say, in the reader's words: accounts, stages, kinds of booking, exact amounts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, Final

from django.http import Http404
from django.utils.translation import gettext, gettext_noop

from koinon.assembly import queries as assembly
from koinon.assembly import queries_urgency as urgencies
from koinon.charter import queries as charters
from koinon.charter.document import Charter, Names
from koinon.interfaces.shared import naming, wording
from koinon.interfaces.web import words
from koinon.record import canonical, store
from koinon.treasury import queries as treasury

ADOPT_BUDGET: Final = "treasury.adopt_budget/1"


KINDS: Final[Mapping[str, str]] = {
    "budget": gettext_noop("Budget decided"),
    "levy": gettext_noop("Levy charged"),
    "receipt": gettext_noop("Money came in"),
    "recalculation": gettext_noop("Levy computed anew"),
    "correction": gettext_noop("Receipt corrected"),
    "credit applied": gettext_noop("Credit used"),
    "credit repaid": gettext_noop("Credit repaid"),
    "bank debit": gettext_noop("Taken by the bank"),
    "debit explained": gettext_noop("Bank debit explained"),
    "commitment": gettext_noop("Commitment"),
    "supplier invoice": gettext_noop("Supplier’s invoice accepted"),
    "payment": gettext_noop("Payment"),
    "unavoidable payment": gettext_noop("Payment under standing authority"),
    "residual share": gettext_noop("Share on leaving"),
    "share out": gettext_noop("Shared out at the end"),
    "dues taken over": gettext_noop("Dues taken over"),
    "contract taken over": gettext_noop("Contract taken over"),
    "opening balance": gettext_noop("Opening balance sheet"),
    "year closed": gettext_noop("Year closed"),
}
"""Kinds of journal."""

STAGES: Final[Mapping[str, str]] = {
    "authority": gettext_noop("Decided by the members"),
    "available": gettext_noop("Available"),
    "committed": gettext_noop("Committed"),
    "accrued": gettext_noop("Owed to suppliers"),
    "paid": gettext_noop("Paid"),
}
"""Where the money of a budget line can stand."""

ACCOUNTS: Final[Mapping[str, str]] = {
    "bank": gettext_noop("Money at the bank"),
    "overdraft": gettext_noop("Lent by the bank"),
    "exceptions": gettext_noop("Movements at the bank not explained yet"),
    "payable": gettext_noop("Owed to suppliers"),
    "net_assets": gettext_noop("Left over from closed years"),
    "opening": gettext_noop("Other side of what was taken over"),
    "asset": gettext_noop("Taken over: {title}"),
    "liability": gettext_noop("Taken over: {title}"),
    "reserve": gettext_noop("Reserve: {title}"),
    "receivable": gettext_noop("{city} owes"),
    "advance": gettext_noop("Credit of {city}"),
    "contributions": gettext_noop("Members’ contributions {year}"),
    "authority": gettext_noop("Budget {year} as decided"),
    "expense": gettext_noop("Cost of line {line}, {year}"),
    "available": gettext_noop("Line {line}, {year}: available"),
    "committed": gettext_noop("Line {line}, {year}: commitment {number}"),
    "accrued": gettext_noop("Line {line}, {year}: owed to suppliers"),
    "paid": gettext_noop("Line {line}, {year}: paid"),
}
"""Accounts by the word of their code that says what they hold."""

ACCOUNT_KINDS: Final[Mapping[str, str]] = {
    "asset": gettext_noop("Asset"),
    "liability": gettext_noop("Liability"),
    "revenue": gettext_noop("Revenue"),
    "expense": gettext_noop("Expense"),
    "net_assets": gettext_noop("Net assets"),
    "budget": gettext_noop("Budget"),
}


def charter() -> Charter:
    """The charter in force. Raises Http404 before the founding: there is no money yet."""
    found = words.charter()
    if found is None:
        raise Http404
    return found


def currency() -> str:
    """The coalition's currency (ISO 4217)."""
    return charter().currency


def journal_kind(kind: str) -> str:
    """What a journal books."""
    return gettext(KINDS[kind])


def stage(name: str) -> str:
    """Where money of a budget line stands."""
    return gettext(STAGES[name])


def authority(text: str) -> str:
    """What allowed a booking, as the journal names it: a decision's entry, or an article."""
    kind, _, which = text.partition(" ")
    if text == "decision 0":
        return gettext("by the founding")
    if kind == "decision":
        return gettext("by the decision in entry {n}").format(n=which)
    if kind == "article":
        return gettext("under article {article}").format(article=which)
    return text


def account_kind(kind: str) -> str:
    """What an account counts."""
    return gettext(ACCOUNT_KINDS[kind])


def account_name(code: str, cities: Mapping[str, str]) -> str:
    """An account by its code ("receivable/ghent", "2025/heat/committed/3") in words."""
    facts = {"city": "", "year": "", "line": "", "number": "", "title": ""}
    match code.split("/"):
        case [year, line, what, *number] if year.isdigit():
            facts |= {"year": year, "line": naming.line(line, int(year)), "number": "".join(number)}
        case [year, what] if year.isdigit():
            facts["year"] = year
        case [("asset" | "liability" | "reserve") as what, _]:
            title = words.account_titles().get(code)
            facts["title"] = words.told(names(title)) if title else code
        case [what, slug]:
            facts["city"] = cities.get(slug, slug)
        case _:
            what = code
    return gettext(ACCOUNTS[what]).format_map(facts)


def exact_number(value: Fraction) -> str:
    """A number in full: as a decimal where that is exact, else as a fraction p/q."""
    rest = value.denominator
    for prime in (2, 5):
        while rest % prime == 0:
            rest //= prime
    return wording.number(value, 30) if rest == 1 else f"\u2066{value}\u2069"


def exact_money(cents: Fraction) -> str:
    """An amount of minor units with decimals beyond them, cut; “…” says that more follow."""
    return wording.exact_money(cents, currency())


def names(title: Mapping[str, str]) -> Names:
    """A title as the treasury keeps it, as `words.told` takes it."""
    return tuple(title.items())


def line_title(line: treasury.LineView) -> str:
    """A budget line's title; one that only standing authority spent on has its code alone."""
    return words.told(names(line.title)) if line.title else line.code


@dataclass(frozen=True, slots=True)
class Entry:
    """What a page needs of an entry: its number, act, instant, what allowed it, what it held."""

    n: int
    type: str
    at: str
    grant: Mapping[str, Any]
    data: Mapping[str, Any]


def entry(n: int) -> Entry:
    """An entry of the record that state points to, so that it exists."""
    content: Any = canonical.load(store.body(n))
    return Entry(n, content["type"], content["at"], content["grant"], content["data"])


@dataclass(frozen=True, slots=True)
class Decided:
    """The vote that allowed something: the proposal, and the entry of its count.

    `lapsed_n` is the entry by which it lapsed, if it was taken in urgency and not ratified.
    """

    number: int
    title: Names
    n: int
    lapsed_n: int | None


def decided(n: int | None) -> Decided | None:
    """The decision of entry `n`; None where a seat decided by itself, or the founders did."""
    if not n:
        return None
    number = entry(n).data["proposal"]
    found = assembly.proposal(number, entry(n).at)
    assert found is not None, f"entry {n} counts proposal {number}"
    over = urgencies.lapsed(n)
    return Decided(number, found.title, n, over.n if over else None)


@dataclass(frozen=True, slots=True)
class Article:
    """An article of the charter that gave authority, and the version it stands in."""

    article: str
    version: int


def article_of(n: int, act_type: str) -> Article | None:
    """The article under which entry `n` was allowed to be an act of this type; none at founding."""
    version = charters.version_at(n)
    granted = entry(n).grant
    if granted.get("decision") == 0:
        return None
    number = granted.get("article")
    if number is None:
        articles = charters.parsed(version.sha256).authority_for(act_type)
        number = next((one.article for one in articles if one.by == "decision"), None)
    return Article(number, version.number) if number is not None else None
