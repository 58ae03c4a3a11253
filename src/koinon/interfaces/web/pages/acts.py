"""Acts: their list with who may do them, a form derived from each, the receipt of any."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language, gettext
from pydantic import ValidationError

from koinon.acts import registry
from koinon.acts.act import Act, Receipt
from koinon.acts.gate import enact, receipt_of
from koinon.assembly.queries_meetings import put_to
from koinon.charter.document import Authority
from koinon.charter.document_experiments import RECORD_EVALUATION
from koinon.interfaces.shared import naming, sender, wording
from koinon.interfaces.shared.coercion import read_json
from koinon.interfaces.shared.envelopes import read_act
from koinon.interfaces.shared.problems import field_problems
from koinon.interfaces.shared.refusals import sentence
from koinon.interfaces.web import charter_levies, uploads, words
from koinon.interfaces.web.derived import Node, Reading
from koinon.interfaces.web.retyped import retyped
from koinon.record import canonical, store
from koinon.treasury import queries as treasury


def act_list(request: HttpRequest) -> HttpResponse:
    """Every act there is, with what it is for and who may do it."""
    charter = words.charter()
    rows = [
        {
            "type": act.type,
            "who": [who(one) for one in charter.authority_for(act.type)] if charter else [],
            "form": charter is not None and has_form(act.type),
        }
        for act in registry.all_acts()
    ]
    return render(request, "koinon/acts.html", {"rows": rows})


def who(granted: Authority) -> str:
    """Who may do an act, under which article, as a sentence."""
    if granted.by == "decision":
        return gettext("Article {article}: by a decision.").format(article=granted.article)
    if granted.by == "clock":
        return gettext("Article {article}: by itself, when it is due.").format(
            article=granted.article
        )
    if granted.by == "residents":
        return gettext("Article {article}: residents whom a city attests.").format(
            article=granted.article
        )
    charter = words.charter()
    bodies = [words.told(charter.body(one).title) for one in granted.bodies] if charter else []
    holders = ", ".join([words.seat_name(seat) for seat in granted.seats] + bodies)
    return gettext("Article {article}: {holders}.").format(article=granted.article, holders=holders)


def has_form(act_type: str) -> bool:
    """Whether some seat may do the act directly."""
    charter = words.charter()
    granted = charter.authority_for(act_type) if charter else ()
    return any(one.by == "seat" for one in granted)


def find_act(act_type: str) -> type[Act]:
    """The act of this name. Raises Http404."""
    try:
        return registry.find(act_type)
    except registry.UnknownAct:
        raise Http404 from None


def read_form(request: HttpRequest, act: type[Act], act_id: UUID) -> tuple[Reading, Act | None]:
    """A submitted form and the act it makes; None while something is wrong with it."""
    charter = words.charter()
    typed = (request.POST if request.method == "POST" else request.GET).dict()
    reading = Reading(
        charter_levies.nodes_of(act, typed),
        typed,
        lambda path: uploads.taken_in(request, path),
        charter.currency if charter else "EUR",
    )
    if request.method != "POST" or "add" in request.POST or reading.errors():
        return reading, None
    if not charter_levies.whole(act, reading, typed):
        return reading, None
    try:
        return reading, read_act(act, reading.data, act_id)
    except ValidationError as error:
        for one in field_problems(error):
            reading.mark(one.field, one.detail)
        return reading, None


@login_required
def act_form(request: HttpRequest, act_type: str) -> HttpResponse:
    """The form of an act; a sound answer leads to the page that shows it for checking."""
    act = find_act(act_type)
    if not has_form(act_type):
        raise Http404
    if "data" in request.POST:
        return confirm(request, act)
    act_id = sender.new_act_id()
    reading, made = read_form(request, act, act_id)
    if made is not None:
        return check_page(request, made, canonical.dump(reading.data).decode(), act_id)
    context = {"type": act_type, "fields": reading.shown, "errors": reading.errors()}
    return render(request, "koinon/act.html", context)


def check_page(
    request: HttpRequest, made: Act, data: str, act_id: UUID, refused: str = "", again: str = ""
) -> HttpResponse:
    """What an act says, before it is done; `confirm` takes what this page sends."""
    context = {
        "type": made.type,
        "sentence": words.says(made.type, made.plain()),
        "rows": answers(made.plain(), charter_levies.nodes_of(type(made), made.plain())),
        "data": data,
        "act_id": act_id,
        "refused": refused,
        "again": again,
        "typed": {} if again else _retyped(made, data),
    }
    return render(request, "koinon/act_check.html", context, status=409 if refused else 200)


def _retyped(made: Act, data: str) -> dict[str, str]:
    """The answers as the form takes them, so that nothing is written anew after a refusal."""
    charter = words.charter()
    currency = charter.currency if charter else "EUR"
    plain: Any = read_json(data.encode())
    return retyped(charter_levies.nodes_of(type(made), plain), plain, currency)


def confirm(request: HttpRequest, act: type[Act]) -> HttpResponse:
    """Do the act that was checked; its receipt, or why it was refused."""
    try:
        data, act_id = request.POST["data"], UUID(request.POST["id"])
        made = read_act(act, read_json(data.encode()), act_id)
    except (ValueError, KeyError):
        return redirect("act", act_type=act.type)
    answer = enact(sender.envelope(request, made, act_id))
    if isinstance(answer, Receipt):
        return redirect("receipt", act_id=act_id)
    return check_page(request, made, data, act_id, sentence(answer, get_language() or "en"))


def answers(data: dict[str, Any], nodes: tuple[Node, ...], depth: int = 0) -> list[dict[str, Any]]:
    """The fields of an act as rows to check: label, value, depth."""
    rows: list[dict[str, Any]] = []
    for node in nodes:
        if node.name in data:
            rows += _rows(node, data[node.name], depth)
    return rows


def _rows(node: Node, value: Any, depth: int) -> list[dict[str, Any]]:
    label = gettext(node.label)
    if isinstance(value, list):
        return [row for one in value for row in _rows(node.inside[0], one, depth)]
    if node.kind == "group":
        head = {"label": label, "value": "", "depth": depth}
        return [head, *answers(value, node.inside, depth + 1)]
    if isinstance(value, dict) and set(value) == {"private"}:
        sealed = gettext("Sealed: only a commitment to it enters the record.")
        return [{"label": label, "value": sealed, "depth": depth}]
    if node.kind == "document":
        return [{"label": label, "value": value["sha256"], "depth": depth, "document": True}]
    return [{"label": label, "value": shown(node, value), "depth": depth}]


def shown(node: Node, value: Any) -> str:
    """One plain value as people read it."""
    match node.kind:
        case "choice":
            return words.fixed(value)
        case "flag":
            return gettext("Yes") if value else gettext("No")
        case "day":
            return wording.day(value)
        case "money":
            charter = words.charter()
            return wording.money(value, charter.currency if charter else "EUR")
        case "charter_levy":
            return f"{naming.charter_levy(value)} ({value})"
        case "text" if node.name == "programme":
            return words.programme_title(value)
        case "text" if node.name == "figure":
            return f"{words.fact_title(value)} ({value})"
        case "text" if node.name in ("city", "for_city"):
            return naming.city(value)
        case "text" if node.name == "experiment":
            return naming.experiment(value)
        case "text" if node.name == "language":
            return naming.language(value)
        case "text" if node.name == "text":
            return naming.text(value)
        case "degrees":
            return f"{value / 10_000:.4f}"
        case "json" | "formula" | "count_rule":
            return canonical.dump(value).decode()
    return str(value)


def _meeting_of(proposal: Any) -> int | None:
    """The meeting that a proposal is put to; None for none."""
    return put_to(proposal) if isinstance(proposal, int) else None


def receipt(request: HttpRequest, act_id: UUID) -> HttpResponse:
    """The receipt of an act: its place in the record, its hash, what followed."""
    line = store.by_act(act_id)
    if line is None:
        raise Http404
    entry: Any = canonical.load(line.body)
    proposal = entry["data"].get("proposal") or entry["result"].get("proposal")
    meeting = entry["data"].get("meeting") or entry["result"].get("meeting")
    city = entry["data"].get("for_city") or (line.seat or "").partition("/")[2]
    context = {
        "receipt": receipt_of(line),
        "cast": line.type.startswith("assembly.cast_vote/"),
        "sentence": words.says(line.type, entry["data"]),
        "proposal": proposal if isinstance(proposal, int) else None,
        "meeting": meeting if isinstance(meeting, int) else _meeting_of(proposal),
        "budget": entry["result"].get("budget"),
        "election": entry["result"].get("election"),
        "initiative": entry["result"].get("initiative"),
        "dispute": _dispute(request, entry),
        "experiment": line.type == RECORD_EVALUATION,
        "text": entry["result"].get("text") if line.type.endswith("_translation/1") else None,
        "city": words.city_names().get(city, city),
    }
    return render(request, "koinon/receipt.html", context)


def _dispute(request: HttpRequest, entry: dict[str, Any]) -> int | None:
    """The dispute an act belongs to: the one it names, or the one it was done for."""
    found = entry["result"].get("dispute") or entry["data"].get("dispute")
    asked = request.GET.get("dispute", "")
    if found is None and asked.isascii() and asked.isdigit() and len(asked) < 7:
        found = int(asked)
    return found if isinstance(found, int) and treasury.dispute(found) else None
