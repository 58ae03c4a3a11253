"""What this room keeps of persons, and what the libraries for signing in keep for it."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext_noop as _

from koinon.people import residents, vault
from koinon.people.models import (
    Account,
    Appointee,
    Authored,
    CalendarLink,
    DataRequest,
    Handling,
    Happening,
    Hold,
    Holding,
    Line,
    OneTimeLink,
    ProviderChange,
    Renewal,
    Resident,
    Token,
)
from koinon.people.processing import Kept, Person, Rows, in_office, kept


def holds_a_seat(account: int) -> bool:
    """Whether an account holds a seat today, or is to hold one."""
    return _holdings().filter(account_id=account).exists()


def _holdings() -> Rows:
    return Holding.objects.filter(Q(until=None) | Q(until__gt=timezone.now().date()))


def _account(person: Person) -> Rows:
    return Account.objects.filter(pk=person.key)


def _idle(cutoff: datetime) -> Rows:
    """Accounts without a seat whose person was last here before an instant."""
    held = _holdings().filter(account=OuterRef("pk"))
    seen = Q(last_login__lt=cutoff) | Q(last_login=None)
    invited = OneTimeLink.objects.filter(account=OuterRef("pk"), made__gte=cutoff)
    rows = Account.objects.filter(seen, ~Exists(held), ~Exists(invited), joined__lt=cutoff)
    needed = [pk for pk in rows.values_list("pk", flat=True) if in_office(pk)]
    return rows.exclude(pk__in=needed)


def _seen(account: Account) -> datetime | None:
    return None if in_office(account.pk) else account.last_login or account.joined


def _needed(person: Person) -> str:
    return "in_office" if person.account is not None and in_office(person.account) else ""


def erase_accounts(rows: Rows) -> int:
    """Erase accounts with their sessions; what refers to them goes or forgets them."""
    found = list(rows.values_list("pk", flat=True))
    keys = UserSession.objects.filter(user__in=found).values_list("session_key", flat=True)
    Session.objects.filter(session_key__in=list(keys)).delete()
    Account.objects.filter(pk__in=found).delete()
    return len(found)


def _ended_sessions(cutoff: datetime) -> Rows:
    rows: Rows = UserSession.objects.filter(last_seen_at__lt=cutoff)
    return rows


def _end(rows: Rows) -> int:
    """Sessions go with what they hold."""
    keys = list(rows.values_list("session_key", flat=True))
    Session.objects.filter(session_key__in=keys).delete()
    return rows.delete()[0]


def _unclaimed(person: Person) -> Rows:
    """Values of the vault that name a person and that no other room says the use of."""
    rows: Rows = vault.naming(person)
    for one in kept():
        if one.table == "people.Secret" and one.name != "vault":
            rows = rows.exclude(pk__in=list(one.of(person).values_list("pk", flat=True)))
    return rows


def _requests(person: Person) -> Rows:
    return DataRequest.objects.filter(Q(email__iexact=person.email) | Q(account_id=person.key))


def _lines(person: Person) -> Rows:
    """The lines that hold a person's address or that the person has taken, if they open."""
    own = Q(taken_by_id=person.key)
    if person.email:
        own |= Q(email=person.email.strip().casefold())
    return Line.objects.filter(own, salt__isnull=False)


def _answered(request: DataRequest) -> datetime | None:
    return request.ended or (request.decided if request.status != "open" else None)


def _link_ends(link: OneTimeLink) -> datetime | None:
    return link.expires


_EMAIL: Final = _("E-mail address")
_NAME: Final = _("Name")
_SEAT: Final = _("Seat")
_SINCE: Final = _("Since")
_UNTIL: Final = _("Until")
_MADE: Final = _("Made")
_WHEN: Final = _("When")

KEPT: Final = (
    Kept(
        "account",
        "people.Account",
        _("The account"),
        "accounts",
        "account",
        (
            ("email", _EMAIL),
            ("name", _NAME),
            ("language", _("Language")),
            ("joined", _SINCE),
            ("last_login", _("Last signed in")),
        ),
        of=_account,
        due=_idle,
        since=_seen,
        erase=erase_accounts,
        hinders=_needed,
    ),
    Kept(
        "holdings",
        "people.Holding",
        _("Seats that were given at the founding"),
        "accounts",
        "account",
        (("seat", _SEAT), ("since", _SINCE), ("until", _UNTIL)),
        of=lambda person: Holding.objects.filter(account_id=person.key),
    ),
    Kept(
        "appointments",
        "people.Appointee",
        _("Appointments, by entry of the record"),
        "accounts",
        "account",
        (("mandate", _("Entry")),),
        of=lambda person: Appointee.objects.filter(account_id=person.key),
    ),
    Kept(
        "links",
        "people.OneTimeLink",
        _("Links that sign in once"),
        "accounts",
        "links",
        (("email", _EMAIL), ("made", _MADE), ("expires", _UNTIL), ("used", _("Used"))),
        of=lambda person: OneTimeLink.objects.filter(account_id=person.key),
        due=lambda cutoff: OneTimeLink.objects.filter(expires__lt=cutoff),
        since=_link_ends,
    ),
    Kept(
        "happenings",
        "people.Happening",
        _("What happened to the account"),
        "accounts",
        "happenings",
        (("at", _WHEN), ("kind", _("What"))),
        of=lambda person: Happening.objects.filter(account_id=person.key),
        due=lambda cutoff: Happening.objects.filter(at__lt=cutoff),
        since=lambda row: row.at,
    ),
    Kept(
        "renewals",
        "people.Renewal",
        _("That the account is to begin anew once a second person confirms it"),
        "accounts",
        "links",
        (("email", _EMAIL), ("asked", _WHEN)),
        of=lambda person: Renewal.objects.filter(account_id=person.key),
        due=lambda cutoff: Renewal.objects.filter(asked__lt=cutoff),
        since=lambda row: row.asked,
    ),
    Kept(
        "provider_changes",
        "people.ProviderChange",
        _("Who set up how a city signs its people in"),
        "accounts",
        "happenings",
        (("city", _("City")), ("at", _WHEN), ("kind", _("What")), ("seat", _SEAT)),
        of=lambda person: ProviderChange.objects.filter(by_id=person.key),
        due=lambda cutoff: ProviderChange.objects.filter(at__lt=cutoff),
        since=lambda row: row.at,
    ),
    Kept(
        "tokens",
        "people.Token",
        _("Access tokens of programs"),
        "accounts",
        "tokens",
        (
            ("label", _("Label")),
            ("seats", _("Seats")),
            ("created", _MADE),
            ("expires", _UNTIL),
            ("revoked", _("Revoked")),
        ),
        of=lambda person: Token.objects.filter(account_id=person.key),
        due=lambda cutoff: Token.objects.filter(Q(expires__lt=cutoff) | Q(revoked__lt=cutoff)),
        since=lambda row: row.revoked or row.expires,
    ),
    Kept(
        "calendars",
        "people.CalendarLink",
        _("Addresses of calendars"),
        "accounts",
        "account",
        (("seat", _SEAT), ("created", _MADE)),
        of=lambda person: CalendarLink.objects.filter(account_id=person.key),
    ),
    Kept(
        "addresses",
        "account.EmailAddress",
        _("Addresses that were proved"),
        "accounts",
        "account",
        (("email", _EMAIL), ("verified", _("Proved"))),
        of=lambda person: EmailAddress.objects.filter(user_id=person.key),
    ),
    Kept(
        "passkeys",
        "mfa.Authenticator",
        _("Passkeys and recovery codes (the secrets are not shown)"),
        "accounts",
        "account",
        (("type", _("Kind")), ("created_at", _MADE), ("last_used_at", _("Last used"))),
        of=lambda person: Authenticator.objects.filter(user_id=person.key),
    ),
    Kept(
        "city_sign_ins",
        "socialaccount.SocialAccount",
        _("Signing in through a city"),
        "accounts",
        "account",
        (
            ("provider", _("Provider")),
            ("uid", _("Identifier there")),
            ("last_login", _("Last signed in")),
            ("extra_data", _("What the provider said")),
        ),
        of=lambda person: SocialAccount.objects.filter(user_id=person.key),
    ),
    Kept(
        "sessions",
        "usersessions.UserSession",
        _("Sessions"),
        "accounts",
        "sessions",
        (
            ("created_at", _SINCE),
            ("last_seen_at", _("Last seen")),
            ("ip", _("Network address")),
            ("user_agent", _("Browser")),
        ),
        of=lambda person: UserSession.objects.filter(user_id=person.key),
        due=_ended_sessions,
        since=lambda row: row.last_seen_at,
        erase=_end,
    ),
    Kept(
        "session_data",
        "sessions.Session",
        _("What a session holds (the key is not shown)"),
        "accounts",
        "sessions",
        (("expire_date", _UNTIL),),
        of=lambda person: Session.objects.filter(
            session_key__in=UserSession.objects.filter(user_id=person.key).values("session_key")
        ),
        due=lambda cutoff: Session.objects.filter(expire_date__lt=cutoff),
        since=lambda row: row.expire_date,
    ),
    Kept(
        "vault",
        "people.Secret",
        _("Private values that name the person and take no effect"),
        "payments",
        "payees",
        (("commitment", _("Commitment in the record")), ("value", _("Value"))),
        of=_unclaimed,
    ),
    Kept(
        "requests",
        "people.DataRequest",
        _("Requests about personal data"),
        "rights",
        "requests",
        (
            ("number", _("Number")),
            ("kind", _("Kind")),
            ("wanted", _("What was asked")),
            ("received", _("Received")),
            ("due", _("To be answered by")),
            ("status", _("Status")),
            ("answer", _("Answer")),
        ),
        of=_requests,
        due=lambda cutoff: DataRequest.objects.filter(
            Q(ended__lt=cutoff) | Q(ended=None, decided__lt=cutoff, status="decided")
        ),
        since=_answered,
        ground="claims",
    ),
    Kept(
        "unproved",
        "people.DataRequest",
        _("Requests from addresses that did not prove themselves"),
        "rights",
        "unproved",
        (("kind", _("Kind")), ("made", _MADE)),
        of=lambda person: DataRequest.objects.none(),
        due=lambda cutoff: DataRequest.objects.filter(status="unproved", made__lt=cutoff),
        since=lambda row: row.made,
    ),
    Kept(
        "handling",
        "people.Handling",
        _("What officials did with the data"),
        "rights",
        "handling",
        (("at", _WHEN), ("deed", _("What")), ("kept", _("Of what")), ("seat", _SEAT)),
        of=lambda person: Handling.objects.filter(account_id=person.key),
        due=lambda cutoff: Handling.objects.filter(at__lt=cutoff),
        since=lambda row: row.at,
        ground="law",
    ),
    Kept(
        "holds",
        "people.Hold",
        _("Legal holds and restrictions"),
        "rights",
        "requests",
        (("reason", _("Reason")), ("made", _SINCE), ("lifted", _UNTIL)),
        of=lambda person: Hold.objects.filter(account_id=person.key),
        due=lambda cutoff: Hold.objects.filter(lifted__lt=cutoff),
        since=lambda row: row.lifted,
        ground="claims",
    ),
    Kept(
        "rolls",
        "people.Line",
        _("Lines of a city's roll, or of its letters"),
        "residents",
        "rolls",
        (("city", _("City")), ("email", _EMAIL), ("reference", _("Reference")), ("made", _SINCE)),
        of=_lines,
        due=lambda cutoff: Line.objects.filter(made__lt=cutoff, salt__isnull=False),
        since=lambda row: row.made,
        erase=residents.erase_rows,
        left=lambda rows: rows.filter(salt=None),
    ),
    Kept(
        "residence",
        "people.Resident",
        _("That the person is a resident"),
        "residents",
        "account",
        (("since", _SINCE),),
        of=lambda person: Resident.objects.filter(account_id=person.key),
    ),
    Kept(
        "initiatives",
        "people.Authored",
        _("Initiatives that the person started"),
        "residents",
        "account",
        (("initiative", _("Initiative")),),
        of=lambda person: Authored.objects.filter(account_id=person.key),
    ),
)

NOT_OF_PERSONS: Final = {
    "people.ChosenPeriod": "How long classes are kept here; chosen from a seat.",
    "record.Entry": "The public record: seats and commitments, never persons (the canary test).",
    "record.Cosignature": "Countersignatures by keys of cities; no person is named.",
    "contenttypes.ContentType": "Django's list of tables.",
    "auth.Permission": "Django's permissions, which nothing here uses.",
    "auth.Group": "Django's groups, which nothing here uses.",
    "auth.Group_permissions": "Django's groups, which nothing here uses.",
    "account.EmailConfirmation": "Never written: codes prove an address, and stand in a session.",
    "socialaccount.SocialApp": "How cities sign people in; held by the installation.",
    "socialaccount.SocialToken": "Never written: tokens of cities are not kept.",
}
