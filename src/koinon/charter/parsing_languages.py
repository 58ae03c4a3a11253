"""Which translations a charter requires, read from `[languages]`."""

from __future__ import annotations

from koinon.charter.document import Coalition, Languages
from koinon.charter.mistakes import near
from koinon.charter.sections import MAX_ARTICLE, Section, listed

MAX_DAYS = 366


def read_languages(root: Section, coalition: Coalition) -> Languages | None:
    """Read `[languages]`; None where the charter has none."""
    section = root.section("languages", required=False)
    if section is None:
        return None
    others = [one for one in coalition.languages if one != coalition.authoritative]
    languages = Languages(
        article=section.text("article", limit=MAX_ARTICLE),
        proposals=_into(section, "proposals", others),
        papers=_into(section, "papers", others),
        minutes=_into(section, "minutes", others),
        charter=_into(section, "charter", others),
        days=section.whole("days", 1, MAX_DAYS, default=30),
    )
    section.close()
    return languages


def _into(section: Section, key: str, others: list[str]) -> tuple[str, ...]:
    """Languages of the charter but for the authoritative one; none where the key is absent."""
    if not section.has(key):
        return ()
    found = section.texts(key)
    for place, language in enumerate(found):
        if language not in others and section.languages:
            section.mistakes.add(
                "not_one_of",
                (*section.path, key, place),
                value=language,
                near=near(language, others),
                known=listed(others),
            )
    return found
