"""The parts of a workbook, read as a stream: XML without a document type, one element of it in memory at a time."""

import io
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from typing import IO
from xml.etree.ElementTree import Element

from defusedxml.ElementTree import ParseError, iterparse

from app.kernel.sheets.refusals import broken, too_big

MOST_BETWEEN = 1024 * 1024
MOST_DEPTH = 50
MOST_HELD = 100_000
MOST_ELEMENTS = 400_000
UNREADABLE = (
    zipfile.BadZipFile,
    zlib.error,
    ParseError,
    EOFError,
    LookupError,
    OSError,
    OverflowError,
    RuntimeError,
    ValueError,
)


@contextmanager
def unbroken() -> Iterator[None]:
    """Have whatever cannot be unpacked or parsed inside refuse the file as damaged."""
    try:
        yield
    except UNREADABLE:
        raise broken() from None


def elements(part: IO[bytes], *wanted: str) -> Iterator[Element]:
    """Each element of these local names as it is read, whole; what else there is, is let go of.

    Raises ValueError for a document type, SheetRefused for what would fill the memory or never end.
    """
    stream = _Stream(part)
    path: list[Element] = []
    seen = held = depth = 0
    for event, element in iterparse(stream, ("start", "end"), forbid_dtd=True):
        stream.unanswered = 0
        if event == "start":
            path.append(element)
            seen += 1
            depth += bool(depth or local(element) in wanted)
            held += bool(depth)
            if len(path) > MOST_DEPTH or held > MOST_HELD:
                raise broken()
            if seen > MOST_ELEMENTS:
                raise too_big()
            continue
        path.pop()
        depth = max(0, depth - 1)
        if depth:
            continue
        held = 0
        if local(element) in wanted:
            yield element
        if path:
            path[-1].clear()


def local(element: Element) -> str:
    """The name of an element without its namespace, of which there are two: transitional and strict."""
    return str(element.tag).rpartition("}")[2]


def children(element: Element, name: str) -> list[Element]:
    """The elements of a local name directly beneath one."""
    return [each for each in element if local(each) == name]


def attribute(element: Element, name: str) -> str:
    """An attribute by its local name, "" where there is none."""
    return next((value for key, value in element.attrib.items() if key.rpartition("}")[2] == name), "")


class _Stream(io.RawIOBase):
    """A part that refuses to go on for long without an element beginning or ending: text that would fill the memory."""

    def __init__(self, part: IO[bytes]) -> None:
        super().__init__()
        self._part = part
        self.unanswered = 0

    def read(self, size: int = -1) -> bytes:
        """The next so many bytes."""
        self.unanswered += size
        if self.unanswered > MOST_BETWEEN:
            raise broken()
        return self._part.read(size)
