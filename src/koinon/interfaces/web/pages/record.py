"""The record: finding entries, reading one with its proof, and how to check everything."""

from __future__ import annotations

import json
import re
from base64 import b64encode
from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext

from koinon.acts import registry
from koinon.assembly import queries as assembly
from koinon.assembly import queries_keys as keys
from koinon.assembly.queries import EnclosedView
from koinon.charter import queries as charters
from koinon.cities import queries as cities
from koinon.interfaces.web import enclosed, words
from koinon.interfaces.web.effects import effect_sentence
from koinon.interfaces.web.pages.decisions import OPEN_PROPOSAL
from koinon.interfaces.web.pages.log import copy_folder, fingerprint
from koinon.record import canonical, logkeys, search, signatures, store
from koinon.record.search import Found
from koinon.record.signer import SignerError

_SHA256 = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True, slots=True)
class Told:
    """An entry in a list, with what it says as a sentence."""

    entry: Found
    sentence: str


def told(entry: Found) -> Told:
    """An entry with its sentence."""
    content = canonical.load(entry.body)
    assert isinstance(content, dict)
    data = content["data"]
    assert isinstance(data, dict)
    return Told(entry, words.says(entry.type, data))


def record_list(request: HttpRequest) -> HttpResponse:
    """Search the record; a number, an act's id or a hash leads straight to what it names."""
    text = request.GET.get("q", "").strip()
    chosen, seat = request.GET.get("type", ""), request.GET.get("seat", "")
    if text:
        n = search.named(text.lower())
        if n is not None:
            return redirect("entry", n=n)
        if _SHA256.fullmatch(text.lower()) and search.has_document(text.lower()):
            return redirect("log", path=f"documents/{text.lower()}")
    results = search.search(
        types=_types(text, chosen), seat=seat or None, before=_index(request.GET.get("before"))
    )
    query = request.GET.copy()
    query["before"] = str(results.before)
    context = {
        "results": [told(entry) for entry in results.entries],
        "next": query.urlencode() if results.before is not None else "",
        "first": "before" not in request.GET,
        "types": _named_types(),
        "record_seats": assembly.seats(),
        "q": text,
        "chosen": chosen,
        "chosen_seat": seat,
        "searched": bool(text or chosen or seat),
        "head": store.head(),
    }
    return render(request, "koinon/record.html", context)


def _named_types() -> list[tuple[str, str]]:
    named = [(act.type, words.act_name(act.type)) for act in registry.all_acts()]
    return sorted(named, key=lambda pair: pair[1])


def _types(text: str, chosen: str) -> list[str] | None:
    """The types to look for: the chosen one, those whose name or code holds the text, or all."""
    if not text and not chosen:
        return None
    low = text.casefold()
    return [
        name
        for name, title in _named_types()
        if (not chosen or name == chosen) and (low in name or low in title.casefold())
    ]


def _index(text: str | None) -> int | None:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 16 else None


def entry_page(request: HttpRequest, n: int) -> HttpResponse:
    """One entry: who, when, why, what came of it, and the proof that it is in the record."""
    try:
        body = store.body(n)
    except store.UnknownEntry:
        raise Http404 from None
    content: Any = canonical.load(body)
    proof = store.proof(n)
    context = {
        "n": n,
        "entry": content,
        "sentence": words.says(content["type"], content["data"]),
        "json": json.dumps(content, ensure_ascii=False, indent=2),
        "leaf": proof.leaf.hex(),
        "proof": proof,
        "path": [node.hex() for node in proof.path],
        "root": proof.root.hex(),
        "documents": [one for one in content["effects"] if one["kind"] == "document"],
        "acts": _in_full(n, content),
        "names": words.city_names(),
        "effects": _told_once(content["effects"]),
        "cause": int(content["cause"].split(".")[0]) if "cause" in content else None,
        "signer": _signer(n, content),
        "following": [told(one) for one in search.following(n)],
        "last": store.head().size - 1,
        "signed": _signed(),
        "check": _check(n, body, proof) | _signature(n, content),
    }
    return render(request, "koinon/entry.html", context)


def _signer(n: int, content: Any) -> keys.KeyView | None:
    """The key an entry is signed with."""
    signed = content.get("signed")
    return keys.key_at(content["by"]["seat"], signed["key"], n) if signed else None


def _signature(n: int, content: Any) -> dict[str, Any]:
    """What the script needs to check the signature of the entry's seat."""
    key = _signer(n, content)
    if key is None:
        return {}
    coalition = cities.coalition()
    assert coalition is not None
    stated = signatures.statement(
        origin=coalition.origin,
        id=content["id"],
        type=content["type"],
        data=content["data"],
        seat=key.seat,
    )
    read = signatures.read_key(key.public_key, key.rp_id, key.site)
    return {
        "signer": {
            "statement": stated.decode(),
            "spki": b64encode(read.spki).decode(),
            "algorithm": read.algorithm,
            "site": key.site,
            "rp_id": key.rp_id,
        }
    }


def _in_full(n: int, content: Any) -> tuple[enclosed.Telling, ...]:
    """The acts an entry holds, or the act it is, told in full where there is more to tell."""
    if not n:
        return ()
    data = content["data"]
    if content["type"] == OPEN_PROPOSAL:
        acts = [EnclosedView(one["type"], one["data"]) for one in data["acts"]]
    else:
        acts = [EnclosedView(content["type"], data)] if enclosed.has_more(content["type"]) else []
    try:
        charter = charters.parsed(charters.version_at(n).sha256)
    except LookupError:
        charter = None
    decision = content["grant"].get("decision")
    return enclosed.tell(acts, enclosed.Asked(False, charter, decision)) if acts else ()


def _told_once(effects: list[Any]) -> list[str]:
    """What came of an entry in sentences, without its documents; the same sentence once."""
    said = (effect_sentence(one) for one in effects if one["kind"] != "document")
    return list(dict.fromkeys(said))


def _signed() -> str:
    """The signed checkpoint of the record as it stands; "" where this installation cannot sign."""
    try:
        return logkeys.sign_head(logkeys.signer()).decode()
    except SignerError:
        return ""


def _check(n: int, body: bytes, proof: store.Proof) -> dict[str, Any]:
    """What the script in the page needs to check the entry by itself."""
    coalition = cities.coalition()
    assert coalition is not None
    return {
        "body": b64encode(body).decode(),
        "index": n,
        "size": proof.size,
        "path": [b64encode(node).decode() for node in proof.path],
        "root": b64encode(proof.root).decode(),
        "checkpoint": _signed(),
        "key": coalition.log_key,
        "words": {
            "leaf": gettext("The entry's bytes give the hash shown."),
            "path": gettext("The proof leads from this entry to the root of the checkpoint."),
            "root": gettext("The checkpoint names this root and this number of entries."),
            "signature": gettext("The checkpoint is signed with the log's key."),
            "unsupported": gettext("This browser cannot check Ed25519 signatures."),
            "signer": gettext("The act is signed by a key of the seat that did it."),
            "unsigned": gettext("There is no signed checkpoint to check."),
            "good": gettext("Checked in this browser: everything holds."),
            "part": gettext("Checked in this browser: what could be checked holds."),
            "bad": gettext("Checked in this browser: something does not hold. Tell an auditor."),
            "holds": gettext("Holds"),
            "fails": gettext("Does not hold"),
            "unknown": gettext("Not checked"),
        },
    }


def verify_page(request: HttpRequest) -> HttpResponse:
    """How anyone checks the whole record, with the exact command."""
    coalition, head = cities.coalition(), store.head()
    context = {
        "address": request.build_absolute_uri("/log/"),
        "key": coalition.log_key if coalition else "",
        "fingerprint": fingerprint(),
        "head": head,
        "folder": copy_folder(head.size),
    }
    return render(request, "koinon/verify.html", context)
