"""The sentences of remarks on a charter; fields in braces are facts."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from koinon.charter.mistakes import CharterMistake
from koinon.charter.texts import Translation, placed


def gettext_noop(message: str) -> str:
    """Mark a message for translation."""
    return message


REMARKS: Final[Mapping[str, str]] = {
    "act_unknown": gettext_noop(
        "there is no act {value}, so this article lets nobody do anything; take the name of an act "
        "from the reference page on acts."
    ),
    "act_unknown.near": gettext_noop(
        "there is no act {value}, so this article lets nobody do anything; did you mean {near}?"
    ),
    "act_version": gettext_noop(
        "there is no act {value}, so this article lets nobody do anything; the newest version of "
        "this act is {near}: write that."
    ),
    "unsigned_version": gettext_noop(
        "“{seat}” must sign {other}, but may do {value}, another version of the same act, "
        "unsigned; demand the signature here as well, or leave this version out."
    ),
    "stranger": gettext_noop(
        "“{value}” is in no roster of this charter, so no test case tells whether it is right; "
        "mend the id, or add the member to a roster."
    ),
    "stranger.near": gettext_noop(
        "“{value}” is in no roster of this charter; did you mean “{near}”?"
    ),
    "strangers": gettext_noop(
        "these are in no roster of this charter, so no test case tells whether they are right: "
        "{known}; mend the ids, or add the members to a roster."
    ),
    "unvoted": gettext_noop(
        "a proposal can pass by this rule though nobody votes; add a quorum, or members = “in "
        "favour” with at_least = 1."
    ),
    "unused_weights": gettext_noop(
        "no body, rule or levy uses the weight “{value}”; use it, or delete it."
    ),
    "unused_groups": gettext_noop("nothing uses the group “{value}”; use it, or delete it."),
    "unused_rules": gettext_noop(
        "no matter is decided by the rule “{value}”; name it in a matter, or delete it."
    ),
    "unused_figures": gettext_noop("no levy uses the figure “{value}”; use it, or delete it."),
    "same_title": gettext_noop(
        "an earlier case is called “{value}” too; give each case a title of its own."
    ),
}


def tell_remark(remark: CharterMistake, translation: Translation) -> str:
    """Say a remark as one sentence with its place and what to do."""
    return placed(remark, REMARKS, translation)
