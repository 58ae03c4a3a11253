"""Where a verifier reads an export from: a directory or an address with the same files."""

from __future__ import annotations

from collections.abc import Iterator
from hashlib import sha256
from http.client import HTTPException, HTTPResponse
from pathlib import Path
from typing import IO, Protocol
from urllib.error import HTTPError
from urllib.request import Request, urlopen

TIMEOUT_SECONDS = 30
"""How long a server may be silent."""
_CHUNK_BYTES = 1 << 20


class SourceError(Exception):
    """The export cannot be read at all; nothing is proved by that. One sentence."""


class Source(Protocol):
    """A set of files, read by their path in the export."""

    def open(self, path: str) -> IO[bytes] | None:
        """Open one file, or return None if there is none. Raises SourceError."""


class Directory:
    """An export on disk."""

    def __init__(self, root: Path) -> None:
        if not root.is_dir():
            raise SourceError(f"{root} is not a directory; name the directory of an export.")
        self._root = root

    def open(self, path: str) -> IO[bytes] | None:
        """Open a regular file; anything else (a pipe could block for ever) counts as absent."""
        file = self._root / path
        try:
            return file.open("rb") if file.is_file() else None
        except OSError as error:
            raise SourceError(f"{file} cannot be read: {error.strerror}.") from None


class Address:
    """An export, or a running log with the same layout, behind http or https."""

    def __init__(self, url: str) -> None:
        self._url = url.rstrip("/")

    def open(self, path: str) -> IO[bytes] | None:
        """Ask for one file; 404 and 410 mean that there is none."""
        url = f"{self._url}/{path}"
        try:
            request = Request(url, headers={"User-Agent": "koinon-verify"})  # noqa: S310
            file: IO[bytes] = urlopen(request, timeout=TIMEOUT_SECONDS)  # noqa: S310
        except HTTPError as error:
            error.close()
            if error.code in (404, 410):
                return None
            raise SourceError(f"{url} answers {error.code} {error.reason}.") from None
        except (OSError, HTTPException, ValueError) as error:
            raise SourceError(f"{url} cannot be read: {error}.") from None
        return file


def source_of(place: str | Path) -> Source:
    """Return the reader of a directory or an http(s) address. Raises SourceError."""
    if isinstance(place, str) and place.startswith(("http://", "https://")):
        return Address(place)
    return Directory(Path(place))


def read(source: Source, path: str, limit: int) -> bytes | None:
    """Return a file of at most `limit` bytes (more bytes show that it is too long), None if absent.

    Raises SourceError if it stops in the middle.
    """
    file = source.open(path)
    return None if file is None else b"".join(_chunks(file, path, limit))


def hash_of(source: Source, path: str, size: int) -> str | None:
    """Return the SHA-256 of a file of `size` bytes, "" if it has another size, None if absent.

    Raises SourceError if it stops in the middle.
    """
    file = source.open(path)
    if file is None:
        return None
    digest, length = sha256(), 0
    for chunk in _chunks(file, path, size):
        digest.update(chunk)
        length += len(chunk)
    return digest.hexdigest() if length == size else ""


def _chunks(file: IO[bytes], path: str, limit: int) -> Iterator[bytes]:
    """Yield a file's bytes until it ends or more than `limit` were read; then close it."""
    length = 0
    with file:
        try:
            while length <= limit and (chunk := file.read(_CHUNK_BYTES)):
                length += len(chunk)
                yield chunk
        except (OSError, HTTPException) as error:
            raise SourceError(f"{path} cannot be read to its end: {error}.") from None
        # A response read in parts ends early without an error; `length` is what is still due.
        if length <= limit and isinstance(file, HTTPResponse) and file.length:
            raise SourceError(f"{path} cannot be read to its end: the connection was cut.")
