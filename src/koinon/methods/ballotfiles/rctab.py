"""RCTab's configuration (https://www.rcvresources.org/rctab): the files it names, as one election.

The rules of the count are handed on as they stand; whoever counts says what they mean.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath
from typing import Any, ClassVar, Final

from koinon.methods.ballotfiles.cvr import read_cvr
from koinon.methods.ballotfiles.errors import BallotFileError, gathering
from koinon.methods.ballotfiles.source import MAX_BYTES, json_of, limited
from koinon.methods.ballotfiles.tables import UNDECLARED, TableOptions, read_table
from koinon.methods.counting.ballots import Ballots, Ranks, gather_rankings
from koinon.methods.counting.contests import Contest, Election, Option

_MAX_SOURCES: Final = 500


@dataclass(frozen=True, slots=True)
class RctabRules:
    """The `rules` object of a configuration, in its order, unchanged."""

    KIND: ClassVar[str] = "rctab_rules/1"
    values: tuple[tuple[str, str | int | bool], ...]

    def get(self, name: str, absent: str | int | bool = "") -> str | int | bool:
        """The value of a rule, or `absent`."""
        return next((value for key, value in self.values if key == name), absent)


@dataclass(frozen=True, slots=True)
class RctabElection:
    """An election and the rules by which its configuration has it counted."""

    election: Election
    rules: RctabRules


def read_rctab(path: Path) -> RctabElection:
    """Read a config.json with the files it names: where it says, beside it, or one folder up.

    Nothing outside the folder above the configuration is read. Raises BallotFileError.
    """
    home = path.resolve().parent.parent

    def opened(name: str) -> bytes:
        said = PurePosixPath(name.replace("\\", "/"))
        for place in (path.parent / said, path.parent / said.name, path.parent.parent / said.name):
            found = place.resolve()
            if found.is_file():
                if not found.is_relative_to(home):
                    raise BallotFileError("outside", path.name, found=name)
                if found.stat().st_size > MAX_BYTES:
                    raise BallotFileError("too_large", said.name, limit=MAX_BYTES)
                return found.read_bytes()
        raise BallotFileError("not_found", said.name)

    try:
        return from_config(path.name, path.read_bytes(), opened)
    except OSError:
        raise BallotFileError("not_found", path.name) from None


def from_config(file: str, data: bytes, opened: Callable[[str], bytes]) -> RctabElection:
    """Read a configuration; `opened` gives the bytes of a file that it names."""
    config = json_of(file, data)
    sources = config.get("cvrFileSources") if isinstance(config, dict) else None
    if not isinstance(sources, list) or not sources:
        raise BallotFileError("fact_missing", file, what="cvrFileSources")
    if len(sources) > _MAX_SOURCES:
        raise BallotFileError("too_many_facts", file, limit=_MAX_SOURCES)
    rules = RctabRules(
        tuple(
            (str(key), value if isinstance(value, bool | int) else str(value))
            for key, value in _object(config.get("rules")).items()
        )
    )
    options, aliases = _candidates(file, config)
    output = _object(config.get("outputSettings"))
    title = str(output.get("contestName") or file)
    seats = str(rules.get("numberOfWinners", "1"))
    contest = Contest(title, options, int(seats) if _digits(seats) else 1)
    parts = [_source(file, _object(one), contest, aliases, rules, opened) for one in sources]
    kept = tuple((name, str(text)) for name, text in output.items() if isinstance(text, str))
    return RctabElection(replace(_joined(file, contest, parts), facts=kept), rules)


def _object(value: Any) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


def _digits(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) < 7


def _candidates(
    file: str, config: Mapping[str, Any]
) -> tuple[tuple[Option, ...], tuple[tuple[str, str], ...]]:
    options: list[Option] = []
    aliases: dict[str, str] = {}
    listed = config.get("candidates")
    for one in listed if isinstance(listed, list) else []:
        said = _object(one)
        name = str(said.get("name") or "").strip()
        code = str(said.get("code") or "").strip()
        others = said.get("aliases")
        if not name or name in aliases:
            raise BallotFileError("option_twice", file, found=name, what="candidates")
        options.append(Option(name, name, withdrawn=said.get("excluded") is True))
        for alias in (name, code, *(others if isinstance(others, list) else ())):
            text = str(alias).strip()
            if text and aliases.setdefault(text, name) != name:
                raise BallotFileError("option_twice", file, found=text, what="candidates")
    if options:
        limited(file, len(options))
    return tuple(options), tuple(aliases.items())


def _source(
    file: str,
    source: Mapping[str, Any],
    contest: Contest,
    aliases: Sequence[tuple[str, str]],
    rules: RctabRules,
    opened: Callable[[str], bytes],
) -> Election:
    provider = str(source.get("provider", "")).lower()
    name = str(source.get("filePath") or "")
    kind = {"ess": "ess", "cdf": "cdf", "genericcsv": "csv",
            "dominion": "dominion"}.get(provider, "")  # fmt: skip
    if not kind:
        raise BallotFileError("provider", file, found=provider, known="ES&S, CDF or CSV")
    if kind in ("cdf", "dominion"):
        return _records(kind, name, source, contest, dict(aliases), opened)
    ranks = str(rules.get("maxRankingsAllowed", ""))
    how = TableOptions(
        form="rankings",
        first_row=_index(file, source, "firstVoteRowIndex", 2),
        first_column=_index(file, source, "firstVoteColumnIndex", 2),
        columns=int(ranks) if _digits(ranks) and kind == "ess" else 0,
        weight="",
        overvote=_label(source, "overvoteLabel"),
        skipped=_label(source, "skippedRankLabel"),
        undeclared=_label(source, "undeclaredWriteInLabel"),
        delimiter=str(source.get("overvoteDelimiter") or ""),
        options=contest.options,
        aliases=tuple(aliases),
        seats=contest.seats,
        title=contest.title,
        blank_undeclared=source.get("treatBlankAsUndeclaredWriteIn") is True,
        ranks_in_cells=kind == "csv",
    )
    return read_table(PurePosixPath(name).name, opened(name), how)


def _label(source: Mapping[str, Any], name: str) -> tuple[str, ...]:
    text = str(source.get(name) or "").strip()
    return (text,) if text else ()


def _index(file: str, source: Mapping[str, Any], name: str, absent: int) -> int:
    """A column or row from 1, written as a number or, of a column, as its letters."""
    text = str(source.get(name) or "").strip().upper()
    if not text:
        return absent
    if _digits(text) and int(text) > 0:
        return int(text)
    if text.isascii() and text.isalpha() and len(text) <= 3:
        number = 0
        for letter in text:
            number = number * 26 + ord(letter) - ord("A") + 1
        return number
    raise BallotFileError("not_whole", file, found=text, lowest=1, top=999_999)


def _records(
    kind: str,
    name: str,
    source: Mapping[str, Any],
    contest: Contest,
    aliases: Mapping[str, str],
    opened: Callable[[str], bytes],
) -> Election:
    """Read records, and name their options as the configuration does."""
    wanted = str(source.get("contestId") or "")
    plain = PurePosixPath(name).name
    if kind == "dominion":
        names = ("ContestManifest.json", "CandidateManifest.json")
        manifests = {one: opened(f"{name}/{one}") for one in names}
        read = read_cvr("CvrExport.json", opened(f"{name}/CvrExport.json"), wanted, manifests,
                        form="rankings")  # fmt: skip
    else:
        read = read_cvr(plain, opened(name), wanted, form="rankings")
    if not contest.options:
        return read
    numbers = {option.id: at for at, option in enumerate(contest.options)}
    undeclared = _label(source, "undeclaredWriteInLabel")
    options, places = list(contest.options), []
    if undeclared and UNDECLARED not in numbers:
        numbers[UNDECLARED] = len(options)
        options.append(Option(UNDECLARED, UNDECLARED))
    for one in read.contest.options:
        id_ = aliases.get(one.id) or aliases.get(one.name)
        if id_ is None and undeclared and undeclared[0] in (one.id, one.name):
            id_ = UNDECLARED
        if id_ is None:
            raise BallotFileError("unknown_option", plain, found=one.name)
        places.append(numbers[id_])
    votes = ((_moved(ranks, places), n) for ranks, n in read.ballots.rankings())
    with gathering(plain):
        ballots = gather_rankings([one.id for one in options], votes)
    return Election(replace(contest, options=tuple(options)), ballots)


def _moved(ranks: Ranks, places: Sequence[int]) -> Ranks:
    return tuple(
        rank if rank == (-1,) else tuple(sorted({places[option] for option in rank}))
        for rank in ranks
    )


def _joined(file: str, contest: Contest, parts: Sequence[Election]) -> Election:
    """All sources as one, over the candidates and, where any has them, undeclared write-ins."""
    options = contest.options
    for part in parts:
        more = {one.id for one in options}
        options += tuple(one for one in part.contest.options if one.id not in more)
    numbers = {option.id: at for at, option in enumerate(options)}
    votes = []
    for part in parts:
        places = [numbers[id_] for id_ in part.contest.ids]
        votes += [(_moved(ranks, places), n) for ranks, n in part.ballots.rankings()]
    with gathering(file):
        ballots: Ballots = gather_rankings([one.id for one in options], votes)
    return Election(replace(contest, options=options), ballots)
