"""The room's sentences: mistakes in a charter, and a charter explained.

Messages are whole sentences in English; the project's catalogues translate them. Fields in
braces are facts.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, Protocol, TypeAlias

from koinon.charter.mistakes import CharterMistake
from koinon.charter.texts_associates import ASSOCIATE_MISTAKES, ASSOCIATES
from koinon.charter.texts_blocking import BLOCKING, BLOCKING_MISTAKES
from koinon.charter.texts_calls import CALLS
from koinon.charter.texts_experiments import EXPERIMENT_MISTAKES, EXPERIMENTS
from koinon.charter.texts_leaving import LEAVING, LEAVING_MISTAKES
from koinon.charter.texts_levies import LEVIES, LEVY_FAULTS, LEVY_MISTAKES
from koinon.charter.texts_money import MONEY
from koinon.charter.texts_statute import STATUTE
from koinon.charter.texts_urgency import URGENCY, URGENCY_MISTAKES
from koinon.charter.texts_weights import WEIGHTS


def gettext_noop(message: str) -> str:
    """Mark a message for translation."""
    return message


def ngettext_noop(singular: str, plural: str) -> tuple[str, str]:
    """Mark a message with plural forms for translation; the number is the field {n}."""
    return singular, plural


class Translation(Protocol):
    """Whatever translates: `gettext.NullTranslations`, `django.utils.translation`."""

    def gettext(self, message: str, /) -> str:
        """Translate a message."""

    def ngettext(self, singular: str, plural: str, number: int, /) -> str:
        """Translate a message in the form its number asks for."""


Message: TypeAlias = str | tuple[str, str]

PLACE: Final = gettext_noop("{file}, line {line}, {key}: {sentence}")

QUOTED: Final = gettext_noop("“{name}”")

WHOLE: Final = gettext_noop("the charter")
"""What a mistake is in that has no key."""

EXPECTED: Final = (
    gettext_noop("true or false"),
    gettext_noop("a whole number"),
    gettext_noop("text"),
    gettext_noop("a list"),
    gettext_noop("a table"),
    gettext_noop('a fraction as text, such as "2/3"'),
    gettext_noop('a number or an amount of money, such as 3, "1/2" or "27/100 EUR"'),
    gettext_noop(
        'the name of a fact, a figure or an earlier step, "need", or an amount such as "27/100 EUR"'
    ),
)
"""What a mistake may expect in a place."""

TITLED: Final = gettext_noop("{title}: {sentence}")

MISTAKES: Final[Mapping[str, str]] = {
    "too_large": gettext_noop("the charter is larger than 256 kB; move annexes into documents."),
    "too_deep": gettext_noop(
        "tables and lists are nested more than 12 deep; write the rule in fewer levels."
    ),
    "bad_character": gettext_noop(
        "a character that no text may hold stands here; delete it and type the word again."
    ),
    "not_toml": gettext_noop("this is not TOML ({detail}); mend the line or the one before it."),
    "missing": gettext_noop("this key is missing; add it."),
    "unknown_key": gettext_noop("“{value}” is not known here; the keys are {known}."),
    "unknown_key.near": gettext_noop("“{value}” is not known here; did you mean “{near}”?"),
    "not_built": gettext_noop(
        "the charter demands “{value}”, which this version cannot execute yet; "
        "leave it out or wait for a version that can."
    ),
    "wrong_type": gettext_noop("“{value}” stands here; write {expected}."),
    "text_size": gettext_noop(
        "this text has {count} characters; write at least 1 that is no space, and at most {limit}."
    ),
    "unquoted": gettext_noop("{value} stands here, which is no text; put it in quotes."),
    "decimal": gettext_noop(
        "{value} is a decimal number, which computers round; "
        "write the exact fraction as text, such as “{remedy}”."
    ),
    "not_a_share": gettext_noop("“{value}” is no share; write a fraction above 0 and up to 1."),
    "out_of_range": gettext_noop("{value} is out of range; write a number from {low} to {high}."),
    "not_one_of": gettext_noop("“{value}” is not one of {known}; choose one of them."),
    "not_one_of.near": gettext_noop("“{value}” is not one of {known}; did you mean “{near}”?"),
    "not_declared": gettext_noop(
        "“{value}” is declared nowhere in this charter; declared are: {known}."
    ),
    "not_declared.near": gettext_noop(
        "“{value}” is declared nowhere in this charter; did you mean “{near}”?"
    ),
    "unfit": gettext_noop("“{value}” is not written as such an item is; mend its spelling."),
    "twice": gettext_noop("“{value}” stands here twice; leave one."),
    "bad_id": gettext_noop(
        "“{value}” is no id; use small letters, digits, - and _, beginning with a letter."
    ),
    "bad_act_type": gettext_noop(
        "“{value}” is no type of act; write room.verb_object/1, such as assembly.admit_city/1."
    ),
    "no_day": gettext_noop("“{value}” is no day; write it as 2026-01-31."),
    "no_day_of_year": gettext_noop(
        "“{value}” is no day that every year has; write month and day, such as 01-01."
    ),
    "no_currency": gettext_noop(
        "“{value}” is no currency; write the code of three letters that ISO 4217 gives it, such as "
        "EUR."
    ),
    "no_currency.near": gettext_noop(
        "“{value}” is no currency; write the code of three letters that ISO 4217 gives it; did you "
        "mean “{near}”?"
    ),
    "no_time_zone": gettext_noop(
        "“{value}” is no time zone; write its IANA name, such as Europe/Brussels."
    ),
    "no_time_zone.near": gettext_noop("“{value}” is no time zone; did you mean “{near}”?"),
    "empty": gettext_noop("nothing stands here; write at least one item and at most 50."),
    "seats_not_understood": gettext_noop(
        "“{value}” is not understood; write “one per member” or “one per 5 votes”."
    ),
    "steps_not_rising": gettext_noop(
        "steps rise from one to the next, and only the last has no up_to; put them in order."
    ),
    "bounds": gettext_noop(
        "the minimum is above the ceiling, or below 1 with huntington_hill; change it."
    ),
    "one_condition": gettext_noop("write exactly one of {known} here."),
    "one_threshold": gettext_noop("write exactly one of over (more than) and at_least here."),
    "never_met": gettext_noop("nothing is more than all; write at_least instead of over."),
    "jagiellonian": gettext_noop(
        "the Jagiellonian quota is a share of all votes of a square_root weight; "
        "use such a weight and of = “all”."
    ),
    "one_holder": gettext_noop(
        "write exactly one of seat, body and by: who may do this act under this article?"
    ),
    "limit_without_seat": gettext_noop("only a seat has a limit; delete up_to or name a seat."),
    "signed_without_seat": gettext_noop(
        "only a seat or a body's delegate signs; delete signed, or name who may do this act."
    ),
    "audits_itself": gettext_noop(
        "{seat} audits the books, so it may not do {value}; give one of the two to another seat."
    ),
    "parts_not_whole": gettext_noop(
        'the parts have to sum to 1; write all of them, such as "1/2".'
    ),
    "two_matters": gettext_noop(
        "{value} belongs to the matter “{other}” already; an act has one matter."
    ),
    "no_authority": gettext_noop(
        "no article lets a decision do {value}; add it to [authority] with by = “decision”."
    ),
    "no_matter": gettext_noop(
        "{value} needs a decision, but no matter carries it; add it to the acts of a matter."
    ),
    "no_authority.near": gettext_noop(
        "no article lets a decision do {value}; did you mean {near}?"
    ),
    "no_matter.near": gettext_noop(
        "{value} needs a decision, but no matter carries it; did you mean {near}?"
    ),
    "no_such_member": gettext_noop(
        "“{value}” is not in the roster of this case or not in the body that decides; "
        "name members that vote."
    ),
    "nobody_sits": gettext_noop(
        "no member of the roster “{value}” sits in the body that decides; use another roster."
    ),
    "split_not_whole": gettext_noop(
        "the parts of a split vote have to sum to 1; write all of them."
    ),
    "one_second_vote": gettext_noop(
        "write exactly one of then and supersede here: does the second vote decide, or replace the "
        "first result only where it reaches its own majority?"
    ),
    "participants_of_what": gettext_noop(
        "only those who take part vote, but in which programme? Write programme as well."
    ),
    "quorum_alone": gettext_noop(
        "the quorum of a meeting is measured over those present; write quorum conditions and "
        '“members = "taking part"” here, alone or under all or any.'
    ),
    "grounds_and_days": gettext_noop(
        "an initiative is turned away within check_days on one of the grounds, so the two belong "
        "together; write both, or neither."
    ),
    "signatures_or_share": gettext_noop(
        "write exactly one of signatures and share here: how many must sign an initiative?"
    ),
    "unanswered_without_days": gettext_noop(
        "no answer is due on any day; write answer_days as well, or delete unanswered."
    ),
    "residents_body": gettext_noop(
        "“residents” stands for the residents of a city here; give the body another id."
    ),
    "residents_unattested": gettext_noop(
        "only residents whom their city attests act for themselves; add [initiatives], or name who "
        "may do this act."
    ),
    "starters_alone": gettext_noop(
        "several residents start an initiative only if others may join: grant "
        "“forum.join_starters/1” by residents under [authority], or leave starters out."
    ),
    "case_rejected": gettext_noop(
        "by this charter's own rules “{title}” does not pass, and the case says it does; mend the "
        "rule or the case."
    ),
    "case_adopted": gettext_noop(
        "by this charter's own rules “{title}” passes, and the case says it does not; mend the "
        "rule or the case."
    ),
    "case_without_votes": gettext_noop(
        "the members of the case “{title}” have no votes that could be weighed; give them facts "
        "above 0."
    ),
    **BLOCKING_MISTAKES,
    **ASSOCIATE_MISTAKES,
    **LEVY_MISTAKES,
    **EXPERIMENT_MISTAKES,
    **LEAVING_MISTAKES,
    **URGENCY_MISTAKES,
}

EXPLANATIONS: Final[Mapping[str, Message]] = {
    "coalition": gettext_noop("{name}. Days are reckoned in {time_zone}; money is in {currency}."),
    **BLOCKING,
    **ASSOCIATES,
    **CALLS,
    **STATUTE,
    **MONEY,
    **EXPERIMENTS,
    **LEAVING,
    **URGENCY,
    **WEIGHTS,
    "body.all": gettext_noop("{title}: every member sits in it, with one delegate each."),
    "body.group": gettext_noop("{title}: {group} sit in it, with one delegate each."),
    "body.all.per_votes": ngettext_noop(
        "{title}: every member sits in it, with one delegate for each vote.",
        "{title}: every member sits in it, with one delegate for each {n} votes begun.",
    ),
    "body.group.per_votes": ngettext_noop(
        "{title}: {group} sit in it, with one delegate for each vote.",
        "{title}: {group} sit in it, with one delegate for each {n} votes begun.",
    ),
    "group": gettext_noop("{title}: {members}."),
    "seat": gettext_noop("{title} is an office."),
    "programme": gettext_noop("{title} is a programme of the budget ({code})."),
    **LEVIES,
    "rule": gettext_noop("Article {article}, {title}. A proposal passes when this holds:"),
    "rule.all": gettext_noop("all of these hold:"),
    "rule.any": gettext_noop("at least one of these holds:"),
    "rule.group": gettext_noop("among {group} only:"),
    "rule.whole": gettext_noop("with each member's vote counted whole, on the side that prevails:"),
    "rule.share.all.at_least": gettext_noop(
        "counted by {weight}, at least {threshold} of the whole is in favour;"
    ),
    "rule.share.all.over": gettext_noop(
        "counted by {weight}, more than {threshold} of the whole is in favour;"
    ),
    "rule.share.present.at_least": gettext_noop(
        "counted by {weight}, at least {threshold} of what is present is in favour;"
    ),
    "rule.share.present.over": gettext_noop(
        "counted by {weight}, more than {threshold} of what is present is in favour;"
    ),
    "rule.share.cast.at_least": gettext_noop(
        "counted by {weight}, at least {threshold} of what is cast for or against is in favour;"
    ),
    "rule.share.cast.over": gettext_noop(
        "counted by {weight}, more than {threshold} of what is cast for or against is in favour;"
    ),
    "rule.share.participating.at_least": gettext_noop(
        "counted by {weight}, at least {threshold} of what takes part in the programme is in "
        "favour;"
    ),
    "rule.share.participating.over": gettext_noop(
        "counted by {weight}, more than {threshold} of what takes part in the programme is in "
        "favour;"
    ),
    "rule.jagiellonian": gettext_noop(
        "counted by {weight}, what is in favour reaches the Jagiellonian quota, at which every "
        "inhabitant's say is as equal as can be; it is reckoned anew for the members entitled to "
        "vote;"
    ),
    "rule.quorum.at_least": gettext_noop(
        "counted by {weight}, at least {threshold} of the whole takes part;"
    ),
    "rule.quorum.over": gettext_noop(
        "counted by {weight}, more than {threshold} of the whole takes part;"
    ),
    "rule.count": ngettext_noop(
        "at least {n} member is in favour;", "at least {n} members are in favour;"
    ),
    "rule.opponents.all": ngettext_noop(
        "at most {n} member is not in favour, absent members counting;",
        "at most {n} members are not in favour, absent members counting;",
    ),
    "rule.opponents.cast": ngettext_noop(
        "at most {n} member votes against;", "at most {n} members vote against;"
    ),
    "rule.opponents.all.none": gettext_noop(
        "no member is other than in favour, absent members counting;"
    ),
    "rule.opponents.cast.none": gettext_noop("no member votes against;"),
    "rule.largest": gettext_noop("the member with the most, counted by {weight}, is in favour;"),
    "rule.largest.over": gettext_noop(
        "the member with the most, counted by {weight}, is in favour, if it has more than {over} "
        "of the whole;"
    ),
    "matter": gettext_noop("Article {article}, {title}: {body} decides by the rule “{rule}”."),
    "programme.participants": gettext_noop("{group} take part in it."),
    "matter.programme": gettext_noop("It is about the programme “{programme}”."),
    "matter.participants": gettext_noop(
        "It is about the programme “{programme}”, and only the members that take part in it vote."
    ),
    "matter.notice": ngettext_noop(
        "Voting begins {n} day after notice at the earliest.",
        "Voting begins {n} days after notice at the earliest.",
    ),
    "matter.voting": ngettext_noop("Voting is open for {n} day.", "Voting is open for {n} days."),
    "matter.delegate": gettext_noop("A member's vote is cast by its delegate."),
    "matter.delegate, may split": gettext_noop(
        "A member's vote is cast by its delegate, who may split it."
    ),
    "matter.own referendum": gettext_noop("A member's vote is the result of its own referendum."),
    "matter.ignored": gettext_noop("An abstention counts towards a quorum and for nothing else."),
    "matter.present": gettext_noop("An abstention counts as present."),
    "matter.against": gettext_noop("An abstention counts as a vote against."),
    "matter.proxies": ngettext_noop(
        "A delegate may also cast the vote of {n} other member that gave it a proxy.",
        "A delegate may also cast the votes of {n} other members that gave it a proxy.",
    ),
    "meetings": gettext_noop("Article {article}. {body} meets by these rules:"),
    "meetings.notice": ngettext_noop(
        "It is convened {n} whole day before the meeting at the latest.",
        "It is convened {n} whole days before the meeting at the latest.",
    ),
    "meetings.agenda": ngettext_noop(
        "Its agenda can be changed until {n} whole day before the meeting.",
        "Its agenda can be changed until {n} whole days before the meeting.",
    ),
    "meetings.quorum": gettext_noop("It can decide when, of those present:"),
    "meetings.second_call": ngettext_noop(
        "Without that, a second meeting {n} whole day later or more can decide with whoever comes.",
        "Without that, a second meeting {n} whole days later or more can decide with whoever "
        "comes.",
    ),
    "meetings.chair": gettext_noop("{seat} chairs it."),
    "meetings.casting_vote": gettext_noop("{seat} chairs it and decides a tie."),
    "meetings.objections": ngettext_noop(
        "A vote recorded in the room can be objected to for {n} day before it is counted.",
        "A vote recorded in the room can be objected to for {n} days before it is counted.",
    ),
    "meetings.at_once": gettext_noop("A vote recorded in the room is counted at once."),
    "meetings.alternates": gettext_noop("An alternate with a written appointment may sit in."),
    "meetings.no_alternates": gettext_noop("No alternate may sit in for a delegate."),
    "meetings.written": ngettext_noop(
        "Article {article}. It may decide in writing, with {n} day to vote.",
        "Article {article}. It may decide in writing, with {n} days to vote.",
    ),
    "meetings.objectors": ngettext_noop(
        "{n} member can demand a meeting instead.", "{n} members can demand a meeting instead."
    ),
    "membership.end of notice": ngettext_noop(
        "Article {article}. A member leaves {n} day after it has announced it.",
        "Article {article}. A member leaves {n} days after it has announced it.",
    ),
    "membership.end of year": ngettext_noop(
        "Article {article}. A member leaves at the end of the year in which {n} day has passed "
        "since it announced it.",
        "Article {article}. A member leaves at the end of the year in which {n} days have passed "
        "since it announced it.",
    ),
    "languages": gettext_noop("Article {article}. Texts are translated."),
    "languages.proposals": gettext_noop(
        "The text of a proposal is translated into {languages} before voting opens."
    ),
    "languages.papers": gettext_noop(
        "The papers of a meeting are translated into {languages} before it begins."
    ),
    "languages.minutes": ngettext_noop(
        "Minutes are translated into {languages} within {n} day of being approved.",
        "Minutes are translated into {languages} within {n} days of being approved.",
    ),
    "languages.charter": ngettext_noop(
        "The charter is translated into {languages} within {n} day of coming into force.",
        "The charter is translated into {languages} within {n} days of coming into force.",
    ),
    "countersigning": ngettext_noop(
        "Article {article}. At least {n} city countersigns the record, with a key of its own.",
        "Article {article}. At least {n} cities, or all members where there are fewer, countersign "
        "the record, each with a key of its own.",
    ),
    "countersigning.days": ngettext_noop(
        "What was recorded more than {n} day ago and is not countersigned by so many is overdue.",
        "What was recorded more than {n} days ago and is not countersigned by so many is overdue.",
    ),
    "matter.act": gettext_noop("Such a decision may carry out: {act}."),
    "authority.seat": gettext_noop("Article {article}: {seat} may do {act}."),
    "authority.seat.up_to": gettext_noop("Article {article}: {seat} may do {act} up to {amount}."),
    "authority.body": gettext_noop("Article {article}: every delegate in {body} may do {act}."),
    "initiatives": gettext_noop(
        "Article {article}. Residents of the cities can start an initiative, a question that "
        "{body} answers:"
    ),
    "initiatives.starters": ngettext_noop(
        "{n} resident starts it.",
        "{n} residents start it together, each from an account of their own, before it is signed.",
    ),
    "initiatives.signatures": ngettext_noop(
        "It needs the signature of {n} resident.", "It needs the signatures of {n} residents."
    ),
    "initiatives.share": gettext_noop(
        "It needs the signatures of {share} of all inhabitants, counted by {fact}."
    ),
    "initiatives.cities": ngettext_noop(
        "They come from {n} city at least.", "They come from {n} cities at least."
    ),
    "initiatives.each": ngettext_noop(
        "A city counts from {n} signature on.", "A city counts from {n} signatures on."
    ),
    "initiatives.collect": ngettext_noop(
        "They are collected for {n} day.", "They are collected for {n} days."
    ),
    "initiatives.answer": ngettext_noop(
        "{body} then has {n} day to answer; if it does not, its silence is recorded.",
        "{body} then has {n} days to answer; if it does not, its silence is recorded.",
    ),
    "initiatives.attested": ngettext_noop(
        "What a city attests about its residents holds for {n} day.",
        "What a city attests about its residents holds for {n} days.",
    ),
    "initiatives.check": ngettext_noop(
        "Within {n} day of its start it can be turned away, on these grounds alone:",
        "Within {n} days of its start it can be turned away, on these grounds alone:",
    ),
    "initiatives.ground": gettext_noop("{title} (article {article})."),
    "initiatives.no_check": gettext_noop("Nobody can turn it away."),
    "authority.decision": gettext_noop("Article {article}: {act} needs a decision."),
    "authority.residents": gettext_noop(
        "Article {article}: residents of the cities do {act} themselves."
    ),
    "authority.clock": gettext_noop("Article {article}: {act} happens by itself when it is due."),
    "authority.signed.any": gettext_noop("It must be signed with a key registered for the seat."),
    "authority.signed.passkey": gettext_noop(
        "It must be signed with a passkey registered for the seat."
    ),
    "authority.signed.verified passkey": gettext_noop(
        "It must be signed with a passkey registered for the seat that recognises its owner by "
        "PIN, fingerprint or face."
    ),
    "case.passes": gettext_noop("Tried on “{matter}”: {title}. It passes."),
    "case.fails": gettext_noop("Tried on “{matter}”: {title}. It does not pass."),
}


def tell(mistake: CharterMistake, translation: Translation) -> str:
    """Say a mistake as one sentence with its place, its rule and its remedy."""
    return placed(mistake, MISTAKES, translation)


def placed(found: CharterMistake, messages: Mapping[str, str], translation: Translation) -> str:
    """Say what was found by its message in a table of them, after the place where it stands."""
    facts = dict(found.facts)
    for name in ("expected", "value"):
        if facts.get(name) in EXPECTED:
            facts[name] = translation.gettext(facts[name])
    if "fault" in facts:
        facts["fault"] = translation.gettext(LEVY_FAULTS[facts["fault"]]).format_map(facts)
    sentence = translation.gettext(messages[message_code(found, messages)]).format_map(facts)
    key = found.key or translation.gettext(WHOLE)
    return translation.gettext(PLACE).format(
        file=found.file, line=found.line, key=key, sentence=sentence
    )


def message_code(mistake: CharterMistake, messages: Mapping[str, str] = MISTAKES) -> str:
    """The key of a mistake's message: the nearer one where a known word is near."""
    nearer = f"{mistake.code}.near"
    return nearer if dict(mistake.facts).get("near") and nearer in messages else mistake.code
