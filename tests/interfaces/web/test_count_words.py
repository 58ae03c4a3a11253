"""Pages say every word of a count in every language: codes, reasons, rules, mistakes in files."""

from __future__ import annotations

import pytest
from django.conf import settings
from tests.support import catalogues
from tests.support.count_words import every

LANGUAGES = [code for code, _ in settings.LANGUAGES if code != "en"]


@pytest.fixture(scope="module")
def words() -> set[str]:
    return every()


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_word_of_a_count_is_translated(words: set[str], language: str) -> None:
    assert len(words) > 300
    read = catalogues.read(catalogues.LOCALE / language / "LC_MESSAGES/django.po")
    told = {one.id for one in read if one.id and one.string}
    assert sorted(words - told) == []
