"""From what an answer was made: enough for anyone to make it again."""

from __future__ import annotations

import hashlib
import json
import shlex
from dataclasses import dataclass
from datetime import date
from importlib.metadata import PackageNotFoundError, version

from koinon.interfaces.shared.whatif.asked import Asked, address_of
from koinon.interfaces.shared.whatif.tables import File, OwnTables


@dataclass(frozen=True, slots=True)
class Made:
    """The day, the software, what was asked, the charter's text and the files given.

    `charter` is the charter's name as it was asked for, `charter_sha256` the hash of its text;
    `own` are the user's own tables, of which only names and hashes are told.
    """

    day: date
    asked: Asked
    charter: str
    charter_sha256: str
    own: OwnTables

    @property
    def software(self) -> str:
        """The program and its version."""
        try:
            return f"koinon {version('koinon')}"
        except PackageNotFoundError:
            return "koinon, from its source"

    @property
    def files(self) -> tuple[tuple[str, File], ...]:
        """The files given, by the option that takes them."""
        named = (
            ("cities", self.own.cities),
            ("households", self.own.households),
            ("programmes", self.own.programmes),
        )
        return tuple((option, file) for option, file in named if file is not None)

    @property
    def fields(self) -> dict[str, str | list[str]]:
        """What was asked, by the name of its field: a text, or several."""
        found: dict[str, str | list[str]] = {}
        for name, value in self._pairs():
            if name in ("city", "other", "programme", "assume"):
                several = found.setdefault(name, [])
                assert isinstance(several, list)
                several.append(value)
            else:
                found[name] = value
        return found

    def command(self) -> str:
        """The command that makes the same plan."""
        words = [f"--{name}={shlex.quote(file.name)}" for name, file in self.files]
        words += [f"--{name}={shlex.quote(value)}" for name, value in self._pairs()]
        return " ".join(["koinon plan", *words])

    def fields_text(self) -> str:
        """What was asked, as JSON."""
        return json.dumps(self.fields, ensure_ascii=False, indent=1)

    def _pairs(self) -> list[tuple[str, str]]:
        pairs = [pair for pair in address_of(self.asked) if pair[0] != "charter"]
        return [*pairs, ("charter", self.charter)]


def sha256(data: bytes) -> str:
    """A hash in hexadecimal digits, as `sha256sum` prints it."""
    return hashlib.sha256(data).hexdigest()
