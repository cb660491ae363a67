"""Which files may go with a listing: PDFs, told by what they hold, that do nothing but show themselves."""

import re
import zlib
from collections.abc import Collection, Iterator
from unicodedata import normalize

from app.kernel.errors import Refused
from app.listings.rules.listings import WrongState
from app.listings.values import DocumentAudience, ListingState

MOST_BYTES = 5 * 1024 * 1024
MOST_DOCUMENTS = 20
LONGEST_NAME = 120
ENDING = ".pdf"
TAIL = 1024
MOST_INFLATED = 20 * 1024 * 1024
PLAIN_COPY = "Print or export it to a new PDF, and choose that"
ESCAPED = re.compile(rb"#([0-9A-Fa-f]{2})")
OBJECTS = re.compile(rb"/ObjStm\b[^>]{0,500}>>\s{0,10}stream\r?\n")
ACTS = (
    (re.compile(rb"/Encrypt\b"), "is protected by a password or against copying. Save it without, and choose that"),
    (re.compile(rb"/JavaScript\b|/JS\s{0,10}(?:[(<]|\d{1,10} \d{1,5} R)"), f"runs JavaScript. {PLAIN_COPY}"),
    (re.compile(rb"/Launch\b"), f"starts other programs. {PLAIN_COPY}"),
    (
        re.compile(rb"/EmbeddedFiles?\b"),
        f"has other files inside it. {PLAIN_COPY}, and add the other files by themselves",
    ),
)


class DocumentRefused(Refused):
    """A file cannot go with a listing; the message names it and says what to do."""

    def __init__(self, message: str) -> None:
        super().__init__(message, field="files")


def tidy_name(name: str) -> str:
    """A file's name without its folders and anything unprintable, of 120 characters at most, ending in .pdf."""
    last = normalize("NFC", name).replace("\\", "/").rpartition("/")[2]
    plain = " ".join("".join(c if c.isprintable() else " " for c in last).split())
    stem = plain[: -len(ENDING)] if plain.lower().endswith(ENDING) else plain
    return (stem.strip(" .")[: LONGEST_NAME - len(ENDING)].rstrip(" .") or "document") + ENDING


def check_pdf(name: str, content: bytes) -> None:
    """Raises DocumentRefused unless the content is a whole PDF of at most 5 MB that is open and runs nothing.

    What a PDF does is looked for in its plain objects and its object streams, under escaped names too. It is a
    first line: documents are only ever served to be saved.
    """
    if not content:
        raise DocumentRefused(f"“{name}” is empty. Choose a file with something in it")
    if len(content) > MOST_BYTES:
        raise DocumentRefused(f"“{name}” is larger than 5 MB. Choose a smaller file")
    if not content.startswith(b"%PDF-"):
        raise DocumentRefused(f"“{name}” is not a PDF, whatever its name says. Save it as a PDF and choose that")
    if b"%%EOF" not in content[-TAIL:]:
        raise DocumentRefused(f"“{name}” is damaged: its end is missing. Save it again and choose that")
    for part in _parts(content):
        for sign, what in ACTS:
            if sign.search(part):
                raise DocumentRefused(f"“{name}” {what}")


def check_name_is_free(name: str, taken: Collection[str]) -> None:
    """Raises DocumentRefused where a listing has its most documents, or one of this name, in whatever case."""
    if len(taken) >= MOST_DOCUMENTS:
        raise DocumentRefused(f"A listing can have {MOST_DOCUMENTS} documents. Remove one before you add “{name}”")
    if name.casefold() in {each.casefold() for each in taken}:
        raise DocumentRefused(
            f"There is already a document named “{name}”. Remove that one first, or give this file another name"
        )


def check_can_add(state: ListingState, audience: DocumentAudience) -> None:
    """Raises WrongState for a public document of a closed listing; those who trade on it may still be given more."""
    if state is ListingState.CLOSED and audience is DocumentAudience.PUBLIC:
        raise WrongState("This listing is closed. Copy it to a new draft to offer it again.")


def _parts(content: bytes) -> Iterator[bytes]:
    """The bytes as they stand, and each stream that holds objects, inflated as far as a sound one would be."""
    yield _unescaped(content)
    whole, left = memoryview(content), MOST_INFLATED
    for match in OBJECTS.finditer(content):
        try:
            inflated = zlib.decompressobj().decompress(whole[match.end() :], left)
        except zlib.error:
            continue
        left -= len(inflated)
        yield _unescaped(inflated)
        if left <= 0:
            return


def _unescaped(content: bytes) -> bytes:
    return ESCAPED.sub(lambda match: bytes.fromhex(match[1].decode()), content)
