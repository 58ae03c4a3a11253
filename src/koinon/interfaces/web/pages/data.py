"""The open data: a page that says what is in it, and its files at stable addresses."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.http import quote_etag
from django.utils.translation import gettext
from django.views.decorators.http import condition, require_safe

from koinon.interfaces.shared.opendata import edition, keeping
from koinon.interfaces.shared.opendata.keeping import Edition
from koinon.interfaces.shared.opendata.tables import TABLES

_MEDIA: Final = {
    ".csv": "text/csv; charset=utf-8; header=present",
    ".json": "application/json; charset=utf-8",
    ".md": "text/markdown; charset=utf-8",
    ".zip": "application/zip",
}
_A_DAY: Final = "public, max-age=86400, immutable"


@dataclass(frozen=True, slots=True)
class TableTold:
    """A table on the page: its file, what it is, how many rows and bytes it has."""

    file: str
    title: str
    about: str
    rows: int
    size: int


@require_safe
def data_page(request: HttpRequest) -> HttpResponse:
    """What is in the data, how to take it, and the earlier editions."""
    newest = keeping.latest()
    if newest is None:
        return render(request, "koinon/data.html", {"newest": None, "section": "record"})
    package = newest.package()
    told = {one.name: one for one in TABLES}
    tables = [
        TableTold(
            file=one["path"],
            title=gettext(told[one["name"]].title),
            about=gettext(told[one["name"]].about),
            rows=one["rows"],
            size=one["bytes"],
        )
        for one in package["resources"]
        if one["name"] in told
    ]
    context = {
        "newest": newest,
        "checkpoint": package["checkpoint"],
        "made_at": f"{package['created'][:19]}.000000Z",
        "licence": package["licenses"][0],
        "version": package["version"],
        "tables": tables,
        "zip": edition.ZIP,
        "zip_size": (newest.folder / edition.ZIP).stat().st_size,
        "earlier": keeping.editions()[1:],
        "address": request.build_absolute_uri("/data/latest/datapackage.json"),
        "section": "record",
    }
    return render(request, "koinon/data.html", context)


def _latest_etag(request: HttpRequest, name: str) -> str | None:
    return _etag(keeping.latest(), name)


def _etag_of_day(request: HttpRequest, day: str, name: str) -> str | None:
    return _etag(keeping.of_day(day), name)


def _etag(found: Edition | None, name: str) -> str | None:
    digest = found.sums().get(name) if found else None
    return quote_etag(digest) if digest else None


@require_safe
@condition(etag_func=_latest_etag)
def latest_file(request: HttpRequest, name: str) -> HttpResponseBase:
    """A file of the newest edition."""
    return _file(keeping.latest(), name, "no-cache")


@require_safe
@condition(etag_func=_etag_of_day)
def file_of_day(request: HttpRequest, day: str, name: str) -> HttpResponseBase:
    """A file of the edition of a day, which never changes."""
    return _file(keeping.of_day(day), name, _A_DAY)


def _file(found: Edition | None, name: str, kept: str) -> HttpResponseBase:
    """The bytes, to anyone from anywhere. Raises Http404."""
    if found is None or name not in found.sums():
        raise Http404
    ending = name[name.rfind(".") :] if "." in name else ""
    answer = FileResponse(
        (found.folder / name).open("rb"),
        content_type=_MEDIA.get(ending, "text/plain; charset=utf-8"),
        as_attachment=ending in (".csv", ".zip"),
        filename=name if ending != ".zip" else f"open-data-{found.day}.zip",
    )
    answer["Cache-Control"] = kept
    answer["Access-Control-Allow-Origin"] = "*"
    answer["X-Koinon-Edition"] = found.day
    return answer
