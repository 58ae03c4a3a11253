"""The package for an archive, made and taken away in the browser."""

from __future__ import annotations

import tempfile
import zipfile
from datetime import date
from pathlib import Path
from typing import Final

from django.http import FileResponse, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache

from koinon.acts.state import one_moment
from koinon.interfaces.shared import wording
from koinon.interfaces.web.archiving import NothingToArchive, Period, archive
from koinon.interfaces.web.instants import now
from koinon.interfaces.web.officer import for_officers
from koinon.interfaces.web.pages.voting import Error
from koinon.record import store

_LONG_AGO: Final = (1980, 1, 1, 0, 0, 0)


@for_officers
@never_cache
def archive_page(request: HttpRequest, seat: str) -> HttpResponseBase:
    """Which days; then the package as one file."""
    typed = {name: request.POST.get(name, "").strip() for name in ("first", "last")}
    errors: list[Error] = []
    if request.method == "POST":
        period = _period(typed)
        if period is None:
            said = gettext("Write days such as {day}; the first is not after the last.")
            example = wording.local(now()).date().isoformat()
            errors = [Error("first", said.format(day=example))]
        else:
            try:
                return _packed(period)
            except NothingToArchive:
                said = gettext("Nothing was recorded within these days.")
                errors = [Error("first", said)]
    context = {"typed": typed, "errors": errors}
    status = 422 if errors else 200
    return render(request, "koinon/archive.html", context, status=status)


def _period(typed: dict[str, str]) -> Period | None:
    try:
        first, last = (date.fromisoformat(one) if one else None for one in typed.values())
    except ValueError:
        return None
    if first and last and first > last:
        return None
    return Period(first, last)


def _packed(period: Period) -> HttpResponseBase:
    """The bag as a zip; nothing of it stays here. The same record gives the same bytes."""
    name = f"archive-{store.head().size}"
    out = tempfile.TemporaryFile(prefix="koinon-archive-")  # noqa: SIM115 (the answer closes it)
    with tempfile.TemporaryDirectory(prefix="koinon-archive-") as making:
        folder = Path(making) / name
        folder.mkdir()
        with one_moment("default"):
            archive(folder, period)
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as kept:
            for file in sorted(one for one in folder.rglob("*") if one.is_file()):
                path = file.relative_to(folder.parent).as_posix()
                inside = zipfile.ZipInfo(path, date_time=_LONG_AGO)
                inside.compress_type = zipfile.ZIP_DEFLATED
                kept.writestr(inside, file.read_bytes())
    out.seek(0)
    answer: HttpResponse | FileResponse = FileResponse(
        out, as_attachment=True, filename=f"{name}.zip", content_type="application/zip"
    )
    answer["Cache-Control"] = "no-store"
    return answer
