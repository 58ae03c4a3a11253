"""From a plan to a founding: the draft charter, the members with their figures, one file each.

`founding.json` (form "koinon-founding/1") holds what the genesis says of every member, and the hash
of the charter that goes with it; `koinon found --members founding.json` takes it. The figures are
those of the plan: whoever founds replaces them by certified ones first.
"""

from __future__ import annotations

import hashlib
import io
import json
import zipfile
from collections.abc import Iterator
from typing import Any, Final

from django.utils.translation import gettext

from koinon.planner.places import Place
from koinon.planner.plan import Plan

FORM: Final = "koinon-founding/1"
CHARTER: Final = "charter.toml"
MEMBERS: Final = "founding.json"
LIMIT: Final = 4_000_000
_MEMBER: Final = {"slug", "name", "country", "facts", "latitude_e4", "longitude_e4"}


class NotAFounding(ValueError):
    """The file is no `founding.json`; `reason` says in a sentence what is wrong with it."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def founding_json(plan: Plan, charter_text: str) -> bytes:
    """The members as the genesis would name them, and the charter's hash."""
    data = charter_text.encode()
    said = {
        "form": FORM,
        "charter": {
            "file": CHARTER,
            "sha256": hashlib.sha256(data).hexdigest(),
            "size": len(data),
        },
        "members": [_member(place, plan) for place in plan.places],
    }
    return json.dumps(said, ensure_ascii=False, indent=1).encode() + b"\n"


def founding_zip(plan: Plan, charter_text: str) -> bytes:
    """Charter, members and a word on what to do with them, in one file; always the same bytes."""
    files = {
        CHARTER: charter_text.encode(),
        MEMBERS: founding_json(plan, charter_text),
        "README.txt": (_read_me() + "\n").encode(),
    }
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        for name, body in files.items():
            info = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            info.compress_type = zipfile.ZIP_DEFLATED
            made.writestr(info, body)
    return out.getvalue()


def _read_me() -> str:
    return "\n\n".join(
        (
            gettext("A draft: nobody has signed anything."),
            gettext(
                "The figures are those of the plan. Replace them by figures that an office"
                " certifies, of the boundary the charter names, before anybody founds with them."
            ),
            "koinon charter check charter.toml\n"
            "koinon found --members founding.json --charter charter.toml --origin ORIGIN"
            " --email ADDRESS",
        )
    )


def _member(place: Place, plan: Plan) -> dict[str, Any]:
    said: dict[str, Any] = {
        "slug": place.id,
        "name": place.name,
        "country": place.country,
        "facts": list(_facts(place, plan)),
    }
    if place.latitude_e4 is not None and place.longitude_e4 is not None:
        said |= {"latitude_e4": place.latitude_e4, "longitude_e4": place.longitude_e4}
    return said


def _facts(place: Place, plan: Plan) -> Iterator[dict[str, str]]:
    """The figures that the charter weighs by, population always; of the last day of their year."""
    names = dict.fromkeys(["population", *(kind.id for kind in plan.charter.facts)])
    for name in names:
        figure = place.figure(name)
        if figure is not None:
            yield {
                "name": name,
                "value": str(figure.value),
                "unit": figure.unit,
                "boundary": figure.boundary,
                "on": f"{figure.year}-12-31",
                "source": figure.source,
                "licence": figure.licence,
            }


def members_in(data: bytes) -> list[dict[str, Any]]:
    """The members of a `founding.json`, as the genesis takes them. Raises NotAFounding."""
    if len(data) > LIMIT:
        raise NotAFounding(
            gettext("the file is larger than 4 MB; a founding.json made here is never so large.")
        )
    try:
        said = json.loads(data)
    except (ValueError, RecursionError):
        raise NotAFounding(
            gettext("the file is not JSON; give the one that What if made.")
        ) from None
    if not isinstance(said, dict) or said.get("form") != FORM:
        text = gettext("the file does not begin with “{form}”; give the one that What if made.")
        raise NotAFounding(text.format(form=FORM))
    members = said.get("members")
    if not isinstance(members, list) or not members or not all(map(_is_member, members)):
        raise NotAFounding(gettext("a member in it lacks a name, a country or figures; mend it."))
    return members


def _is_member(one: object) -> bool:
    return (
        isinstance(one, dict)
        and one.keys() <= _MEMBER
        and all(isinstance(one.get(key), str) for key in ("slug", "name", "country"))
        and isinstance(one.get("facts"), list)
    )
