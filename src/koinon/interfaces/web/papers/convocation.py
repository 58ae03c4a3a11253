"""Papers around a meeting: letters that convene it, and forms to fill in by hand."""

from __future__ import annotations

from django.utils.translation import get_language, gettext, override

from koinon.assembly import queries_associates as associates
from koinon.interfaces.shared import checkpoints, wording
from koinon.interfaces.shared.papers import (
    Block,
    Facts,
    Heading,
    Items,
    Letter,
    NewPage,
    Paper,
    Paragraph,
    Place,
    Run,
    Signatures,
    Table,
    Text,
    text,
)
from koinon.interfaces.web import words
from koinon.interfaces.web.charter_told import how_it_meets
from koinon.interfaces.web.papers.making import paper
from koinon.interfaces.web.papers.meetings import (
    Convened,
    agenda,
    cities_of,
    convener,
    facts,
    named,
    titled,
)
from koinon.people import queries as people
from koinon.people.queries import Holder


def letters(found: Convened, stated: checkpoints.Stated) -> tuple[Paper, ...]:
    """A letter to each member's seat, in the language of whoever holds it; holders are named."""
    made = []
    for city in cities_of(found):
        holders = held(found, city)
        language = next((one.language for one in holders if one.language), None)
        with override(language or get_language()):
            made.append(letter(found, stated, city, holders))
    return tuple(made)


def held(found: Convened, city: str) -> tuple[Holder, ...]:
    """Who holds a member's seat today; for eyes that may see it."""
    today = wording.local(found.at, found.meeting.time_zone).date()
    return people.holders_of([f"{found.meeting.body}/{city}"], today)


def letter(
    found: Convened, stated: checkpoints.Stated, city: str, held: tuple[Holder, ...] = ()
) -> Paper:
    """The letter that convenes one city, with the form by which a member gives its proxy.

    Who has a voice alone gives none.
    """
    meeting = found.meeting
    name = words.city_names().get(city, city)
    office = words.seat_name(convener(meeting))
    heard = city in associates.voices(meeting.number)
    blocks: tuple[Block, ...] = (
        Paragraph(_convened(found)),
        facts(found),
        *agenda(found),
        Heading(1, text(gettext("How to take part"))),
        Items(_how(found, heard=heard)),
        Heading(1, text(gettext("What the charter says"))),
        Items(tuple(text(said) for _, said in how_it_meets(found.charter, meeting.body)[1:])),
        Signatures((Place(text(office)),), gettext("Signature"), gettext("Day")),
        Paragraph(text(_recorded(stated)), small=True),
        *(() if heard else (NewPage(), *_proxy(found, name, level=1))),
    )
    receiver = [text(gettext("City of {city}").format(city=name)), text(found.body)]
    by_register = found.holder(f"{meeting.body}/{city}", found.at)
    receiver += [by_register] if by_register else [_name(one) for one in held if one.name]
    dated = wording.day(wording.local(meeting.convened_at, meeting.time_zone).date())
    sender = text(words.coalition_name(), " · ", office)
    title = titled(gettext("Convocation: {title}"), named(meeting.title))
    head = Letter(sender, tuple(receiver), text(dated))
    return paper(title, blocks, stated.at_utc, letter=head)


def _name(one: Holder) -> Text:
    return (Run(one.name, apart=True),)


def _convened(found: Convened) -> Text:
    said = gettext("Under article {article} of the charter, the {body} is convened.")
    return text(said.format(article=found.meeting.rules.article, body=found.body))


def _recorded(stated: checkpoints.Stated) -> str:
    return gettext(
        "The convocation stands in the public record {origin}, read with {size} entries; "
        "fingerprint to compare: {fingerprint}"
    ).format(origin=stated.origin, size=stated.size, fingerprint=stated.fingerprint)


def _how(found: Convened, *, heard: bool) -> tuple[Text, ...]:
    """How a member takes part, by the kind of meeting; or a city that is only heard."""
    meeting = found.meeting
    address = Run(found.address, code=True, link=found.address)
    documents = gettext("The documents of the meeting, with numbered annexes, are at:")
    where = text(documents, " ", Run(f"{found.address}papers/", code=True))
    if heard:
        voice = gettext(
            "Your city takes part with a voice: it speaks, and neither votes nor gives a proxy."
        )
        return text(voice, " ", address), where
    said = []
    if meeting.mode in ("room", "mixed"):
        said.append(text(gettext("Come to the place named above; votes are called by name.")))
    if meeting.mode in ("online", "mixed"):
        said.append(text(gettext("Or take part and vote online, signed in, at:"), " ", address))
    if meeting.mode == "written":
        said.append(
            text(gettext("Vote in writing, signed in, until voting closes, at:"), " ", address)
        )
    if meeting.rules.alternates:
        said.append(
            text(gettext("An alternate may speak and vote for a delegate who cannot come."))
        )
    proxy = gettext(
        "Whoever cannot take part may give a proxy: on the enclosed form, or signed in."
    )
    said.append(text(proxy))
    return (*said, where)


def proxy_form(found: Convened, stated: checkpoints.Stated) -> Paper:
    """The form by which any member gives its proxy."""
    (heading, *rest) = _proxy(found, "", level=1)
    assert isinstance(heading, Heading)
    return paper(heading.text, tuple(rest), stated.at_utc)


def _proxy(found: Convened, name: str, *, level: int) -> tuple[Block, ...]:
    line = "_" * 36
    rows = (
        (gettext("Meeting"), text(f"{found.meeting.number} · ", named(found.meeting.title))),
        (gettext("City that gives its proxy"), text(name or line)),
        (gettext("Its delegate"), text(line)),
        (gettext("City whose delegate votes for it"), text(line)),
    )
    scope = (
        text("☐ ", gettext("for the whole meeting")),
        text("☐ ", gettext("only for these items:"), f" {line}"),
    )
    return (
        Heading(level, text(gettext("Proxy"))),
        Facts(tuple((text(name), value) for name, value in rows)),
        Paragraph(text(gettext("The proxy is given:"))),
        Items(scope),
        Paragraph(text(gettext("It can be revoked at any time before the vote.")), small=True),
        Signatures(
            (Place(text(gettext("Whoever gives the proxy"))),), gettext("Signature"), gettext("Day")
        ),
    )


def attendance_list(found: Convened, stated: checkpoints.Stated) -> Paper:
    """The list that those present sign."""
    head = (gettext("City"), gettext("Name"), gettext("Present as"), gettext("Signature"))
    kinds = " ".join(f"☐ {words.fixed(one)}" for one in ("delegate", "alternate", "proxy"))
    names = words.city_names()
    voices = associates.voices(found.meeting.number)
    voice = text("☐ ", gettext("with a voice"))
    rows = tuple(
        (
            (Run(names.get(city, city), apart=True),),
            (),
            voice if city in voices else text(kinds),
            (),
        )
        for city in cities_of(found)
    )
    blocks = (
        facts(found),
        Table(tuple(map(text, head)), rows, ruled=True),
        Signatures(_signers(found), gettext("Signature"), gettext("Day")),
    )
    return paper(text(gettext("Attendance list")), blocks, stated.at_utc)


def _signers(found: Convened) -> tuple[Place, ...]:
    offices = dict.fromkeys((found.meeting.rules.chair, convener(found.meeting)))
    return tuple(Place(text(words.seat_name(one))) for one in offices if one)


def roll_call_sheets(found: Convened, stated: checkpoints.Stated) -> Paper:
    """A sheet for each proposal, on which the votes called are written down and signed."""
    blocks: list[Block] = [facts(found)]
    head = [gettext(one) for one in ("City", "In favour", "Against", "Abstains")]
    names = words.city_names()
    for place, item in found.items():
        for proposal in found.proposals(item):
            title = gettext("Item {item}, proposal {number}: {title}").format(
                item=place, number=proposal.number, title="{title}"
            )
            rows = tuple(
                ((Run(names.get(city, city), apart=True),), (), (), ())
                for city in proposal.terms.electorate.members
            )
            blocks += [
                NewPage(),
                Heading(1, titled(title, named(proposal.title))),
                Table(tuple(map(text, head)), rows, ruled=True),
                Signatures(_signers(found), gettext("Signature"), gettext("Day")),
            ]
    return paper(text(gettext("Roll call")), tuple(blocks), stated.at_utc)
