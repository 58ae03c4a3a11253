"""Message catalogues: compiled ones must say what their sources say. `--write` compiles them."""

from __future__ import annotations

import gettext
import io
import sys
from collections.abc import Iterator
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

LOCALE = Path(__file__).resolve().parents[2] / "src/koinon/interfaces/web/locale"


def sources(locale: Path = LOCALE) -> tuple[Path, ...]:
    """Every catalogue's source, by language."""
    return tuple(sorted(locale.glob("*/LC_MESSAGES/*.po")))


def read(source: Path) -> Catalog:
    """One catalogue as its translators wrote it."""
    with source.open("rb") as file:
        return read_po(file, locale=source.parents[1].name, abort_invalid=True)


def compiled(catalogue: Catalog) -> bytes:
    """The binary form programs read."""
    out = io.BytesIO()
    write_mo(out, catalogue)
    return out.getvalue()


def messages(binary: bytes) -> dict[object, str]:
    """What a binary catalogue says, without its header (which holds dates)."""
    said = gettext.GNUTranslations(io.BytesIO(binary))
    kept: dict[object, str] = vars(said)["_catalog"]
    return {key: text for key, text in kept.items() if key != ""}


def stale(locale: Path = LOCALE) -> Iterator[str]:
    """One line for each catalogue that is not compiled, or compiled from something else."""
    for source in sources(locale):
        binary = source.with_suffix(".mo")
        name = source.relative_to(locale)
        if not binary.exists():
            yield f"{name} is not compiled"
        elif messages(binary.read_bytes()) != messages(compiled(read(source))):
            yield f"{name} says something else than its compiled form"


def main(arguments: list[str]) -> int:
    """Check, or with `--write` compile; 1 when something is stale."""
    if arguments == ["--write"]:
        for source in sources():
            source.with_suffix(".mo").write_bytes(compiled(read(source)))
        return 0
    faults = list(stale())
    for fault in faults:
        print(f"{fault}; run `.venv/bin/python -m tests.support.catalogues --write`")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
