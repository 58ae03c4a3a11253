"""Where members pay to, and the address letters are sent from: private, never in the record."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any, Final

from django.utils.translation import gettext

from koinon.interfaces.shared.papers.model import legible
from koinon.interfaces.web.models import Letterhead

_IBAN: Final = re.compile(r"[A-Z]{2}[0-9]{2}[A-Z0-9]{11,30}")
_LIKE_IBAN: Final = re.compile(r"[A-Z]{2}[0-9]{2}")
LIMITS: Final = {"address": 300, "holder": 140, "account": 60, "bank": 140}
"""Characters of each line, at most."""


@dataclass(frozen=True, slots=True)
class Account:
    """The coalition's account and address as they stand on letters."""

    address: str = ""
    holder: str = ""
    account: str = ""
    bank: str = ""

    @property
    def grouped(self) -> str:
        """The account's number, an IBAN in groups of four as on paper (ISO 13616)."""
        if not _IBAN.fullmatch(self.account):
            return self.account
        return " ".join(self.account[at : at + 4] for at in range(0, len(self.account), 4))


def account() -> Account:
    """What was saved last; empty before."""
    row = Letterhead.objects.order_by("-id").first()
    return Account(row.address, row.holder, row.account, row.bank) if row else Account()


def typed(given: dict[str, str]) -> Account:
    """What was typed, without controls and needless blanks; an IBAN without its gaps."""
    lines = {name: " ".join(legible(given.get(name, "")).split()) for name in LIMITS}
    bare = lines["account"].replace(" ", "").upper()
    if _LIKE_IBAN.match(bare):
        lines["account"] = bare
    return Account(**lines)


def faults(found: Account) -> dict[str, str]:
    """Field → what is wrong with it and what to do; empty when all is well."""
    wrong = {}
    for name, limit in LIMITS.items():
        if len(getattr(found, name)) > limit:
            wrong[name] = gettext("Write at most {limit} characters.").format(limit=limit)
    if "account" not in wrong and not found.account:
        wrong["account"] = gettext("Write the account that members pay to.")
    elif "account" not in wrong and _LIKE_IBAN.match(found.account) and not _sound(found.account):
        wrong["account"] = gettext(
            "“{typed}” is not a sound IBAN: its check digits do not fit. Compare it with the "
            "bank’s statement."
        ).format(typed=found.account)
    if not found.holder and "holder" not in wrong:
        wrong["holder"] = gettext("Write in whose name the account is.")
    return wrong


def save(found: Account, by: Any) -> None:
    """Keep it beside what stood before: the newest counts, and who changed it can be seen."""
    Letterhead.objects.create(
        address=found.address,
        holder=found.holder,
        account=found.account,
        bank=found.bank,
        saved_by=by,
    )


def _sound(iban: str) -> bool:
    """Whether an IBAN's check digits fit (ISO 7064, MOD 97-10)."""
    if not _IBAN.fullmatch(iban):
        return False
    turned = iban[4:] + iban[:4]
    return int("".join(str(int(sign, 36)) for sign in turned)) % 97 == 1
