"""`koinon token`: a secret shown once, listed without it, ended by its label."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from koinon.interfaces.shell.main import run
from koinon.people import access, tokens
from koinon.people.models import Account

pytestmark = pytest.mark.django_db

EMAIL = "ada@ghent.example"
MAKE = ["token", "make", EMAIL, "--seat", "secretariat", "--label", "register"]


@pytest.fixture(autouse=True)
def ada() -> Account:
    account = access.invite(EMAIL, name="Ada")
    today = datetime.now(UTC).date()
    for seat in ("secretariat", "council/ghent"):
        access.give_seat(account, seat, since=today)
    return account


def test_a_token_is_shown_once_and_works(ada: Account, capsys: pytest.CaptureFixture[str]) -> None:
    assert run([*MAKE, "--days", "30"]) == 0
    told = capsys.readouterr()
    secret = told.out.strip()
    bearer = tokens.bearer(secret)
    assert bearer is not None
    assert (bearer.account, bearer.seats) == (ada, ("secretariat",))
    end = datetime.now(UTC) + timedelta(days=30)
    assert f"from secretariat until {end:%Y-%m-%d}" in told.err
    assert secret not in told.err
    assert run(["token", "list"]) == run(["token", "list", EMAIL.upper()]) == 0
    told = capsys.readouterr()
    assert told.out == f"{EMAIL}  register  secretariat  until {end:%Y-%m-%d}\n" * 2
    assert run(["token", "revoke", EMAIL, "register"]) == 0
    assert tokens.bearer(secret) is None
    assert capsys.readouterr().out.startswith("Revoked: register.")
    assert run(["token", "list"]) == 0
    assert f"revoked {datetime.now(UTC):%Y-%m-%d}" in capsys.readouterr().out
    assert run(MAKE) == 0  # the label is free again


def test_the_list_says_when_there_is_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["token", "list"]) == 0
    told = capsys.readouterr()
    assert (told.out, told.err) == ("", "There are no tokens.\n")


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["make", "x@y.z", *MAKE[3:]], "'x@y.z' is no address of an account here"),
        (
            ["make", EMAIL, "--seat", "treasurer", "--label", "x"],
            "--seat: ada@ghent.example does not hold 'treasurer'; it holds council/ghent, secr",
        ),
        ([*MAKE[1:-1], " "], "--label: write 1 to 100 characters"),
        ([*MAKE[1:-1], "x" * 101], "--label: write 1 to 100 characters"),
        ([*MAKE[1:], "--days", "367"], "token: Invalid value for '--days'"),
        (["make", EMAIL, "--label", "x"], "token: Missing option '--seat'"),
        (["make"], "token: Missing "),
        (["revoke", EMAIL, "x"], "ada@ghent.example has no standing token 'x'"),
        (["list", "x@y.z"], "'x@y.z' is no address of an account here"),
        (["fly"], "token: No such command 'fly'"),
        ([], "token: Missing command"),
    ],
)
def test_a_mistake_is_one_sentence(
    words: list[str], sentence: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["token", *words]) == 2
    told = capsys.readouterr()
    assert (told.out, told.err.count("\n")) == ("", 1)
    assert told.err.startswith(f"koinon: {sentence}")
    assert tokens.issued() == ()


def test_a_label_names_one_token(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(MAKE) == 0
    capsys.readouterr()
    assert run(MAKE) == 2
    assert "has a token 'register'; revoke it, or choose another." in capsys.readouterr().err
