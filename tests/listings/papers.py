"""PDFs for tests, made with the tools that people make theirs with."""

import zlib
from functools import cache
from io import BytesIO

import typst
from pypdf import PdfReader, PdfWriter
from pypdf.generic import DictionaryObject, NameObject, TextStringObject


@cache
def paper(text: str = "Joining instructions") -> bytes:
    """A sound PDF of one page."""
    return bytes(typst.compile(text.encode()))


def exactly(size: int) -> bytes:
    """A PDF of so many bytes."""
    plain = paper()
    return plain[:10] + b"%" + b" " * (size - len(plain) - 2) + b"\n" + plain[10:]


def _writer() -> PdfWriter:
    return PdfWriter(clone_from=PdfReader(BytesIO(paper())))


def _written(writer: PdfWriter) -> bytes:
    held = BytesIO()
    writer.write(held)
    return held.getvalue()


def _opening_with(kind: str, key: str, what: str) -> bytes:
    writer = _writer()
    action = {NameObject("/S"): NameObject(kind), NameObject(key): TextStringObject(what)}
    writer._root_object[NameObject("/OpenAction")] = DictionaryObject(action)
    return _written(writer)


def encrypted() -> bytes:
    """One that asks for a password."""
    writer = _writer()
    writer.encrypt("secret", algorithm="RC4-128")
    return _written(writer)


def with_javascript() -> bytes:
    """One that runs a script when it is opened."""
    return _opening_with("/JavaScript", "/JS", "app.alert('hello')")


def with_a_file_inside() -> bytes:
    """One that carries another file."""
    writer = _writer()
    writer.add_attachment("tool.exe", b"MZ")
    return _written(writer)


def that_launches() -> bytes:
    """One that starts a program when it is opened."""
    return _opening_with("/Launch", "/F", "calc.exe")


def with_a_script_in_a_packed_object() -> bytes:
    """One whose script stands in an object stream, compressed, as newer tools write objects."""
    packed = zlib.compress(b"7 0 << /S /JavaScript /JS (app.alert(1)) >>")
    stream = b"<< /Type /ObjStm /N 1 /First 4 /Filter /FlateDecode /Length %d >> stream\n" % len(packed)
    return paper().replace(b"%%EOF", b"6 0 obj\n" + stream + packed + b"\nendstream\nendobj\n%%EOF")


def with_a_script_under_an_escaped_name() -> bytes:
    """One whose script is spelt so that a plain search for the word misses it."""
    return with_javascript().replace(b"/JavaScript", b"/J#61vaScrip#74").replace(b"/JS", b"/#4AS")
