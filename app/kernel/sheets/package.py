"""The file as a package: whether it is a workbook at all, and one that is safe to unpack."""

import zipfile
from dataclasses import dataclass
from io import BytesIO
from posixpath import normpath

from app.kernel.sheets.parts import attribute, elements, unbroken
from app.kernel.sheets.refusals import SAVE_AS, SheetRefused, broken, too_big

MEGABYTE = 1024 * 1024
MOST_SENT = 5 * MEGABYTE
MOST_UNPACKED = 100 * MEGABYTE
MOST_RATIO = 200
MOST_PARTS = 2_000
LONGEST_NAME = 31
MAIN = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
OLE, PDF, ZIP = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"%PDF", b"PK"
LOCKED = "EncryptedPackage".encode("utf-16-le")
MACRO_KINDS = ("application/vnd.ms-excel.sheet.macroEnabled", "application/vnd.ms-excel.template.macroEnabled")
MACRO_PARTS = ("vbaproject.bin", "/macrosheets/", "/activex/")
LINKS = "/externallinks/"


@dataclass(frozen=True)
class SheetPart:
    """A sheet of a workbook: its name, whether it is shown, and where in the package it lies."""

    name: str
    is_visible: bool
    path: str


@dataclass(frozen=True)
class Package:
    """A workbook that may be read: its sheets in order, and whether its days count from 1904."""

    archive: zipfile.ZipFile
    sheets: tuple[SheetPart, ...]
    counts_from_1904: bool
    strings: str
    styles: str

    def has(self, path: str) -> bool:
        """Whether there is such a part."""
        return path in self.archive.NameToInfo


def open_package(content: bytes) -> Package:
    """A workbook opened. Raises SheetRefused for anything else, and for one with macros or links to other workbooks."""
    _check_kind(content)
    with unbroken():
        archive = zipfile.ZipFile(BytesIO(content))
        _check_size(archive, len(content))
        main = _main_part(archive)
        _check_parts(archive)
        return _read(archive, main)


def _check_kind(content: bytes) -> None:
    if not content:
        raise SheetRefused(f"This file is empty. {SAVE_AS}")
    if len(content) > MOST_SENT:
        raise SheetRefused("This file is bigger than 5 MB. Remove sheets and pictures that are not needed")
    if content.startswith(OLE):
        if LOCKED in content:
            raise SheetRefused("This workbook is protected by a password. Remove the password and choose it again")
        raise SheetRefused(f"This is a workbook of an old kind (.xls), or another old document. {SAVE_AS}")
    if content.startswith(PDF):
        raise SheetRefused(f"This is a PDF, not a workbook. {SAVE_AS}")
    if not content.startswith(ZIP):
        raise SheetRefused(f"This is a {'text or CSV' if _is_text(content) else 'different'} file. {SAVE_AS}")


def _is_text(content: bytes) -> bool:
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return True
    return b"\x00" not in content[:4096]


def _check_size(archive: zipfile.ZipFile, packed: int) -> None:
    """What it says it unpacks to is what is read at most: zipfile stops there."""
    parts = archive.infolist()
    unpacked = sum(part.file_size for part in parts)
    if len(parts) > MOST_PARTS or unpacked > min(MOST_UNPACKED, max(MEGABYTE, packed * MOST_RATIO)):
        raise too_big()
    if any(part.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED) for part in parts):
        raise broken()
    if len(archive.NameToInfo) != len(parts):
        raise broken()


def _main_part(archive: zipfile.ZipFile) -> str:
    """Where the workbook itself lies. Raises SheetRefused for a package of another kind."""
    if "[Content_Types].xml" not in archive.NameToInfo:
        raise SheetRefused(f"This is a zip file, or a document of another kind, not a workbook. {SAVE_AS}")
    with archive.open("[Content_Types].xml") as part:
        kinds = [(attribute(each, "ContentType"), attribute(each, "PartName")) for each in elements(part, "Override")]
    if any(kind.startswith(MACRO_KINDS) for kind, _ in kinds):
        raise _macro()
    mains = [name for kind, name in kinds if kind == MAIN]
    if not mains:
        raise SheetRefused(f"This is a document of another kind, not a workbook. {SAVE_AS}")
    return mains[0].lstrip("/")


def _macro() -> SheetRefused:
    return SheetRefused("This workbook holds a macro. Save it as an Excel workbook (.xlsx) without macros")


def _check_parts(archive: zipfile.ZipFile) -> None:
    names = [f"/{name.lower()}" for name in archive.NameToInfo]
    if any(macro in name for name in names for macro in MACRO_PARTS):
        raise _macro()
    if any(LINKS in name for name in names):
        raise SheetRefused("This workbook is linked to another workbook. Paste what it takes from there as values")


def _read(archive: zipfile.ZipFile, main: str) -> Package:
    folder, _, name = main.rpartition("/")
    with archive.open(f"{folder}/_rels/{name}.rels".lstrip("/")) as part:
        rels = [
            (
                attribute(each, "Id"),
                attribute(each, "Type").rpartition("/")[2],
                _path(folder, attribute(each, "Target")),
            )
            for each in elements(part, "Relationship")
        ]
    paths = {key: path for key, kind, path in rels if kind == "worksheet"}
    others = {kind: path for _, kind, path in rels}
    sheets, from_1904 = [], False
    with archive.open(main) as part:
        for each in elements(part, "sheet", "workbookPr"):
            if path := paths.get(attribute(each, "id")):
                sheets.append(
                    SheetPart(attribute(each, "name")[:LONGEST_NAME], attribute(each, "state") in ("", "visible"), path)
                )
            from_1904 = from_1904 or attribute(each, "date1904") in ("1", "true")
    return Package(archive, tuple(sheets), from_1904, others.get("sharedStrings", ""), others.get("styles", ""))


def _path(folder: str, target: str) -> str:
    return normpath(target.lstrip("/") if target.startswith("/") else f"{folder}/{target}").lstrip("/")
