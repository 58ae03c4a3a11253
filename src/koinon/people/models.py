"""Private tables: accounts, who holds which seat, one-time links, their log, the vault.

None of this is state: the record knows seats, never persons.
"""

from __future__ import annotations

from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.utils import timezone


class AccountManager(BaseUserManager["Account"]):
    """Makes accounts that sign in by e-mail code or passkey, never by a password."""

    def create_user(self, email: str, password: str | None = None, **extra: object) -> Account:
        """A new account for an e-mail address."""
        account = self.model(email=self.normalize_email(email), **extra)
        account.set_unusable_password()
        account.save(using=self._db)
        return account


class Account(AbstractBaseUser):
    """A person who can sign in."""

    email = models.EmailField(unique=True)
    name = models.CharField(max_length=100, default="")
    language = models.CharField(max_length=10, default="")
    is_active = models.BooleanField(default=True)
    joined = models.DateTimeField(auto_now_add=True)

    objects: ClassVar[AccountManager] = AccountManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    def __str__(self) -> str:
        return self.name or self.email


class Holding(models.Model):
    """That an account holds a seat, from one day until another."""

    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="+")
    seat = models.CharField(max_length=81)
    since = models.DateField()
    until = models.DateField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["account", "seat", "since"], name="one_holding_a_day")
        ]


class Appointee(models.Model):
    """The account of whoever was appointed by an entry of the record."""

    mandate = models.BigIntegerField(primary_key=True)
    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="+")


class OneTimeLink(models.Model):
    """A link that signs an account in once; only its hash is kept.

    It holds for the address it was sent to. `invitation` says that it invites a person, so that
    whoever uses it a second time is told, and `replaced` that a later one was sent.
    """

    token_sha256 = models.CharField(max_length=64, unique=True)
    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="+")
    email = models.EmailField(default="")
    invitation = models.BooleanField(default=False)
    made = models.DateTimeField(default=timezone.now)
    expires = models.DateTimeField()
    used = models.DateTimeField(null=True)
    replaced = models.DateTimeField(null=True)


class Happening(models.Model):
    """A line of the private log of accounts: what happened to one, when, and by whom."""

    at = models.DateTimeField(default=timezone.now)
    kind = models.CharField(max_length=30)
    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="+")
    by = models.ForeignKey(Account, on_delete=models.SET_NULL, related_name="+", null=True)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["account", "at"])]


class Renewal(models.Model):
    """That an account is to begin anew at an address, once a second person has confirmed it.

    `mandate` is the entry that appointed the person, for the invitation that follows.
    """

    account = models.OneToOneField(Account, on_delete=models.CASCADE, related_name="+")
    email = models.EmailField()
    mandate = models.BigIntegerField()
    asked = models.DateTimeField()
    asked_by = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="+")


class Token(models.Model):
    """A secret with which a program acts for an account; only its hash is kept.

    `seats` are the seats it may act from, as long as the account holds them.
    """

    token_sha256 = models.CharField(max_length=64, primary_key=True)
    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="+")
    label = models.CharField(max_length=100)
    seats = models.JSONField()
    created = models.DateTimeField(auto_now_add=True)
    expires = models.DateTimeField()
    revoked = models.DateTimeField(null=True)


class CalendarLink(models.Model):
    """An address at which a seat's dates are read without signing in; only its hash is kept."""

    token_sha256 = models.CharField(max_length=64, primary_key=True)
    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="+")
    seat = models.CharField(max_length=81)
    created = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["account", "seat"], name="one_calendar_a_seat")
        ]


class Secret(models.Model):
    """The vault: what opens a commitment that stands in the record. Erasing a row is final."""

    commitment = models.CharField(max_length=64, primary_key=True)
    value = models.JSONField()
    salt = models.BinaryField(max_length=32)


class ProviderChange(models.Model):
    """That somebody set up, tried, offered, withdrew or forgot the sign-in of a city, from a seat.

    `kind` is "saved", "tried", "on", "off" or "forgotten"; `issuer` what it was about. The secret
    is never here.
    """

    city = models.CharField(max_length=40)
    at = models.DateTimeField(default=timezone.now)
    kind = models.CharField(max_length=9)
    issuer = models.CharField(max_length=500)
    by = models.ForeignKey(Account, on_delete=models.SET_NULL, related_name="+", null=True)
    seat = models.CharField(max_length=81)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["city", "-at"])]


class DataRequest(models.Model):
    """What somebody asks of the data held about them, and what became of it.

    `number` is given when it counts: at once for an account, else when the address proved itself;
    until then `token_sha256` is all that leads to it. `due` is the last day of the law's time.
    `status` is "unproved", "open", "decided", "done" or "withdrawn"; `outcome` "granted", "partly"
    or "refused", and then `ground` the law's reason.
    """

    id = models.UUIDField(primary_key=True)
    number = models.IntegerField(unique=True, null=True)
    kind = models.CharField(max_length=13)
    account = models.ForeignKey(Account, on_delete=models.SET_NULL, related_name="+", null=True)
    email = models.EmailField()
    name = models.CharField(max_length=100, default="")
    language = models.CharField(max_length=10, default="")
    wanted = models.TextField(default="")
    token_sha256 = models.CharField(max_length=64, default="", db_index=True)
    made = models.DateTimeField()
    received = models.DateField(null=True)
    due = models.DateField(null=True)
    extended_because = models.CharField(max_length=500, default="")
    status = models.CharField(max_length=9)
    outcome = models.CharField(max_length=7, default="")
    ground = models.CharField(max_length=20, default="")
    answer = models.TextField(default="")
    decided = models.DateTimeField(null=True)
    decided_by = models.CharField(max_length=81, default="")
    ended = models.DateTimeField(null=True)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["status", "due"])]


class Handling(models.Model):
    """A line of the log of what officials and the clock did with personal data; never the data.

    `deed` is what was done, `kept` the name of what it was done to (see `processing`), `rows` how
    many rows, `about` a place that names nobody ("mandate/12", "request/3"). `seat` is from where,
    "" for the clock.
    """

    at = models.DateTimeField(default=timezone.now)
    deed = models.CharField(max_length=12)
    kept = models.CharField(max_length=40, default="")
    rows = models.IntegerField(default=0)
    about = models.CharField(max_length=60, default="")
    account = models.ForeignKey(Account, on_delete=models.SET_NULL, related_name="+", null=True)
    by = models.ForeignKey(Account, on_delete=models.SET_NULL, related_name="+", null=True)
    seat = models.CharField(max_length=81, default="")

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["-at", "id"]),
            models.Index(fields=["account", "-at"]),
        ]


class Hold(models.Model):
    """That something is not erased until this is lifted, and why.

    `what` is "person" (`account`), "class" (`target` is a retention class) or "document" (`target`
    is its SHA-256). `restricts` says that a person asked for it (GDPR article 18): their data is
    kept and otherwise left alone.
    """

    what = models.CharField(max_length=8)
    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="+", null=True)
    target = models.CharField(max_length=64, default="")
    restricts = models.BooleanField(default=False)
    reason = models.CharField(max_length=500)
    made = models.DateTimeField(default=timezone.now)
    seat = models.CharField(max_length=81)
    lifted = models.DateTimeField(null=True)
    lifted_seat = models.CharField(max_length=81, default="")


class ChosenPeriod(models.Model):
    """How long a retention class is kept here, where the coalition chose otherwise."""

    retention = models.CharField(max_length=40, primary_key=True)
    amount = models.IntegerField()
    reason = models.CharField(max_length=500)
    chosen = models.DateTimeField(default=timezone.now)
    seat = models.CharField(max_length=81)


class Line(models.Model):
    """A line of what a city attested: an address on a roll, or a code that went out by letter.

    `attestation` is the id of the act; the line counts only once that act is in the record. `leaf`
    is the salted commitment that the record's root was made of. Erasing a line empties what is
    personal in it and the salt; of a code only the hash was ever kept.
    """

    attestation = models.UUIDField()
    place = models.IntegerField()
    city = models.CharField(max_length=40)
    email = models.CharField(max_length=254, default="")
    reference = models.CharField(max_length=100, default="")
    code_sha256 = models.CharField(max_length=64, null=True, unique=True)
    salt = models.BinaryField(max_length=32, null=True)
    leaf = models.CharField(max_length=64)
    made = models.DateTimeField(default=timezone.now)
    taken_by = models.ForeignKey(Account, on_delete=models.SET_NULL, related_name="+", null=True)
    taken_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["attestation", "place"], name="one_line_a_place")
        ]
        indexes: ClassVar = [models.Index(fields=["email"])]


class Resident(models.Model):
    """A person as a resident: the line that says where they live, and the secret of their marks.

    One account, one line, one city at a time. The secret never changes, so that nobody signs the
    same initiative again from another city.
    """

    account = models.OneToOneField(Account, on_delete=models.CASCADE, related_name="+")
    secret = models.BinaryField(max_length=32)
    line = models.OneToOneField(Line, on_delete=models.SET_NULL, related_name="+", null=True)
    since = models.DateTimeField(default=timezone.now)


class Authored(models.Model):
    """That an account started an initiative, so that it, and nobody else, can withdraw it."""

    initiative = models.UUIDField(primary_key=True)
    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="+")
