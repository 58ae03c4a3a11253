"""What an older backup brings back of what was erased goes again, by night or by one press."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.test import Client
from django.utils import timezone
from tests.interfaces.web.test_pages import words
from tests.interfaces.web.test_people import ADDRESS, CANARY, desk
from tests.interfaces.web.test_privacy import appointee, asked, decided, ended

from koinon.people import erased, erasing, holds, residents
from koinon.people.models import Account, Handling, Line
from koinon.people.queries import account_of
from koinon.people.residents import Address
from koinon.record import store

__all__ = ["desk"]


def restored(account: Account, joined: datetime) -> None:
    """Bring an account back as an older backup has it, with the day it was made."""
    Account.objects.bulk_create([account])
    Account.objects.filter(pk=account.pk).update(joined=joined)


def test_what_an_older_backup_brings_back_is_erased_again(desk: Client) -> None:
    n, person = appointee(desk)
    ended(desk, n)
    number = asked(person, "erasure", "Everything.")
    decided(desk, number)
    kept, joined = Account.objects.get(email=ADDRESS), Account.objects.get(email=ADDRESS).joined
    page = f"/privacy/requests/{number}/erase/"
    desk.post(page, {"kept": ["account"], "confirm": "1"})
    assert erased.back() == ()
    assert "What was erased is back" not in words(desk.get("/privacy/keeping/"))
    listed = erased.file().read_text()
    assert listed.count(" account ") == 1
    assert not any(told in listed for told in (ADDRESS, CANARY, f" {kept.pk} "))
    assert oct(erased.file().stat().st_mode & 0o777) == "0o600"

    Account.objects.create(pk=kept.pk, email="new@league.example")
    assert erased.back() == ()  # the number is given again, to somebody else
    Account.objects.filter(pk=kept.pk).delete()
    restored(kept, joined)
    (back,) = erased.back()
    assert (back.count, back.rows.get()) == (1, kept)
    said = words(desk.get("/privacy/keeping/"))
    assert "brought back 1 row that had been erased" in said
    done = desk.post("/privacy/keeping/again/", follow=True)
    assert "1 row is erased again." in words(done)
    assert account_of(ADDRESS) is None
    assert ("erased", "account", 1, "again") in set(
        Handling.objects.values_list("deed", "kept", "rows", "about")
    )
    restored(kept, joined)
    held = holds.place("person", reason="A claim", seat="secretariat", account=kept)
    assert erasing.sweep(timezone.now()) == 0
    holds.lift(held, "secretariat")
    assert erasing.sweep(timezone.now()) == 1  # and by night without anybody
    assert account_of(ADDRESS) is None


def test_lines_of_a_roll_and_documents_that_come_back_go_again(
    db: None, settings: Any, tmp_path: Any
) -> None:
    settings.HOME = tmp_path
    act_id = UUID(int=7)
    residents.keep_roll(act_id, "ghent", [Address("ada@canary.example")])
    row = Line.objects.get()
    erased.note("rolls", [row.pk], timezone.now())
    residents.erase(act_id)
    assert erased.back() == ()  # the line is there, and empty
    Line.objects.filter(pk=row.pk).update(email=row.email, salt=row.salt)
    sha256 = store.keep_document(b"A letter", "text/plain")
    erased.note_document(sha256, "names a person", timezone.now())
    assert [(one.kept and one.kept.name, one.count) for one in erased.back()] == [
        ("rolls", 1),
        (None, 1),
    ]
    other = tmp_path / "older"
    other.write_bytes(erased.file().read_bytes())
    erased.file().unlink()
    assert erased.back() == ()
    erased.merge(other)
    erased.merge(other)
    assert erased.since(timezone.now() - timedelta(hours=1)) == 2
    assert erased.since(timezone.now()) == 0
    assert erased.again() == 2
    assert Line.objects.get().email == ""
    assert store.document(sha256) is None
    assert erased.back() == ()
