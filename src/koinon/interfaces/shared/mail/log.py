"""The log of deliveries that proves service: what the mail server answered, and no address."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import Final

from koinon.interfaces.shared.mail.letters import message_id
from koinon.post import queries
from koinon.record import canonical
from koinon.record.canonical import JSON

FORMAT: Final = "koinon-delivery-log/1"
_CODE: Final = re.compile(r"[0-9]{3}(?: [0-9]\.[0-9]{1,3}\.[0-9]{1,3})?(?![0-9.])")
"""The codes of a server's answer (RFC 5321, RFC 3463); its words may name people."""


def delivery_log(what: str, number: int, kind: str) -> bytes:
    """The deliveries of one kind about a proposal or a meeting, as canonical JSON."""
    lines: list[JSON] = [
        {
            "seat": one.seat,
            "status": one.status,
            "made": _instant(one.made),
            "ended": _instant(one.ended) if one.ended else None,
            "attempts": one.attempts,
            "interrupted": one.interrupted,
            "answer": answer_code(one.reply),
            "message_id": message_id(one.id),
        }
        for one in queries.of_subject(f"{what}/{number}", kind)
    ]
    return canonical.dump({"format": FORMAT, what: number, "deliveries": lines})


def answer_code(reply: str) -> str:
    """The codes at the beginning of a server's answer, without its words."""
    found = _CODE.match(reply)
    return found[0] if found else ""


def _instant(when: datetime) -> str:
    return when.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
