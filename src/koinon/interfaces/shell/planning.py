"""`koinon plan`: what cities could do together, in the terminal and in files; no database."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from koinon.interfaces.shell import application, charters
from koinon.interfaces.shell.mistakes import Mistake
from koinon.interfaces.shell.tables import lined

if TYPE_CHECKING:
    from koinon.charter.document import Charter
    from koinon.interfaces.shared.whatif.asked import Asked, Worked
    from koinon.interfaces.shared.whatif.made import Made
    from koinon.interfaces.shared.whatif.plain import Checked
    from koinon.interfaces.shared.whatif.section import Answer, Section, Table
    from koinon.interfaces.shared.whatif.tables import OwnTables
    from koinon.planner.plan import Plan

SHOWN: Final = 25
"""So many rows of a table are printed; files hold all."""
LARGEST_FILE: Final = 64_000_000
"""Bytes of a JSON file that is checked."""
_ISOLATES: Final = dict.fromkeys(range(0x2066, 0x206A))


@dataclass(frozen=True, slots=True)
class Fields:
    """What was typed: lists, single fields by name, files by option ("" for none)."""

    cities: Sequence[str]
    others: Sequence[str]
    programmes: Sequence[str]
    assume: Sequence[str]
    single: Mapping[str, str]
    files: Mapping[str, str]
    beside: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class Outputs:
    """Where to write; "" for nowhere."""

    html: str = ""
    pdf: str = ""
    json: str = ""
    csv: str = ""

    @property
    def any(self) -> bool:
        """Whether anything is written."""
        return bool(self.html or self.pdf or self.json or self.csv)


def plan(fields: Fields, outputs: Outputs, *, drafter: bool, language: str) -> int:
    """Work a plan out and print or write it. Raises Mistake."""
    with _speaking(language):
        from koinon.interfaces.shared.whatif.answer import answer_to

        worked, made = _worked(fields)
        assert worked.plan is not None
        if outputs.json:
            _write_json(worked, made, outputs.json, drafter=drafter)
        if outputs.any and not (outputs.html or outputs.pdf or outputs.csv):
            return 0
        answer = answer_to(
            worked.plan,
            you=made.asked.you,
            friends=worked.difference,
            is_private=drafter,
            is_passed_on=not drafter,
        )
        if outputs.any:
            _write(answer, made, outputs)
        else:
            print("\n".join(map(_bare, _told(answer, made))))
            for section in _beside(worked.plan, fields.beside):
                print("\n".join(map(_bare, _section(section))))
    return 0


def _beside(plan: Plan, addresses: Sequence[str]) -> Sequence[Section]:
    """The plan and those of some addresses side by side. Raises Mistake."""
    from django.utils.translation import gettext

    from koinon.interfaces.shared.whatif.asked import work_out
    from koinon.interfaces.shared.whatif.beside import Named, beside

    if not addresses:
        return ()
    called = gettext("Coalition {number}")
    plans = [Named(called.format(number=1), plan)]
    for number, address in enumerate(addresses, start=2):
        asked = _asked_in(address)
        _, _, charter = _charter(asked.charter)
        worked = work_out(asked, charter)
        if worked.plan is None:
            lines = (f"--beside, {one.field}: {one.sentence}" for one in worked.problems)
            raise Mistake("\n".join(lines))
        plans.append(Named(called.format(number=number), worked.plan))
    return beside(plans)


def _asked_in(address: str) -> Asked:
    """What a plan's address asks; one with tables of its own is for the pages alone."""
    from django.http import QueryDict

    from koinon.interfaces.shared.whatif.asked import read_asked

    fields = QueryDict(address.partition("?")[2] or address)
    if "own" in fields:
        raise Mistake("--beside: this address carries tables of its own; open it in the browser.")
    return read_asked(fields.get, fields.getlist)


def check(path: str, language: str) -> int:
    """Check a plan's JSON by itself; 1 where anything in it does not hold. Raises Mistake."""
    with _speaking(language):
        from koinon.interfaces.shared.whatif.plain import recheck_plan

        plain = _read_json(path)
        found = recheck_plan(plain)
        for sentence in _checked(found):
            print(_bare(sentence))
    return 1 if found.faults else 0


@contextmanager
def _speaking(language: str) -> Iterator[None]:
    application.load()
    from django.conf import settings
    from django.utils import translation

    known = dict(settings.LANGUAGES)
    if language and language not in known:
        raise Mistake(
            f"--lang: '{language[:20]}' is not spoken here; there are {', '.join(known)}."
        )
    with translation.override(language or translation.get_language()):
        yield


def _worked(fields: Fields) -> tuple[Worked, Made]:
    from datetime import UTC, datetime

    from koinon.interfaces.shared.whatif.asked import read_asked, work_out
    from koinon.interfaces.shared.whatif.made import Made, sha256
    from koinon.interfaces.shared.whatif.tables import Unread, read_own

    several = {
        "city": fields.cities,
        "other": fields.others,
        "programme": fields.programmes,
        "assume": fields.assume,
    }
    for text in fields.assume:
        if "=" not in text or "." not in text.partition("=")[0]:
            raise Mistake(f"--assume: '{text[:60]}' is none; write programme.parameter=TEXT.")
    asked = read_asked(fields.single.get, lambda name: several[name])
    name, text, charter = _charter(fields.single["charter"])
    own = _own(fields.files)
    try:
        worked = work_out(asked, charter, read_own(own))
    except Unread as error:
        raise Mistake("\n".join(error.sentences)) from None
    if worked.plan is None:
        lines = (f"--{one.field}: {one.sentence}" for one in worked.problems)
        raise Mistake("\n".join(lines))
    _need_known(asked, worked)
    digest = sha256(text.encode())
    return worked, Made(datetime.now(UTC).date(), asked, name, digest, own)


def _need_known(asked: Asked, worked: Worked) -> None:
    """Refuse what would be passed over: an assumption or a card of nothing in the plan."""
    assert worked.plan is not None
    programmes = [one.id for one in worked.plan.programmes]
    for name, _ in asked.changes:
        if (id := name.partition(".")[0]) not in programmes:
            known = ", ".join(programmes) or "none"
            raise Mistake(f"--assume: '{id[:60]}' is no programme of this plan; there are {known}.")
    if asked.you and asked.you not in {place.id for place in worked.plan.places}:
        raise Mistake(f"--you: '{asked.you[:60]}' is no city of this plan; name one of --city.")


def _charter(name: str) -> tuple[str, str, Charter]:
    """The charter's name as it is asked for, its text, itself."""
    from koinon.interfaces.shared.charters_chosen import SUGGESTED

    name = name or SUGGESTED
    kind, _, rest = name.partition("-")
    is_address = kind in ("template", "statute") and rest and not Path(name).exists()
    text = charters.text_of(rest if is_address else name, "--charter")
    return name, text, charters.read(text, name)


def _own(files: Mapping[str, str]) -> OwnTables:
    from koinon.interfaces.shared.whatif.tables import File, OwnTables

    return OwnTables(
        **{
            option: File(Path(path).name, charters.bytes_of(path, f"--{option}"))
            for option, path in files.items()
            if path
        }
    )


def _write_json(worked: Worked, made: Made, path: str, *, drafter: bool) -> None:
    from koinon.interfaces.shared.whatif.plain import plain

    assert worked.plan is not None
    found = plain(worked.plan, made, difference=worked.difference, drafter=drafter)
    text = json.dumps(found, ensure_ascii=False, indent=1) + "\n"
    if path == "-":
        sys.stdout.write(text)
    else:
        _save(path, text.encode(), is_private=drafter)


def _write(answer: Answer, made: Made, outputs: Outputs) -> None:
    from koinon.interfaces.shared import papers
    from koinon.interfaces.shared.papers.pdf import Unprintable
    from koinon.interfaces.shared.whatif.paper import paper
    from koinon.interfaces.shared.whatif.report import report

    is_private = any(one.is_private for one in answer.sections)
    if outputs.html:
        _save(outputs.html, report(answer, made).encode(), is_private=is_private)
    if outputs.pdf:
        try:
            data = papers.pdf(paper(answer, made))
        except Unprintable as error:
            raise Mistake(f"--pdf: this cannot be printed ({error}); use --html.") from None
        _save(outputs.pdf, data, is_private=is_private)
    if outputs.csv:
        _write_tables(answer, Path(outputs.csv), is_private=is_private)


def _write_tables(answer: Answer, folder: Path, *, is_private: bool) -> None:
    """Every table as CSV, its texts safe in a spreadsheet."""
    import io

    from koinon.interfaces.shared.opendata import cells

    folder.mkdir(parents=True, exist_ok=True)
    for section in answer.sections:
        for number, table in enumerate(section.tables, start=1):
            out = io.StringIO()
            rows = ([cells.cell(_bare(cell)) for cell in row] for row in table.rows)
            cells.write(out, [one.title for one in table.columns], rows)
            name = f"{section.id}.csv" if len(section.tables) == 1 else f"{section.id}-{number}.csv"
            private = is_private and section.is_private
            _save(str(folder / name), out.getvalue().encode("utf-8-sig"), is_private=private)


def _save(path: str, data: bytes, *, is_private: bool) -> None:
    from django.utils.translation import gettext

    Path(path).write_bytes(data)
    message = gettext("Written: {file}.")
    if is_private:
        message = gettext("Written: {file}. It holds parts that are for the drafter alone.")
    print(_bare(message.format(file=path)), file=sys.stderr)


def _bare(text: str) -> str:
    """A line without the marks that keep letters apart, which terminals show as boxes."""
    from django.utils.translation import get_language_bidi

    return text if get_language_bidi() else text.translate(_ISOLATES)


def _told(answer: Answer, made: Made) -> Iterator[str]:
    from django.utils.translation import gettext

    from koinon.interfaces.shared.whatif.report import made_on

    yield answer.title
    yield made_on(made)
    yield ""
    for figure in answer.figures:
        yield f"  {figure.value} · {figure.label}"
    for sentence in answer.refused:
        yield f"! {sentence}"
    for section in answer.sections:
        yield from _section(section)
    if answer.remarks:
        yield ""
        yield gettext("Remarks")
        yield from (f"- {one}" for one in answer.remarks)


def _section(section: Section) -> Iterator[str]:
    from django.utils.translation import gettext

    if not (section.said or section.tables or section.notes):
        return  # It is a drawing alone.
    yield ""
    title = section.title
    if section.is_private:
        title = gettext("{title} (for the drafter alone)").format(title=title)
    yield title
    yield "=" * min(len(title), 78)
    yield from section.said
    for table in section.tables:
        yield ""
        yield table.caption
        yield from _aligned(table)
    for note in section.notes:
        yield f"- {note}"


def _aligned(table: Table) -> Iterator[str]:
    """The first rows of a table; numbers to the far side."""
    from django.utils.translation import ngettext

    heads = tuple(column.title for column in table.columns)
    rows = [tuple(map(_bare, row)) for row in (heads, *table.rows[:SHOWN])]
    yield from lined(rows, [column.is_number for column in table.columns], "  ")
    if (more := len(table.rows) - SHOWN) > 0:
        text = ngettext(
            "… and {n} more row; --csv FOLDER writes all.",
            "… and {n} more rows; --csv FOLDER writes all.",
            more,
        )
        yield "  " + text.format(n=more)


def _read_json(path: str) -> Any:
    file = Path(path)
    if not file.is_file():
        raise Mistake(f"--check: there is no file {path}.")
    if file.stat().st_size > LARGEST_FILE:
        raise Mistake(f"--check: {path} has more than {LARGEST_FILE} bytes; it is no plan of ours.")
    try:
        return json.loads(file.read_bytes())
    except (ValueError, RecursionError):
        raise Mistake(
            f"--check: {path} is no JSON; give a file that `koinon plan --json` wrote."
        ) from None


def _checked(found: Checked) -> Iterator[str]:
    """A sentence for what holds, what does not, and what the file gave nothing to check of."""
    from koinon.interfaces.shared.whatif.plain.texts import faulty, holding, unchecked

    wrong = {fault.part for fault in found.faults}
    yield from (holding(part) for part in found.parts if part not in wrong)
    yield from (unchecked(part) for part in found.unchecked)
    yield from (faulty(fault) for fault in found.faults)
