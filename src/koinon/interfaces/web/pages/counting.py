"""The counting room: whoever is signed in counts a file of ballots; nothing of it is kept."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import PurePath
from typing import Final

from django.contrib.auth.decorators import login_required
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext

from koinon.interfaces.shared.countsheets import workbook
from koinon.interfaces.web import typed
from koinon.interfaces.web.counts import files
from koinon.interfaces.web.counts.told import told
from koinon.interfaces.web.pages.voting import Error
from koinon.methods.ballotfiles.errors import BallotFileError
from koinon.methods.ballotfiles.reading import read
from koinon.methods.counting import methods, options
from koinon.methods.counting.contests import CountError, Election
from koinon.methods.counting.documents import Count
from koinon.methods.counting.ties import LotNeeded

LIMIT: Final = 20_000_000
"""Bytes of a file that is counted on a page; the command line takes larger ones."""
MOST_OPTIONS: Final = 200
"""Options that are counted on a page: comparing every two of more takes too long."""
XLSX: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@dataclass(slots=True)
class Asked:
    """What was sent, as far as it could be read, and what is wrong with it."""

    election: Election | None = None
    rule: object = None
    method: str = ""
    lot: str = ""
    errors: list[Error] = field(default_factory=list)


@login_required
def count_room(request: HttpRequest) -> HttpResponse:
    """The form; with a file, its count: on the page, as the result's document, as a workbook."""
    count, asked = None, Asked()
    if request.method == "POST":
        asked = _asked(request)
        count = _counted(asked)
        if count and request.POST.get("as") in _FILES:
            return _file(count, request.POST["as"])
    context = {
        "methods": [
            (name, gettext(one.statement.title)) for name, one in methods.methods().items()
        ],
        "chosen": request.POST.get("method", "scottish-stv"),
        "typed": {name: request.POST.get(name, "")[:2000] for name in ("seats", "lot", "options")},
        "errors": asked.errors,
        "wrong": {one.id: one.error for one in asked.errors},
        "file": asked.election.contest.title if asked.election else "",
        "count": told(count) if count else None,
        "megabytes": LIMIT // 10**6,
    }
    return render(request, "koinon/count_room.html", context)


def _asked(request: HttpRequest) -> Asked:
    """Read the form: the file, the method and its options, the seats."""
    asked = Asked(method=request.POST.get("method", ""), lot=request.POST.get("lot", "").strip())
    file = request.FILES.get("ballots")
    if isinstance(file, UploadedFile):
        asked.election = _read(file, asked)
    else:
        asked.errors.append(Error("ballots", gettext("Choose the file with the ballots.")))
    seats = request.POST.get("seats", "").strip()[:20]
    if seats and asked.election:
        _seats(seats, asked)
    changed: dict[str, str] = {}
    for line in request.POST.get("options", "")[:2000].splitlines():
        name, _, value = line.partition("=")
        if name.strip():
            changed[name.strip()] = value
    try:
        asked.rule = options.with_options(methods.find(asked.method).rule, changed)
    except CountError as error:
        asked.errors.append(Error("options" if changed else "method", str(error)))
    return asked


def _read(file: UploadedFile[bytes], asked: Asked) -> Election | None:
    if (file.size or 0) > LIMIT:
        said = gettext("The file is larger than {n} MB; count it with koinon count.")
        asked.errors.append(Error("ballots", said.format(n=LIMIT // 10**6)))
        return None
    try:
        found = read(PurePath(file.name or "ballots").name[:80], file.read())
    except BallotFileError as error:
        asked.errors.append(Error("ballots", files.sentence(error)))
        return None
    if len(found.contest.options) > MOST_OPTIONS:
        said = gettext("The file has more than {n} options; count it with koinon count.")
        asked.errors.append(Error("ballots", said.format(n=MOST_OPTIONS)))
        return None
    return found


def _seats(text: str, asked: Asked) -> None:
    assert asked.election is not None
    try:
        seats = typed.whole(text)
    except typed.Mistyped as wrong:
        asked.errors.append(Error("seats", wrong.sentence(text)))
        return
    if not 0 < seats <= len(asked.election.contest.options):
        said = gettext("Seats are counted from 1 to the number of options; “{typed}” is not.")
        asked.errors.append(Error("seats", said.format(typed=text)))
        return
    asked.election = replace(asked.election, contest=replace(asked.election.contest, seats=seats))


def _counted(asked: Asked) -> Count | None:
    """The count; None, with the mistake, where there is none."""
    if asked.errors or asked.election is None:
        return None
    try:
        result = methods.count(asked.rule, asked.election, asked.lot)
    except LotNeeded as error:
        names = {one.id: one.name for one in asked.election.contest.options}
        said = gettext(
            "Only a lot decides between {names}: draw one in public and type its value here."
        )
        between = ", ".join(names[id_] for id_ in error.tied)
        asked.errors.append(Error("lot", said.format(names=between)))
        return None
    except CountError as error:
        asked.errors.append(Error("method", str(error)))
        return None
    return Count(methods.find(asked.method), asked.election.contest, result)


_FILES: Final[dict[str, tuple[str, str, Callable[[Count], bytes]]]] = {
    "json": ("result.json", "application/json", Count.dump),
    "xlsx": ("stages.xlsx", XLSX, workbook),
}


def _file(count: Count, kind: str) -> HttpResponse:
    name, media, write = _FILES[kind]
    response = HttpResponse(write(count), content_type=media)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
