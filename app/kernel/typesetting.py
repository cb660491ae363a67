"""Documents as PDF: tagged PDF/UA-1 by typst, the same bytes from the same facts."""

import json
import re
import unicodedata
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

import typst

LONGEST_WORD = 24
UNPRINTABLE = re.compile(
    "[^\u0020-\u007e\u00a0-\u0377\u037a-\u037f\u0384-\u038a\u038c\u038e-\u03a1\u03a3-\u0484\u0487-\u04ff"
    "\u1e00-\u1eff\u2010-\u2027\u2030-\u2040\u2074-\u208e\u20a0-\u20c0\u2122\u2190-\u21ff\u2200-\u22ff]"
)
WORD = re.compile(rf"\S{{{LONGEST_WORD + 1},}}")


def typeset(
    template: Path, document: Mapping[str, Any], *, at: datetime, pictures: Mapping[str, str] | None = None
) -> bytes:
    """A document made from a typst template, dated `at`: the template reads its facts as JSON.

    Letters that the embedded fonts lack read "?", and endless words may break. `pictures` are SVG by name.
    """
    made = typst.compile(
        str(template),
        format="pdf",
        pdf_standards=["ua-1"],
        ignore_system_fonts=True,
        timestamp=int(at.timestamp()),
        sys_inputs={"document": json.dumps(_printable(dict(document))), **(pictures or {})},
    )
    assert isinstance(made, bytes)
    return made


def _printable(thing: Any) -> Any:
    """The same with only characters that the embedded fonts have, and places to break in endless words."""
    if isinstance(thing, dict):
        return {name: _printable(value) for name, value in thing.items()}
    if isinstance(thing, list | tuple):
        return [_printable(each) for each in thing]
    text = UNPRINTABLE.sub("?", unicodedata.normalize("NFC", re.sub(r"\s+", " ", thing)))
    return WORD.sub(_breakable, text)


def _breakable(word: re.Match[str]) -> str:
    text = word.group().replace("@", "\u200b@")
    if "@" in text:
        return text
    return "\u200b".join(text[start : start + LONGEST_WORD] for start in range(0, len(text), LONGEST_WORD))
