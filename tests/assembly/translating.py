"""A chamber that works in two languages: its charter, its texts, and shorthands to translate."""

from __future__ import annotations

from typing import Any

from tests.assembly.meetings import OFFICE, RULED, Assembly, assembled

from koinon.acts.act import Receipt
from koinon.assembly import queries_texts as texts
from koinon.assembly.queries_texts import InLanguage

RECORD = "assembly.record_translation/1"
REVIEW = "assembly.review_translation/1"
GRANTS = f"""
"{RECORD}" = [
  {{article = "12", seat = "secretariat"}},
  {{article = "12", body = "council"}},
]
"{REVIEW}" = [
  {{article = "12", seat = "secretariat"}},
  {{article = "12", body = "council"}},
]
"""
REQUIRED = """
[languages]
article = "12"
proposals = ["fr"]
papers = ["fr"]
minutes = ["fr"]
days = 14

[authority]
"""
BILINGUAL = RULED.replace("[authority]\n", REQUIRED, 1) + GRANTS
TRAMS = b"# Trams\n\nThe league buys nine trams.\n\nThey run by 2027.\n"
TRAMWAYS = "# Tramways\n\nLa ligue achète neuf tramways.\n\nIls roulent dès 2027.\n".encode()


def bilingual() -> Assembly:
    """A founded chamber whose charter requires French beside English."""
    return assembled(BILINGUAL)


def reference(league: Any, data: bytes, media: str = "text/markdown") -> dict[str, Any]:
    """A document, checked in, as an act names it."""
    named: dict[str, Any] = league.document(data, media).model_dump()
    return named


def translation(league: Any, text: str, source: bytes, data: bytes, **more: Any) -> dict[str, Any]:
    """A French translation of a version of a text."""
    return {
        "text": text,
        "source": reference(league, source),
        "language": "fr",
        "translation": reference(league, data),
        "made": "by a person",
        **more,
    }


def translate(league: Any, text: str, source: bytes, data: bytes = TRAMWAYS) -> int:
    """The secretariat records a French translation; its entry."""
    receipt: Receipt = league.act(RECORD, translation(league, text, source, data), OFFICE)
    return receipt.n


def review(league: Any, n: int, verdict: str = "accepted", **more: Any) -> Receipt:
    """Ghent's delegate reviews a translation."""
    data = {"translation": n, "verdict": verdict, **more}
    receipt: Receipt = league.act(REVIEW, data, "council/ghent")
    return receipt


def french(text: str) -> InLanguage:
    """Where a text stands in French."""
    found = texts.text(text)
    assert found is not None
    told = found.in_language("fr")
    assert told is not None
    return told
