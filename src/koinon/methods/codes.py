"""Codes that people copy from paper: sixteen signs, the last of which checks the others.

The alphabet is Crockford's base 32, which has no I, L, O and U. A code is fifteen signs of chance,
75 bits, and a check sign: read as elements of the field of 32, the signs times rising powers of
its generator sum to 0. So one wrong sign is always found, and so are two signs that changed
places, wherever they stand (the weights differ in pairs; a Reed-Solomon code of distance 2).
"""

from __future__ import annotations

import unicodedata
from typing import Final

ALPHABET: Final = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
SIGNS: Final = 15
GROUP: Final = 4
LENGTH: Final = SIGNS + 1
BYTES: Final = 10
"""Bytes of chance that a code takes: 80 bits, of which it uses 75."""
_LOOK_ALIKE: Final = str.maketrans("ILO", "110")
_POLYNOMIAL: Final = 0b100101
"""x^5 + x^2 + 1, primitive over two elements."""


class CodeError(ValueError):
    """What was typed is no code; `kind` is "sign" (with `sign`), "length" or "check"."""

    def __init__(self, kind: str, sign: str = "") -> None:
        super().__init__(kind)
        self.kind, self.sign = kind, sign


def code_of(chance: bytes) -> str:
    """The code that BYTES bytes of chance make, in groups of four: "7K2M-9QXA-0D4T-BWZ5"."""
    assert len(chance) == BYTES
    number = int.from_bytes(chance, "big") >> 5
    digits = [number >> 5 * (SIGNS - 1 - place) & 31 for place in range(SIGNS)]
    signs = "".join(ALPHABET[one] for one in (*digits, _check(digits)))
    return "-".join(signs[at : at + GROUP] for at in range(0, LENGTH, GROUP))


def read_code(typed: str) -> str:
    """The sixteen signs of a code as it was typed, however it is spaced and in whatever case.

    I and L are read as 1, O as 0, digits of any script as digits. Raises CodeError.
    """
    plain = unicodedata.normalize("NFKC", typed).upper()
    signs = "".join(_digit(one) for one in plain if one not in " -‐‑–—._\t\n").translate(
        _LOOK_ALIKE
    )
    for one in signs:
        if one not in ALPHABET:
            raise CodeError("sign", one)
    if len(signs) != LENGTH:
        raise CodeError("length")
    digits = [ALPHABET.index(one) for one in signs]
    if _check(digits[:SIGNS]) != digits[SIGNS]:
        raise CodeError("check")
    return signs


def _digit(sign: str) -> str:
    value = unicodedata.digit(sign, None)
    return sign if value is None else str(value)


def _check(digits: list[int]) -> int:
    """The sign that makes the weighted sum 0; its own weight is 1."""
    total, weight = 0, 1
    for digit in digits:
        weight = _times(weight, 2)
        total ^= _times(weight, digit)
    return total


def _times(left: int, right: int) -> int:
    """The product of two elements of the field of 32."""
    product = 0
    while right:
        if right & 1:
            product ^= left
        left <<= 1
        if left & 32:
            left ^= _POLYNOMIAL
        right >>= 1
    return product
