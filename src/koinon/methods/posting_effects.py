"""The effect kind `postings`: how the record says what happened to the ledger, and its checker.

An effect has any of three parts: what was opened, what was closed, and one journal. A long
journal's lines stand in a document, one canonical JSON array a line, each a leaf of a Merkle tree
whose root the effect states, so that one line is provable alone.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping, Sequence
from itertools import groupby
from typing import Any, TypeAlias, cast

from koinon.methods.postings import MAX_ID, Account, Books, Fund, Journal, Phase, Transfer, Unit

Plain: TypeAlias = "dict[str, Any]"
Opened: TypeAlias = "Unit | Fund | Account | str"
"""What an effect opens; a text is the id of a period."""

MAX_LINES = 500
"""Lines an effect states itself; more stand in a document."""

MAX_DOCUMENT_LINES = 1_000_000
"""Lines one journal may have."""

_FIELDS = {
    Unit: ("code", "exponent"),
    Fund: ("id", "purpose"),
    Account: tuple(Account.__dataclass_fields__),
}
_NAMES = {"unit": Unit, "fund": Fund, "account": Account}
_PLACE = re.compile(r"([1-9][0-9]{0,15})\.([1-9][0-9]{0,6})")
_DAY = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})")
_CODE = re.compile(r"[A-Z]{3}")
_KINDS = ("asset", "liability", "net_assets", "revenue", "expense", "budget")
_RULES = ("none", "debits_within_credits", "credits_within_debits")
_NONE = type(None)
_JOURNAL = {"kind", "period", "effective", "authority"}


class PostingsError(ValueError):
    """The effect is malformed or breaks a rule of the ledger; one sentence."""


def opened_plain(*items: Opened) -> Plain:
    """The effect that opens units, funds, periods and accounts."""
    return {"kind": "postings", "opened": [_item_plain(item) for item in items]}


def closed_plain(*, accounts: Sequence[str] = (), periods: Sequence[str] = ()) -> Plain:
    """The effect that closes accounts and periods."""
    closed = [{"account": name} for name in accounts] + [{"period": name} for name in periods]
    return {"kind": "postings", "closed": closed}


def journal_plain(journal: Journal) -> Plain:
    """The effect of a journal with all its lines, grouped by runs of one fund and unit."""
    groups = []
    numbered = enumerate(journal.transfers, 1)
    for (fund, unit), lines in groupby(numbered, lambda pair: (pair[1].fund, pair[1].unit)):
        groups.append({"fund": fund, "unit": unit, "lines": [_line(n, t) for n, t in lines]})
    return {"kind": "postings", "journal": {**_heading(journal), "groups": groups}}


def journal_leaves(journal: Journal) -> list[bytes]:
    """The lines of the document form: `[line, fund, unit, debit, credit, amount, ...]`."""
    return [
        _compact([number, t.fund, t.unit, *_line(number, t)[1:]])
        for number, t in enumerate(journal.transfers, 1)
    ]


def journal_document_plain(journal: Journal, sha256: str, root: bytes) -> Plain:
    """The effect of a journal whose lines stand in the document `sha256` with this Merkle root."""
    document = {"sha256": sha256, "root": root.hex(), "count": len(journal.transfers)}
    return {"kind": "postings", "journal": {**_heading(journal), "document": document}}


def check_postings(
    books: Books,
    n: int,
    at: str,
    effect: Mapping[str, Any],
    *,
    document: Callable[[str], bytes | None],
    root: Callable[[Sequence[bytes]], bytes],
) -> bool:
    """Take the effect of entry `n` into the books, or raise PostingsError.

    `document` gives the bytes behind a hash (None when withheld), `root` the Merkle root over
    leaves. False means that the lines are withheld: the books no longer say what the ledger says.
    """
    try:
        _keys(effect, {"kind"}, {"opened", "closed", "journal"}, "a postings effect")
        for item in _items(effect.get("opened", [])):
            _open(books, item)
        for item in _items(effect.get("closed", [])):
            _close(books, item)
        if "journal" not in effect:
            return True
        journal = _read_journal(n, at, effect["journal"], document, root)
    except (KeyError, TypeError, AttributeError) as error:
        raise PostingsError(f"a postings effect is malformed ({error}).") from None
    if journal is None:
        return False
    outcome = books.judge(journal)
    if not isinstance(outcome, dict):
        raise PostingsError(f"the ledger's rules forbid journal {n}: {outcome}.")
    books.enter(journal, outcome)
    return True


def _item_plain(item: Opened) -> Plain:
    if isinstance(item, str):
        return {"what": "period", "id": item}
    what = type(item).__name__.lower()
    return {"what": what, **{name: getattr(item, name) for name in _FIELDS[type(item)]}}


def _heading(journal: Journal) -> Plain:
    heading: Plain = {name: getattr(journal, name) for name in sorted(_JOURNAL)}
    return heading if journal.reverses is None else {**heading, "reverses": journal.reverses}


def _line(number: int, transfer: Transfer) -> list[Any]:
    line: list[Any] = [number, transfer.debit, transfer.credit, transfer.amount]
    if transfer.phase != "posted":
        line.append(transfer.phase)
    if transfer.resolves is not None:
        line.append("{}.{}".format(*transfer.resolves))
    return line


def _compact(line: list[Any]) -> bytes:
    """Canonical JSON (RFC 8785) for arrays of texts and whole numbers."""
    return json.dumps(line, ensure_ascii=False, separators=(",", ":")).encode()


def _keys(value: Any, required: set[str], optional: set[str], what: str) -> None:
    if not isinstance(value, Mapping) or not required <= value.keys() <= required | optional:
        raise PostingsError(f"{what} does not have the keys {sorted(required | optional)}.")


def _items(value: Any) -> Sequence[Mapping[str, Any]]:
    if not isinstance(value, list) or not all(isinstance(item, Mapping) for item in value):
        raise PostingsError("what is opened or closed is not an array of objects.")
    return value


def _id(value: Any, what: str, limit: int = MAX_ID) -> str:
    if type(value) is not str or not 0 < len(value) <= limit:
        raise PostingsError(f"the {what} is not a text of 1 to {limit} characters.")
    return value


def _require_day(value: Any) -> None:
    match = _DAY.fullmatch(value) if type(value) is str else None
    year, month, day = map(int, match.groups()) if match else (0, 0, 0)
    leap = year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
    lengths = (0, 31, 29 if leap else 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
    if not (year and 1 <= month <= 12 and 1 <= day <= lengths[month]):
        raise PostingsError(f"{value!a} is not a day of the calendar.")


def _open(books: Books, item: Mapping[str, Any]) -> None:
    what = item["what"]
    if what == "period":
        _keys(item, {"what", "id"}, set(), "a period")
        name = _id(item["id"], "period")
        if name in books.periods:
            raise PostingsError(f"the period {name} was opened before.")
        books.periods.add(name)
        books.open_periods.add(name)
        return
    if what not in _NAMES:
        raise PostingsError(f"nothing called {what!a} is ever opened.")
    _keys(item, {"what", *_FIELDS[_NAMES[what]]}, set(), f"a {what}")
    values = {name: value for name, value in item.items() if name != "what"}
    {"unit": _open_unit, "fund": _open_fund, "account": _open_account}[what](books, values)


def _open_unit(books: Books, values: Plain) -> None:
    code, exponent = values["code"], values["exponent"]
    if not _CODE.fullmatch(code) or type(exponent) is not int or not 0 <= exponent <= 4:
        raise PostingsError(f"{code!a} with {exponent!a} decimal places is not a currency.")
    if code in books.units:
        raise PostingsError(f"the unit {code} was opened before.")
    books.units[code] = exponent


def _open_fund(books: Books, values: Plain) -> None:
    name = _id(values["id"], "fund")
    if type(values["purpose"]) is not str or name in books.funds:
        raise PostingsError(f"the fund {name} was opened before or has no purpose.")
    books.funds.add(name)


def _open_account(books: Books, values: Plain) -> None:
    account = Account(**values)
    name = _id(account.id, "account")
    _id(account.code, "code of an account")
    if account.kind not in _KINDS or account.rule not in _RULES:
        raise PostingsError(f"the account {name} has an unknown kind or rule.")
    year = account.fiscal_year
    if {type(account.programme), type(account.member)} != {str} or type(year) not in (int, _NONE):
        raise PostingsError(f"the account {name} has a malformed programme, member or year.")
    if account.fund not in books.funds or account.unit not in books.units:
        raise PostingsError(f"the account {name} is in a fund or a unit that does not exist.")
    if name in books.accounts or (account.fund, account.unit, account.code) in books.codes:
        raise PostingsError(f"the account {name} or its code was opened before.")
    books.add(account)


def _close(books: Books, item: Mapping[str, Any]) -> None:
    _keys(item, set(), {"account", "period"}, "what is closed")
    if len(item) != 1:
        raise PostingsError("one object closes one account or one period.")
    if "period" in item:
        if item["period"] not in books.open_periods:
            raise PostingsError(f"the period {item['period']!a} is not open.")
        books.open_periods.remove(item["period"])
        return
    name = item["account"]
    if name in books.closed or name not in books.accounts or not books.balances[name].settled:
        raise PostingsError(f"the account {name!a} cannot be closed: it is not open and empty.")
    books.closed.add(name)


def _read_journal(
    n: int,
    at: str,
    plain: Any,
    document: Callable[[str], bytes | None],
    root: Callable[[Sequence[bytes]], bytes],
) -> Journal | None:
    form = "groups" if "groups" in plain else "document"
    _keys(plain, _JOURNAL | {form}, {"reverses"}, "a journal")
    reverses = plain.get("reverses")
    if reverses is not None and (type(reverses) is not int or not 0 < reverses < n):
        raise PostingsError(f"a journal cannot reverse {reverses!a}.")
    lines = _grouped(plain[form]) if form == "groups" else _listed(plain[form], document, root)
    if lines is None:
        return None
    try:
        _require_day(plain["effective"])
        transfers = tuple(_transfer(number, line) for number, line in enumerate(lines, 1))
        return Journal(
            n=n,
            kind=_id(plain["kind"], "kind of a journal"),
            period=_id(plain["period"], "period"),
            effective=plain["effective"],
            at_utc=at,
            authority=_id(plain["authority"], "authority of a journal", 200),
            transfers=transfers,
            reverses=reverses,
        )
    except ValueError as error:
        raise PostingsError(f"journal {n} is malformed: {error}.") from None


def _grouped(groups: Any) -> list[list[Any]]:
    lines = []
    for group in _items(groups):
        _keys(group, {"fund", "unit", "lines"}, set(), "a group of lines")
        lines += [[line[0], group["fund"], group["unit"], *line[1:]] for line in group["lines"]]
    if len(lines) > MAX_LINES:
        raise PostingsError(
            f"an effect states at most {MAX_LINES} lines; more stand in a document."
        )
    return lines


def _listed(
    stated: Any,
    document: Callable[[str], bytes | None],
    root: Callable[[Sequence[bytes]], bytes],
) -> list[list[Any]] | None:
    _keys(stated, {"sha256", "root", "count"}, set(), "a journal's document")
    body = document(stated["sha256"])
    if body is None:
        return None
    leaves = body.split(b"\n")
    if leaves.pop() != b"" or not MAX_LINES < len(leaves) <= MAX_DOCUMENT_LINES:
        raise PostingsError("a journal's document is not lines that each end with a line feed.")
    if len(leaves) != stated["count"] or root(leaves).hex() != stated["root"]:
        raise PostingsError("a journal's document has not the count or the Merkle root stated.")
    try:
        lines = [json.loads(leaf) for leaf in leaves]
    except ValueError:
        raise PostingsError("a journal's document holds a line that is not JSON.") from None
    if [_compact(line) for line in lines] != leaves:
        raise PostingsError("a journal's document holds a line that is not canonical.")
    return lines


def _transfer(number: int, line: list[Any]) -> Transfer:
    if type(line) is not list or line[0] != number or not 6 <= len(line) <= 8:
        raise PostingsError(f"line {number} of a journal is missing or malformed.")
    phase = line[6] if len(line) > 6 else "posted"
    place = _PLACE.fullmatch(line[7]) if len(line) > 7 else None
    if phase not in ("posted", "pending", "post", "void") or (len(line) == 7) != (
        phase == "pending"
    ):
        raise PostingsError(f"line {number} of a journal has no such phase.")
    if len(line) == 8 and place is None:
        raise PostingsError(f"line {number} of a journal resolves no line.")
    resolves = (int(place[1]), int(place[2])) if place else None
    for name in line[1:5]:
        _id(name, "fund, unit or account of a line")
    return Transfer(line[1], line[2], line[3], line[4], line[5], cast(Phase, phase), resolves)
