"""A letter in words, and the message it becomes: text and plain HTML, in either direction."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import datetime
from email.utils import format_datetime, parseaddr
from typing import Any, Final
from uuid import UUID

from django.conf import settings
from django.core import signing
from django.core.mail import EmailMultiAlternatives
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.translation import get_language_info, gettext, override

SUBJECT_LENGTH: Final = 150
_SALT: Final = "koinon.post"


@dataclass(frozen=True, slots=True)
class Letter:
    """What a mail says: whole sentences, a path of our pages with its label, and why it came."""

    subject: str
    paragraphs: tuple[str, ...]
    path: str
    label: str
    why: str

    def plain(self) -> dict[str, Any]:
        """As it is kept until it is sent."""
        return asdict(self)

    @classmethod
    def read(cls, plain: dict[str, Any]) -> Letter:
        """The letter from its plain form."""
        return cls(**{**plain, "paragraphs": tuple(plain["paragraphs"])})


@dataclass(frozen=True, slots=True)
class Announcement:
    """Whom an occasion concerns, and what it says to each of them in the present language.

    `subject` names what it is about for whoever looks for proof, e.g. "proposal/7".
    """

    subject: str
    seats: tuple[str, ...]
    letter: Callable[[str], Letter]


def one_line(text: str) -> str:
    """A text that fits a subject: no line breaks, not too long."""
    line = " ".join(text.split())
    return line if len(line) <= SUBJECT_LENGTH else f"{line[: SUBJECT_LENGTH - 1]}…"


def token(delivery: UUID) -> str:
    """What the links of a delivery carry: they lead on, they sign nobody in."""
    return signing.Signer(salt=_SALT).sign(delivery.hex)


def delivery_of(text: str) -> UUID | None:
    """The delivery that a token was made for; None for anything else."""
    try:
        return UUID(hex=signing.Signer(salt=_SALT).unsign(text))
    except (signing.BadSignature, ValueError):
        return None


def message_id(delivery: UUID) -> str:
    """The same for every attempt to send one delivery."""
    return f"<{delivery.hex}@{parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition('@')[2]}>"


def message(
    letter: Letter,
    *,
    delivery: UUID,
    address: str,
    language: str,
    made: datetime,
    declinable: bool,
) -> EmailMultiAlternatives:
    """The message of a delivery, the same bytes at every attempt but for MIME boundaries."""
    with override(language):
        blocks = _blocks(letter, delivery, declinable)
        text = "\n\n".join("\n".join(filter(None, block)) for block in blocks)
        html = _html(letter, blocks, language)
    headers = {
        "Message-ID": message_id(delivery),
        "Date": format_datetime(made),
        "Auto-Submitted": "auto-generated",
        "Content-Language": language,
    }
    if settings.KOINON_SITE and declinable:
        headers["List-Unsubscribe"] = f"<{_link('mail_stop', delivery)}>"
        headers["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    made_message = EmailMultiAlternatives(
        one_line(letter.subject), f"{text}\n", settings.DEFAULT_FROM_EMAIL, [address]
    )
    made_message.extra_headers = headers
    made_message.attach_alternative(html, "text/html")
    return made_message


def _blocks(letter: Letter, delivery: UUID, declinable: bool) -> list[tuple[str, str]]:
    """Paragraphs as (words, address of a page or "")."""
    blocks = [(paragraph, "") for paragraph in letter.paragraphs]
    if settings.KOINON_SITE and letter.path:
        blocks.append((letter.label, _link("mail_read", delivery)))
    blocks.append((letter.why, ""))
    if settings.KOINON_SITE and declinable:
        blocks.append((gettext("Do without mails of this kind:"), _link("mail_stop", delivery)))
    return blocks


def _link(name: str, delivery: UUID) -> str:
    return f"{settings.KOINON_SITE}{reverse(name, args=[token(delivery)])}"


def _html(letter: Letter, blocks: list[tuple[str, str]], language: str) -> str:
    bidi = get_language_info(language)["bidi"]
    body = format_html_join(
        "\n", "{}", ((_paragraph(words, address),) for words, address in blocks)
    )
    return format_html(
        '<!doctype html>\n<html lang="{}" dir="{}"><head><meta charset="utf-8">'
        "<title>{}</title></head><body>\n{}\n</body></html>\n",
        language,
        "rtl" if bidi else "ltr",
        one_line(letter.subject),
        body,
    )


def _paragraph(words: str, address: str) -> str:
    if address:
        return format_html('<p><a href="{}">{}</a></p>', address, words)
    return format_html("<p>{}</p>", words)
