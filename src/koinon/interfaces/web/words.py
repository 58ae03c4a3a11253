"""What the charter and the record say, in the reader's words: acts, seats, bodies, titles."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from fractions import Fraction
from typing import Any

from django.conf import settings
from django.conf.locale import LANG_INFO
from django.utils.translation import gettext

from koinon.charter.document import Charter, Names
from koinon.charter.explaining_rules import abstention_codes
from koinon.charter.parsing_initiatives import RESIDENTS
from koinon.charter.texts import EXPLANATIONS
from koinon.interfaces.shared import naming, remembered, wording
from koinon.methods.polls import Abstention

told = naming.told
coalition_name = naming.coalition
city_names = naming.city_names
fact_title = naming.figure
programme_title = naming.programme
account_titles = naming.account_titles


def charter() -> Charter | None:
    """The charter in force; None before the founding."""
    return remembered.charter()


def language_names() -> dict[str, str]:
    """Languages in their own words; those of the pages as the pages' foot writes them."""
    known = {code: info["name_local"] for code, info in LANG_INFO.items() if "name_local" in info}
    return {code: str(name) for code, name in (known | dict(settings.LANGUAGES)).items()}


def seat_name(seat: str, names: Mapping[str, str] | None = None) -> str:
    """A seat as people say it: the office's title, or the body and the city."""
    found = charter()
    if found is None:
        return seat
    body, _, city = seat.partition("/")
    if city and body == RESIDENTS:
        return gettext("Residents of {city}").format(
            city=(city_names() if names is None else names).get(city, city)
        )
    if city:
        title = next((told(one.title) for one in found.bodies if one.id == body), body)
        return f"{title} · {(city_names() if names is None else names).get(city, city)}"
    return next((told(one.title) for one in found.seats if one.id == seat), seat)


def act_name(act_type: str) -> str:
    """The name of a kind of act, from the catalogue."""
    key = f"act.{act_type}"
    return gettext(key)


def about(act_type: str) -> str:
    """What a kind of act is for, from the catalogue."""
    key = f"about.{act_type}"
    return gettext(key)


def fixed(word: str) -> str:
    """A fixed word of an act, such as "told", from the catalogue."""
    key = f"value.{word}"
    return gettext(key)


def says(act_type: str, data: Mapping[str, Any]) -> str:
    """What an act of this kind with these fields says, as one sentence; its name if untold."""
    key = f"says.{act_type}"
    message = gettext(key)
    if message == key:
        return act_name(act_type)
    facts = _Facts(_flat(data), city_names())
    if "line" in data and "year" in data:
        facts["line"] = naming.line(data["line"], data["year"])
    if {"yes", "no", "abstain"} <= data.keys():
        parts = (Fraction(data[part]) for part in ("yes", "no", "abstain"))
        facts["vote"] = vote_word(*parts)
    return message.format_map(facts)


class _Facts(dict[str, str]):
    """Facts by name; one that is absent from the act leaves a dash."""

    def __init__(self, flat: Mapping[str, Any], names: Mapping[str, str]) -> None:
        super().__init__({key: _said(key, value, names) for key, value in flat.items()})

    def __missing__(self, key: str) -> str:
        return "–"


def _flat(data: Mapping[str, Any], above: str = "") -> dict[str, Any]:
    """Nested fields by one name: {"fact": {"value": 1}} gives {"fact_value": 1}."""
    flat: dict[str, Any] = {}
    for key, value in data.items():
        name = f"{above}{key}"
        if isinstance(value, Mapping):
            flat |= _flat(value, f"{name}_")
        else:
            flat[name] = value
    return flat


def _said(key: str, value: Any, names: Mapping[str, str]) -> str:
    if isinstance(value, list):
        if value and isinstance(value[0], Mapping) and "language" in value[0]:
            return told(names_of(value))
        listed = [one.get("name", "") for one in value if isinstance(one, Mapping)]
        return ", ".join(map(str, listed)) if any(listed) else wording.number(len(value))
    if key == "charter_levy":
        return naming.charter_levy(value)
    if key in {"city", "for_city"}:
        return names.get(value, value)
    if key in {"holder", "seat"}:
        return seat_name(value, names)
    if key == "language" and isinstance(value, str):
        return naming.language(value)
    if key == "experiment" and isinstance(value, str):
        return naming.experiment(value)
    if key == "text" and isinstance(value, str):
        return naming.text(value)
    if key.endswith("_cents"):
        found = charter()
        return wording.money(value, found.currency if found else "EUR")
    if isinstance(value, str) and key.rpartition("_")[2] in {"on", "expires", "until", "due"}:
        return wording.day(value)
    if key.endswith("_sha256"):
        return f"{value[:16]}…"
    if key.endswith("value"):
        return wording.number(Fraction(value))
    if key.endswith("_name") and key != "member_name":
        return fact_title(str(value))
    return str(value)


def vote_word(yes: Fraction, no: Fraction, abstain: Fraction) -> str:
    """A vote in words: whole, or its parts."""
    if yes == 1:
        return gettext("In favour")
    if no == 1:
        return gettext("Against")
    if abstain == 1:
        return gettext("Abstains")
    return gettext("In favour {yes}, against {no}, abstaining {abstain}").format(
        yes=wording.percent(yes), no=wording.percent(no), abstain=wording.percent(abstain)
    )


def abstention(counts: Abstention) -> str:
    """What an abstention, and maybe silence, counts as."""
    return " ".join(gettext(str(EXPLANATIONS[code])) for code in abstention_codes(counts))


def value_text(value: int | str) -> str:
    """A figure as an effect holds it: a whole number, or a fraction as text."""
    return wording.number(Fraction(value))


def names_of(texts: Iterable[Mapping[str, str]]) -> Names:
    """A text in several languages as an act holds it, as `told` takes it."""
    return tuple((one["language"], one["text"]) for one in texts)
