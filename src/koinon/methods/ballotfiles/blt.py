"""The .blt format of elections by ranking (Hill, Wichmann, Woodall 1987, Algorithm 123, §3.1).

With what other programs add to it: comments from `#` or between `/*` and `*/`, ballot ids in
brackets in place of the weight, equal ranks `1=2`, skipped ranks `-` (OpenSTV, OpaVote, OpenTally),
`[tie …]` and `[nick …]` (Droop), and lines of a spreadsheet: commas, doubled quotes.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from koinon.methods.ballotfiles.errors import BallotFileError, gathering
from koinon.methods.ballotfiles.source import limited, text_of, voters, whole
from koinon.methods.counting.ballots import MAX_DIGITS, SEVERAL, Ranks, gather_rankings
from koinon.methods.counting.contests import Contest, Election, Option

_TOKEN = re.compile(r"#.*|/\*.*?\*/|\([^()]*\)|\[[^\[\]]*\]|=|[^\s,=()\[\]#\"]+|\S")
_SPACE = re.compile(r"[\s,]+")
_QUOTED = re.compile(r'(?:"[^"]*"[ \t,]*)+')
_HEADED = re.compile(r"#\s*ALTERNATIVE NAME (\d+):\s*(.*)", re.IGNORECASE)
_PLAIN_NUMBER = re.compile(r"0*[1-9][0-9]*")
_AFTER_TITLE = ("source", "comment")


@dataclass(slots=True)
class _Reading:
    """What was read so far."""

    file: str
    options: int = 0
    seats: int = 0
    withdrawn: set[int] = field(default_factory=set)
    numbers: dict[str, int] = field(default_factory=dict)
    nicks: tuple[str, ...] = ()
    facts: list[tuple[str, str]] = field(default_factory=list)
    votes: list[tuple[Ranks, int]] = field(default_factory=list)
    weight: int = 0
    ranks: list[tuple[int, ...]] = field(default_factory=list)
    shares: bool = False


def read_blt(file: str, data: bytes) -> Election:
    """Read a .blt file. Raises BallotFileError."""
    reading = _Reading(file)
    lines = text_of(file, data).split("\n")
    at, rest = _numbers(reading, lines)
    names = list(_names(rest, at, lines))
    options = _options(reading, names)
    with gathering(file):
        ballots = gather_rankings([one.id for one in options], reading.votes)
    after = names[len(options) :]
    facts = list(reading.facts)
    for number, text in enumerate(after[1:]):
        facts.append((_AFTER_TITLE[min(number, 1)], text))
    title = after[0] if after else ""
    return Election(Contest(title, options, reading.seats), ballots, tuple(facts))


# The numbers


def _numbers(reading: _Reading, lines: Sequence[str]) -> tuple[int, str]:
    """Read up to the names: the number of the line that the votes end on, and its rest."""
    started = False
    for number, line in enumerate(lines, 1):
        tokens = list(_tokens(line))
        if not started and tokens:
            tokens = _head(reading, number, tokens)
            started = True
        if reading.votes and tokens and _is_name(tokens[0][0]):
            return number - 1, ""
        end = _line(reading, number, tokens)
        if end:
            return number, line[end:]
    if not started:
        raise BallotFileError("ends_early", reading.file, what="the number of candidates")
    raise BallotFileError("ends_early", reading.file, len(lines), what="the names")


def _tokens(line: str) -> Iterator[tuple[str, int]]:
    """The tokens of a line without comments, each with its column from 1."""
    for found in _TOKEN.finditer(line):
        text = found[0]
        if text[0] not in "#," and not text.startswith("/*"):
            yield text, found.start() + 1


def _is_name(start: str) -> bool:
    """Whether a line that begins so is a name: the votes have no end mark."""
    return start == '"' or start[0].isalpha()


def _head(reading: _Reading, line: int, tokens: list[tuple[str, int]]) -> list[tuple[str, int]]:
    """Read how many candidates and seats; gives the tokens after them."""
    if len(tokens) < 2:
        raise BallotFileError("ends_early", reading.file, line, what="the number of seats")
    (first, at), (second, then), *rest = tokens
    reading.options = limited(
        reading.file, whole(reading.file, first, 0, 10**9, line, at), line, at
    )
    reading.seats = whole(reading.file, second, 0, 10**9, line, then)
    reading.numbers = {str(number + 1): number for number in range(reading.options)}
    return rest


def _line(reading: _Reading, line: int, tokens: Sequence[tuple[str, int]]) -> int:
    """Read the tokens of a line; gives the column after the mark that ends the votes, else 0."""
    for text, column in tokens:
        if reading.weight:
            _mark(reading, text, line, column)
        elif text == "0":
            return column
        elif text[0] == "[":
            _directive(reading, text, line, column)
        elif text[0] == "-" and not reading.votes:
            reading.withdrawn.add(
                whole(reading.file, text[1:], 1, reading.options, line, column) - 1
            )
        elif text[0] == "(":
            reading.weight = 1
        else:
            reading.weight = voters(reading.file, text, line, column)
            if not reading.weight:
                raise BallotFileError("weight_not_whole", reading.file, line, column, found=text)
    if reading.weight:
        _close(reading, line)
    return 0


def _mark(reading: _Reading, text: str, line: int, column: int) -> None:
    """Read one mark of a ballot."""
    if text == "0":
        _close(reading, line)
        return
    if text == "=":
        if reading.shares or not reading.ranks or not reading.ranks[-1]:
            raise BallotFileError("unexpected", reading.file, line, column, found=text,
                                  what="a candidate")  # fmt: skip
        reading.shares = True
        return
    if text == "-" and not reading.shares:
        reading.ranks.append(())
    else:
        option = reading.numbers.get(text)
        if option is None and _PLAIN_NUMBER.fullmatch(text):
            option = reading.numbers.get(text.lstrip("0"))
        if option is None:
            raise BallotFileError("unknown_option", reading.file, line, column, found=text)
        before = reading.ranks.pop() if reading.shares else ()
        if option in before:
            raise BallotFileError("option_twice", reading.file, line, column, found=text,
                                  what="one rank")  # fmt: skip
        reading.ranks.append((*before, option))
    reading.shares = False
    if len(reading.ranks) > MAX_DIGITS:
        raise BallotFileError("too_many_columns", reading.file, line, limit=MAX_DIGITS)


def _close(reading: _Reading, line: int) -> None:
    """End a ballot."""
    if reading.shares:
        raise BallotFileError("ends_early", reading.file, line, what="the candidate after '='")
    reading.votes.append((tuple(reading.ranks), reading.weight))
    reading.ranks.clear()
    reading.weight = 0


def _directive(reading: _Reading, text: str, line: int, column: int) -> None:
    """Read `[nick …]`, names by which ballots call the candidates; keep others as facts."""
    name, *words = text[1:-1].split()[: reading.options + 2] or [""]
    if name != "nick":
        if len(reading.facts) >= 100:
            raise BallotFileError("too_many_facts", reading.file, line, limit=100)
        reading.facts.append((name or "note", " ".join(words)))
        return
    if len(words) != reading.options:
        raise BallotFileError("lengths_differ", reading.file, line, column, found=len(words),
                              what="names", due=f"{reading.options} candidates")  # fmt: skip
    for number, word in enumerate(words):
        if reading.numbers.setdefault(word, number) != number or word in ("0", "-"):
            raise BallotFileError("option_twice", reading.file, line, column, found=word,
                                  what="the names of the candidates")  # fmt: skip
    reading.nicks = tuple(words)


# The names


def _names(rest: str, at: int, lines: Sequence[str]) -> Iterator[str]:
    """The names, title and notes after the votes, one a line or several in quotes on one."""
    for line in (rest, *lines[at:]):
        text = line.strip().removesuffix(",").strip()
        headed = _HEADED.fullmatch(text)
        if headed:
            yield headed[2].strip()
        elif text and text[0] not in "#" and text not in (",", "0"):
            yield from _on_line(text)


def _on_line(text: str) -> Iterator[str]:
    """The names on a line: quoted ones, one with quotes inside, or the bare line."""
    said, mark, _ = text.partition('" #')
    text = said + '"' if mark and said.count('"') % 2 else text
    if len(text) < 2 or text[0] != '"' or text[-1] != '"':
        yield text
        return
    inner = text[1:-1]
    if '"' in inner.replace('""', "") and _QUOTED.fullmatch(text):
        yield from (one.strip() for one in re.findall(r'"([^"]*)"', text))
    else:
        yield inner.replace('""', '"').strip()


def _options(reading: _Reading, names: Sequence[str]) -> tuple[Option, ...]:
    if len(names) < reading.options:
        raise BallotFileError("names_missing", reading.file, found=len(names),
                              due=reading.options)  # fmt: skip
    ids = reading.nicks or tuple(str(number + 1) for number in range(reading.options))
    return tuple(
        Option(id_, name or id_, withdrawn=number in reading.withdrawn)
        for number, (id_, name) in enumerate(zip(ids, names, strict=False))
    )


# Writing


def write_blt(election: Election, *, renumber: bool = False) -> bytes:
    """Write a .blt file.

    Ids other than 1, 2, 3, … are written as `[nick …]`, which Droop reads; `renumber` leaves them
    out, and ballots read again name the options by number. Raises BallotFileError for what the
    format cannot hold: other forms than rankings, ranks with several marks that are not known.
    """
    contest, ballots = election.contest, election.ballots
    if ballots.form != "rankings":
        raise BallotFileError("form_not_held", ".blt", found=ballots.form, known="rankings")
    numbers = [str(number + 1) for number in range(len(contest.options))]
    lines = [f"{len(numbers)} {contest.seats}"]
    if not renumber and list(contest.ids) != numbers:
        _check_nicks(contest.ids, numbers)
        lines.append(f"[nick {' '.join(contest.ids)}]")
    gone = [f"-{n}" for n, one in zip(numbers, contest.options, strict=True) if one.withdrawn]
    lines += [" ".join(gone)] if gone else []
    for ranks, weight in ballots.rankings():
        if SEVERAL in ranks:
            raise BallotFileError("marks_not_held", ".blt", found="ranks with several marks",
                                  known="the ballots as CSV")  # fmt: skip
        marks = ["=".join(numbers[o] for o in rank) or "-" for rank in ranks]
        lines.append(" ".join([str(weight), *marks, "0"]))
    lines.append("0")
    lines += [_quoted(one.name) for one in contest.options]
    lines.append(_quoted(contest.title))
    return ("\n".join(lines) + "\n").encode()


def _check_nicks(ids: Sequence[str], numbers: Sequence[str]) -> None:
    """Refuse ids that are no words of the format, or numbers of other candidates."""
    places = {number: at for at, number in enumerate(numbers)}
    for at, id_ in enumerate(ids):
        tokens = [text for text, _ in _tokens(id_)]
        fixed = tokens != [id_] or any(letter in id_ for letter in '[]()="') or id_ in ("0", "-")
        if fixed or places.get(id_, at) != at or _SPACE.search(id_):
            raise BallotFileError("ids_not_held", ".blt", found=id_)


def _quoted(text: str) -> str:
    return '"' + " ".join(text.splitlines()).replace('"', '""') + '"'
