"""Which tables there are: what a row of each is, what names it, where its rows come from.

A column's type, unit and reference follow from its field in the row (see `columns`); what it
means stands in `meanings`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final

from django.utils.translation import gettext_noop

from koinon.assembly import queries_data as assembly
from koinon.assembly import queries_data_elections as elections
from koinon.charter import queries as charters
from koinon.charter.queries import Version
from koinon.cities import queries_data as cities
from koinon.forum import queries_data as forum
from koinon.interfaces.shared.opendata.table import Snapshot, Table
from koinon.record import received, store
from koinon.record.store import Outline
from koinon.treasury.queries import data as treasury
from koinon.treasury.queries import data_audits as audits


@dataclass(frozen=True, slots=True)
class CharterRow:
    """A version of the charter and the entry it began with."""

    version: int
    charter_sha256: str
    since_n: int
    since_at: str


@dataclass(frozen=True, slots=True)
class TitleRow:
    """A title in one language."""

    table: str
    key: str
    language: str
    title: str


@dataclass(frozen=True, slots=True)
class CountersignatureRow:
    """That a member's key countersigned the record as it had so many entries."""

    size: int
    witness_key: str
    countersigned_at: str


def _countersignatures(snapshot: Snapshot) -> Iterator[CountersignatureRow]:
    known = {one.witness_key for one in cities.witness_keys()}
    for one in received.upto(snapshot.size):
        if one.key in known:
            at = datetime.fromtimestamp(one.time, UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
            yield CountersignatureRow(one.size, one.key, at)


def _charters(snapshot: Snapshot) -> Iterator[CharterRow]:
    found: tuple[Version, ...] = charters.versions()
    for one in sorted(found, key=lambda version: version.number):
        yield CharterRow(one.number, one.sha256, one.since_n, one.since_at)


def _table(
    name: str, title: str, about: str, row: type[Any], key: str, read: Callable[[], Iterator[Any]]
) -> Table:
    return Table(name, title, about, row, tuple(key.split()), lambda snapshot: read())


TITLES: Final = Table(
    "titles",
    gettext_noop("Titles in every language"),
    gettext_noop("Every title of the other tables in each language it was given in."),
    TitleRow,
    ("table", "key", "language"),
    lambda snapshot: iter(()),
)
"""Filled from the titles of the other tables, so it comes last."""

TABLES: Final[tuple[Table, ...]] = (
    Table(
        "entries",
        gettext_noop("Entries of the record"),
        gettext_noop("What was done, when and from which seat; everything else refers to these."),
        Outline,
        ("n",),
        lambda snapshot: store.outlines(snapshot.size),
    ),
    Table(
        "charter_versions",
        gettext_noop("Versions of the charter"),
        gettext_noop("From which entry on each text of the charter has been in force."),
        CharterRow,
        ("version",),
        _charters,
    ),
    _table(
        "members",
        gettext_noop("Members"),
        gettext_noop("Cities that are or were members or associates, and since when."),
        cities.MemberRow,
        "city",
        cities.members,
    ),
    _table(
        "suspensions",
        gettext_noop("Suspensions"),
        gettext_noop("Rights that members lost, and until when."),
        cities.SuspensionRow,
        "city since_n",
        cities.suspensions,
    ),
    _table(
        "figures",
        gettext_noop("Certified figures"),
        gettext_noop("Figures of the members with unit, boundary, day, source and licence."),
        cities.FigureRow,
        "city figure on certified_n",
        cities.figures,
    ),
    _table(
        "legal_limits",
        gettext_noop("Legal limits"),
        gettext_noop("What the law lets each member pay, with the citation."),
        cities.LimitRow,
        "city kind on recorded_n",
        cities.limits,
    ),
    _table(
        "seats",
        gettext_noop("Seats"),
        gettext_noop("Offices and members’ seats, open and closed."),
        assembly.SeatRow,
        "seat",
        assembly.seats,
    ),
    _table(
        "mandates",
        gettext_noop("Mandates"),
        gettext_noop("From when until when each seat was held; not by whom."),
        assembly.MandateRow,
        "appointed_n",
        assembly.mandates,
    ),
    _table(
        "meetings",
        gettext_noop("Meetings"),
        gettext_noop("Meetings of every body, in a room, online or in writing."),
        assembly.MeetingRow,
        "meeting",
        assembly.meetings,
    ),
    _table(
        "attendance",
        gettext_noop("Attendance"),
        gettext_noop("Which members were present at a meeting, list by list."),
        assembly.AttendanceRow,
        "recorded_n city",
        assembly.attendance,
    ),
    _table(
        "proposals",
        gettext_noop("Proposals and decisions"),
        gettext_noop("What was put to a body, when voting opened and closed, how it ended."),
        assembly.ProposalRow,
        "proposal",
        assembly.proposals,
    ),
    _table(
        "votes",
        gettext_noop("Votes"),
        gettext_noop("How each member voted, in exact parts, and the entry that proves it."),
        assembly.VoteRow,
        "proposal city",
        assembly.votes,
    ),
    _table(
        "proxies",
        gettext_noop("Proxies"),
        gettext_noop("Votes that one seat gave to another to cast."),
        assembly.ProxyRow,
        "given_n giver",
        assembly.proxies,
    ),
    _table(
        "minutes",
        gettext_noop("Minutes"),
        gettext_noop("Minutes that were approved, by the hash of their document."),
        assembly.MinutesRow,
        "approved_n",
        assembly.minutes,
    ),
    _table(
        "translations",
        gettext_noop("Translations"),
        gettext_noop("Translations of texts, of which version each is, and who reviewed it."),
        assembly.TranslationRow,
        "translated_n",
        assembly.translations,
    ),
    _table(
        "evaluations",
        gettext_noop("Evaluations of experiments"),
        gettext_noop("Evaluations of articles of the charter that are in force until a day."),
        assembly.EvaluationRow,
        "evaluated_n",
        assembly.evaluations,
    ),
    _table(
        "past_decisions",
        gettext_noop("Decisions before the record"),
        gettext_noop("Decisions taken over from before the record was kept here."),
        assembly.PastDecisionRow,
        "number",
        assembly.past_decisions,
    ),
    _table(
        "participatory_budgets",
        gettext_noop("Participatory budgets"),
        gettext_noop("Money whose use residents decide by vote."),
        assembly.ParticipatoryRow,
        "budget",
        assembly.participatory_budgets,
    ),
    _table(
        "projects",
        gettext_noop("Projects of participatory budgets"),
        gettext_noop("What residents could vote for, what it costs, what was funded."),
        assembly.ProjectRow,
        "budget project",
        assembly.projects,
    ),
    _table(
        "elections",
        gettext_noop("Elections by ballot"),
        gettext_noop("What residents or delegates elect; votes on projects are among them."),
        elections.ElectionRow,
        "election",
        elections.elections,
    ),
    _table(
        "candidates",
        gettext_noop("Candidates of elections"),
        gettext_noop("Who stood, by codes: names of people stand in no table."),
        elections.CandidateRow,
        "election candidate",
        elections.candidates,
    ),
    _table(
        "rolls",
        gettext_noop("Rolls of elections"),
        gettext_noop("How many of a city may vote, and how many got a ballot paper."),
        elections.RollRow,
        "election city",
        elections.rolls,
    ),
    _table(
        "initiatives",
        gettext_noop("Initiatives of residents"),
        gettext_noop("What residents asked of a body, what it needed, and how it was answered."),
        forum.InitiativeRow,
        "initiative",
        forum.initiatives,
    ),
    _table(
        "initiative_signatures",
        gettext_noop("Signatures under initiatives"),
        gettext_noop("How many signatures of each city stand; nobody is named."),
        forum.TallyRow,
        "initiative city",
        forum.signatures,
    ),
    _table(
        "attestations",
        gettext_noop("Residents attested"),
        gettext_noop("How many residents each city attested, and until when."),
        forum.AttestationRow,
        "attested_n",
        forum.attestations,
    ),
    Table(
        "budget_lines",
        gettext_noop("Budget lines"),
        gettext_noop("What each line may spend, has promised, owes and has paid."),
        treasury.LineRow,
        ("year", "line"),
        lambda snapshot: treasury.lines(snapshot.currency),
    ),
    _table(
        "levies",
        gettext_noop("Levies"),
        gettext_noop("What members are charged for, as adopted and assessed."),
        treasury.LevyRow,
        "levy",
        treasury.levy_rows,
    ),
    _table(
        "charges",
        gettext_noop("Charges"),
        gettext_noop("What each levy charged each member."),
        treasury.ChargeRow,
        "levy city",
        treasury.charges,
    ),
    _table(
        "recalculations",
        gettext_noop("Recalculations"),
        gettext_noop("What members owe more or less after an objection was granted."),
        treasury.ChangeRow,
        "recalculated_n levy city",
        treasury.changes,
    ),
    _table(
        "invoices",
        gettext_noop("Invoices to members"),
        gettext_noop("What each member was asked for, and what it has paid of it."),
        treasury.InvoiceRow,
        "invoice",
        treasury.invoice_rows,
    ),
    _table(
        "credit_notes",
        gettext_noop("Credit notes"),
        gettext_noop("What members owe less than they were charged."),
        treasury.CreditRow,
        "credit_note",
        treasury.credit_notes,
    ),
    _table(
        "residuals",
        gettext_noop("Shares on leaving"),
        gettext_noop("What members that left owed of what was committed and not paid."),
        treasury.ResidualRow,
        "city",
        treasury.residuals,
    ),
    _table(
        "residual_parts",
        gettext_noop("Shares on leaving, by programme"),
        gettext_noop("How the share of a member that left follows, programme by programme."),
        treasury.ResidualPartRow,
        "city programme",
        treasury.residual_parts,
    ),
    _table(
        "shared_out",
        gettext_noop("Shares at the end"),
        gettext_noop("What each member received, or owed, when the coalition was dissolved."),
        treasury.SharedRow,
        "city",
        treasury.shared_out,
    ),
    _table(
        "disputes",
        gettext_noop("Objections to charges"),
        gettext_noop("Members’ objections to what a levy charges them, and how they ended."),
        treasury.DisputeRow,
        "dispute",
        treasury.disputes,
    ),
    _table(
        "commitments",
        gettext_noop("Commitments"),
        gettext_noop("Money of a budget line that is promised; the payee is not published."),
        treasury.CommitmentRow,
        "commitment",
        treasury.commitments,
    ),
    _table(
        "supplier_invoices",
        gettext_noop("Suppliers’ invoices and payments"),
        gettext_noop("Invoices accepted against commitments, and the entry that paid each."),
        treasury.SupplierRow,
        "supplier_invoice",
        treasury.supplier_invoices,
    ),
    _table(
        "bank_lines",
        gettext_noop("Lines of the bank’s statements"),
        gettext_noop("Receipts, and what left the account, as the bank reported them."),
        treasury.BankRow,
        "reference",
        treasury.bank_lines,
    ),
    _table(
        "audits",
        gettext_noop("Audits"),
        gettext_noop("Audits of the books, and the opinion each ended with."),
        audits.AuditRow,
        "audit",
        audits.audits,
    ),
    _table(
        "audit_samples",
        gettext_noop("Samples of audits"),
        gettext_noop("What was planned to be drawn, and the public value it was drawn from."),
        audits.SampleRow,
        "sample",
        audits.samples,
    ),
    _table(
        "sampled_lines",
        gettext_noop("Lines that were sampled"),
        gettext_noop(
            "Lines of the ledger that chance drew, and what the auditor found them to be."
        ),
        audits.SampledRow,
        "sample journal_n transfer",
        audits.sampled,
    ),
    _table(
        "audit_requests",
        gettext_noop("Requests of auditors"),
        gettext_noop("What auditors asked for, of whom, and whether it came."),
        audits.RequestRow,
        "request",
        audits.requests,
    ),
    _table(
        "confirmations",
        gettext_noop("Balances confirmed by members"),
        gettext_noop("What members were asked to confirm to the auditor, and their answers."),
        audits.ConfirmationRow,
        "confirmation",
        audits.confirmations,
    ),
    _table(
        "findings",
        gettext_noop("Findings of audits"),
        gettext_noop("What auditors found, whether it was accepted, and what became of it."),
        audits.FindingRow,
        "finding",
        audits.findings,
    ),
    _table(
        "accounts",
        gettext_noop("Accounts and balances"),
        gettext_noop("Every account of the ledger with its debits, credits and balance."),
        treasury.AccountRow,
        "account",
        treasury.accounts,
    ),
    _table(
        "journals",
        gettext_noop("Journals"),
        gettext_noop("Which entries moved money, and in which period."),
        treasury.JournalRow,
        "journal_n",
        treasury.journals,
    ),
    _table(
        "transfers",
        gettext_noop("Transfers"),
        gettext_noop("Every movement of the ledger from one account to another."),
        treasury.TransferRow,
        "journal_n transfer",
        treasury.transfers,
    ),
    _table(
        "witness_keys",
        gettext_noop("Keys that countersign"),
        gettext_noop("With which keys members countersign the record, and since when."),
        cities.WitnessKeyRow,
        "witness_key",
        cities.witness_keys,
    ),
    Table(
        "countersignatures",
        gettext_noop("Countersignatures"),
        gettext_noop("Which member countersigned the record, of how many entries, and when."),
        CountersignatureRow,
        ("size", "witness_key"),
        _countersignatures,
    ),
    TITLES,
)
