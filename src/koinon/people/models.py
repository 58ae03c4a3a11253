"""Private tables: accounts, who holds which seat, one-time links, the vault.

None of this is state: the record knows seats, never persons.
"""

from __future__ import annotations

from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models


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


class OneTimeLink(models.Model):
    """A link that signs an account in once; only its hash is kept."""

    token_sha256 = models.CharField(max_length=64, unique=True)
    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="+")
    expires = models.DateTimeField()
    used = models.DateTimeField(null=True)


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


class Secret(models.Model):
    """The vault: what opens a commitment that stands in the record. Erasing a row is final."""

    commitment = models.CharField(max_length=64, primary_key=True)
    value = models.JSONField()
    salt = models.BinaryField(max_length=32)
