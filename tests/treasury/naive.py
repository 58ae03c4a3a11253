"""A ledger as a clerk would keep it: a list of everything that happened, added up when asked.

Slow and plain on purpose, and written apart from `koinon.methods.postings`, to disagree with it.
"""

from __future__ import annotations

from koinon.methods.postings import Account, Journal, Transfer

Verdict = tuple[str, str]
"""("posted", "") or the name of the refusal and what it names."""


class Clerk:
    def __init__(self, accounts: dict[str, Account]) -> None:
        self.accounts = accounts
        self.closed: set[str] = set()
        self.open_periods: set[str] = set()
        self.history: dict[str, list[tuple[int, int, Transfer]]] = {a: [] for a in accounts}
        self.journals: dict[int, Journal] = {}

    def post(self, journal: Journal) -> Verdict:
        verdict = self.judge(journal)
        if verdict == ("posted", ""):
            self.journals[journal.n] = journal
            for number, line in enumerate(journal.transfers, 1):
                for account in (line.debit, line.credit):
                    self.history[account].append((journal.n, number, line))
        return verdict

    def judge(self, journal: Journal) -> Verdict:
        if journal.period not in self.open_periods:
            return "PeriodNotOpen", journal.period
        if journal.reverses is not None and not self._mirrors(journal):
            return "NotReversible", str(journal.reverses)
        settled: list[tuple[int, int]] = []
        for number, line in enumerate(journal.transfers, 1):
            for name in (line.debit, line.credit):
                account = self.accounts.get(name)
                if account is None or account.fund != line.fund or account.unit != line.unit:
                    return "NoSuchAccount", f"{number} {name}"
            if line.resolves is not None:
                if line.resolves in settled or not self._may_resolve(line):
                    return "NotReserved", str(number)
                settled.append(line.resolves)
        touched: list[str] = []
        for line in journal.transfers:
            touched += [name for name in (line.debit, line.credit) if name not in touched]
        for name in touched:
            if name in self.closed:
                return "AccountClosed", name
            room = self._room(name, journal)
            if room is not None and room < 0:
                return "Overdrawn", f"{name} {-room}"
        return "posted", ""

    def totals(self, name: str, journal: Journal | None = None) -> tuple[int, int, int, int]:
        """Debits and credits posted, debits and credits reserved, with this journal's added."""
        lines = list(self.history[name])
        if journal is not None:
            lines += [
                (journal.n, number, line)
                for number, line in enumerate(journal.transfers, 1)
                if name in (line.debit, line.credit)
            ]
        settled = {line.resolves for _, _, line in lines if line.resolves is not None}
        sums = [0, 0, 0, 0]
        for n, number, line in lines:
            side = 0 if line.debit == name else 1
            if line.phase in {"posted", "post"}:
                sums[side] += line.amount
            if line.phase == "pending" and (n, number) not in settled:
                sums[side + 2] += line.amount
        return sums[0], sums[1], sums[2], sums[3]

    def _room(self, name: str, journal: Journal) -> int | None:
        debits, credits, held_debits, held_credits = self.totals(name, journal)
        match self.accounts[name].rule:
            case "debits_within_credits":
                return credits - debits - held_debits
            case "credits_within_debits":
                return debits - credits - held_credits
        return None

    def _may_resolve(self, line: Transfer) -> bool:
        assert line.resolves is not None
        n, number = line.resolves
        journal = self.journals.get(n)
        if journal is None or not 1 <= number <= len(journal.transfers):
            return False
        held = journal.transfers[number - 1]
        taken = any(other.resolves == line.resolves for _, _, other in self.history[held.debit])
        if held.phase != "pending" or taken:
            return False
        if (held.debit, held.credit) != (line.debit, line.credit):
            return False
        return line.amount == held.amount or (line.phase == "post" and line.amount < held.amount)

    def _mirrors(self, journal: Journal) -> bool:
        original = self.journals.get(journal.reverses or 0)
        if original is None or any(j.reverses == journal.reverses for j in self.journals.values()):
            return False
        undone = [
            (line.fund, line.unit, line.credit, line.debit, line.amount, "posted")
            for line in original.transfers
            if line.phase in {"posted", "post"}
        ]
        given = [
            (line.fund, line.unit, line.debit, line.credit, line.amount, line.phase)
            for line in journal.transfers
        ]
        return undone == given and len(undone) == len(original.transfers)
