"""Texts in their languages: the list, a text beside its translation, a page to translate on."""

from __future__ import annotations

from typing import Any, Final

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language, gettext
from django.views.decorators.http import require_safe

from koinon.acts.registry import find
from koinon.assembly import queries_texts
from koinon.assembly.queries_texts import KINDS, Kind, TextView
from koinon.interfaces.shared import sender
from koinon.interfaces.shared.envelopes import read_act
from koinon.interfaces.web import texts_told, uploads
from koinon.interfaces.web.enclosed.papers import Paper, kept
from koinon.interfaces.web.numbers import number_in
from koinon.interfaces.web.pages import acts
from koinon.interfaces.web.pages.decisions import may
from koinon.interfaces.web.pages.voting import Error
from koinon.interfaces.web.texts_told import RECORD, REVIEW, language_name
from koinon.record import canonical, store

PARAGRAPHS_LIMIT: Final = 300
"""A text of more paragraphs is translated in a file."""
MADE: Final = ("by a person", "by machine and checked", "by machine")


@require_safe
def text_list(request: HttpRequest) -> HttpResponse:
    """The texts of a kind, with where each stands in every language."""
    kind: Kind = next((one for one in KINDS if one == request.GET.get("list")), "proposal")
    page = number_in(request.GET, "page", 1)
    listed = queries_texts.texts(kind, page)
    context = {
        "list": listed,
        "lines": [
            (one, texts_told.title_of(one), texts_told.languages(one)) for one in listed.lines
        ],
        "name": kind,
        "section": "decisions",
    }
    return render(request, "koinon/texts/list.html", context)


def _find(name: str) -> TextView:
    found = queries_texts.text(name)
    if found is None:
        raise Http404
    return found


@require_safe
def text_page(request: HttpRequest, name: str) -> HttpResponse:
    """A text beside its translation in a language, and what can be done about it."""
    text = _find(name)
    wanted = request.GET.get("lang") or (get_language() or "en").partition("-")[0]
    read = [one.language for one in text.languages if one.current is not None]
    chosen = text.in_language(wanted if wanted in read else next(iter(read), wanted))
    source = kept(text.source.sha256)
    translation = kept(chosen.current.sha256) if chosen and chosen.current else None
    seat = sender.acting_seat(request) or ""
    context = {
        "text": text,
        "title": texts_told.title_of(text),
        "told": texts_told.languages(text),
        "source": source,
        "source_name": language_name(text.source.language),
        "chosen": chosen,
        "chosen_name": language_name(chosen.language) if chosen else "",
        "translation": translation,
        "rows": texts_told.beside(source, translation),
        "others": [(one, language_name(one)) for one in read],
        "may_translate": may(RECORD, seat),
        "reviews": _to_review(text, seat),
        "review": REVIEW,
        "section": "decisions",
    }
    return render(request, "koinon/texts/text.html", context)


def _to_review(text: TextView, seat: str) -> list[dict[str, Any]]:
    """The translations of the version in force that this seat may review."""
    if not may(REVIEW, seat):
        return []
    return [
        {"n": one.latest.n, "name": language_name(one.language), "paper": kept(one.latest.sha256)}
        for one in text.languages
        if one.latest is not None
        and one.latest.verdict is None
        and one.latest.source_sha256 == text.source.sha256
        and one.latest.seat != seat
    ]


@login_required
def translate(request: HttpRequest, name: str, language: str) -> HttpResponse:
    """The source with a field beside each paragraph, or a file; then what is recorded, to check."""
    text = _find(name)
    if text.in_language(language) is None:
        raise Http404
    if not may(RECORD, sender.acting_seat(request) or ""):
        raise PermissionDenied
    if "data" in request.POST:
        return acts.confirm(request, find(RECORD))
    source = kept(text.source.sha256)
    parts = texts_told.paragraphs(source)
    typed = [request.POST.get(f"part-{place}", "") for place, _ in enumerate(parts)]
    if request.method == "POST":
        document, errors = _document(request, typed, source)
        if document is not None and source is not None:
            return _check(request, text, language, source, document)
        return _form(request, text, language, source, typed, errors)
    before = _before(text, language, parts, request.GET.get("draft", ""))
    return _form(request, text, language, source, before, [])


def _before(text: TextView, language: str, parts: tuple[str, ...], draft: str) -> list[str]:
    """What a draft or an earlier translation says, where it has the same paragraphs."""
    told = text.in_language(language)
    latest = told.latest if told else None
    written = (kept(draft), kept(latest.sha256) if latest else None)
    for earlier in map(texts_told.paragraphs, written):
        if earlier and len(earlier) == len(parts):
            return list(earlier)
    return [""] * len(parts)


def _document(
    request: HttpRequest, typed: list[str], source: Paper | None
) -> tuple[dict[str, Any] | None, list[Error]]:
    """The translation that was sent: the file, else what was typed. Errors where it is neither."""
    if request.POST.get("made") not in MADE:
        return None, [Error("made-0", gettext("Say how the translation was made."))]
    try:
        if (file := uploads.taken_in(request, "file")) is not None:
            return file, []
    except uploads.Unfit as wrong:
        return None, [Error("file", str(wrong))]
    written = [one.replace("\r\n", "\n").strip() for one in typed]
    if not any(written):
        where = "part-0" if typed else "file"
        return None, [Error(where, gettext("Write the translation, or choose a file."))]
    said = gettext("Paragraph {n} is not translated yet.")
    gaps = [n for n, one in enumerate(written) if not one]
    if gaps:
        return None, [Error(f"part-{n}", said.format(n=n + 1)) for n in gaps]
    data = ("\n\n".join(written) + "\n").encode()
    plain = source is None or source.media not in ("text/markdown",)
    media = "text/plain" if plain else "text/markdown"
    return {"sha256": store.keep_document(data, media), "size": len(data), "media": media}, []


def _form(
    request: HttpRequest,
    text: TextView,
    language: str,
    source: Paper | None,
    typed: list[str],
    errors: list[Error],
) -> HttpResponse:
    parts = texts_told.paragraphs(source)
    wrong = {one.id: one.error for one in errors}
    rows = [
        {
            "id": f"part-{n}",
            "n": n + 1,
            "source": part,
            "text": said,
            "error": wrong.get(f"part-{n}"),
        }
        for n, (part, said) in enumerate(zip(parts, typed, strict=True))
    ]
    context = {
        "text": text,
        "title": texts_told.title_of(text),
        "language": language,
        "language_name": language_name(language),
        "source": source,
        "source_name": language_name(text.source.language),
        "rows": rows if len(rows) <= PARAGRAPHS_LIMIT else [],
        "made": request.POST.get("made", ""),
        "ways": MADE,
        "errors": errors,
        "wrong": wrong,
        "section": "decisions",
    }
    status = 400 if errors else 200
    return render(request, "koinon/texts/translate.html", context, status=status)


def _check(
    request: HttpRequest, text: TextView, language: str, source: Paper, document: dict[str, Any]
) -> HttpResponse:
    act_id = sender.new_act_id()
    data: dict[str, Any] = {
        "text": text.text,
        "source": {"sha256": source.sha256, "size": source.size, "media": source.media},
        "language": language,
        "translation": document,
        "made": request.POST["made"],
    }
    made = read_act(find(RECORD), data, act_id)
    again = f"{request.path}?draft={document['sha256']}"
    return acts.check_page(request, made, canonical.dump(data).decode(), act_id, again=again)
