"""A charter that is damaged anywhere is read or refused, with sentences, and never fails."""

from __future__ import annotations

from gettext import NullTranslations

from hypothesis import given, settings
from hypothesis import strategies as st
from tests.charter.test_explaining import EVERY_KIND, EVERY_LEVY
from tests.charter.test_parsing import DOUBLE, SQUARE_ROOT

from koinon.charter.drafting import statute, statute_names
from koinon.charter.parsing import Charter, CharterErrors, parse_charter
from koinon.charter.texts import tell

PUT = ["1", '"', "[]", "{}", "0.5", "\n", "x = 1\n", "-1", "true", '"a"', "99999999999999999999"]
SHIPPED = [statute(name) for name in statute_names()]


def elsewhere(text: str) -> st.SearchStrategy[str]:
    """A line or a value of the same charter, where it does not belong."""
    lines = text.splitlines(keepends=True)
    values = [line.partition(" = ")[2].strip() for line in lines if " = " in line]
    return st.sampled_from(lines) | st.sampled_from(values)


@settings(max_examples=200, deadline=None)
@given(st.data())
def test_a_damaged_charter_is_read_or_refused_but_never_fails(data: st.DataObject) -> None:
    text = data.draw(st.sampled_from([SQUARE_ROOT, DOUBLE, EVERY_KIND, EVERY_LEVY, *SHIPPED]))
    for _ in range(data.draw(st.integers(1, 3))):
        start = data.draw(st.integers(0, len(text)))
        end = start + data.draw(st.integers(0, 30))
        put = data.draw(st.sampled_from(["", *PUT]) | elsewhere(text))
        text = text[:start] + put + text[end:]
    try:
        found: Charter | CharterErrors = parse_charter(text, file="x")
    except CharterErrors as errors:
        found = errors
    if isinstance(found, CharterErrors):
        assert all(tell(mistake, NullTranslations()) for mistake in found.mistakes)
    else:
        assert found.coalition.languages
