"""Cut the site's fonts out of Source Serif 4: ``python docs/fonts.py FOLDER``.

FOLDER holds the TrueType files of a release (``SourceSerif4-Regular.ttf`` and so on). Needs
fonttools and brotli, which nothing else here needs. The licence reserves the name Source for the
unchanged fonts, so that these have a name of their own.
"""

from __future__ import annotations

import sys
from pathlib import Path

from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont

TARGET = Path(__file__).parents[1] / "searchapp" / "static" / "fonts"
FAMILY = "Podshivka Serif"

SMALL_CAPITALS = ["smcp", "c2sc"]
CUTS = {
    "regular": ("SourceSerif4-Regular", SMALL_CAPITALS),
    "italic": ("SourceSerif4-It", []),
    # drawn for headlines: bold is what those are set in
    "bold": ("SourceSerif4Subhead-Bold", []),
}
FEATURES = ["kern", "liga", "locl", "ccmp", "mark", "tnum"]
LETTERS = (
    range(0x20, 0x7F),  # Latin
    range(0xA0, 0x180),  # with the marks of Western and Central Europe and of Turkey
    (0x18F, 0x259, 0x1E6, 0x1E7),  # Azerbaijani, Caucasian names in Latin letters
    range(0x218, 0x21C),  # Romanian
    range(0x400, 0x460),  # Russian, Ukrainian, Belarusian, Serbian, Macedonian
    range(0x490, 0x500),  # Kazakh, Tatar, Bashkir, Abkhaz, the palochka of the Caucasus
    (0x2B9, 0x2BC, 0x301),  # transliteration; the stress of a word
    range(0x2009, 0x2016),  # spaces, dashes
    range(0x2018, 0x201F),  # quotation marks
    (0x2022, 0x2026, 0x202F, 0x2030, 0x2032, 0x2033, 0x2039, 0x203A),
    (0x20AC, 0x20B4, 0x20BD, 0x20BE, 0x20B8, 0x20BC),  # euro, hryvnia, rouble, lari, tenge, manat
    (0x2116, 0x2122, 0x2190, 0x2191, 0x2192, 0x2193, 0x2212),
)


def cut(folder: Path, name: str) -> Path:
    """Write one of CUTS; return its file."""
    original, extra = CUTS[name]
    font = TTFont(folder / f"{original}.ttf")
    options = Options()
    options.layout_features = [*FEATURES, *extra]
    options.hinting = False
    options.glyph_names = False
    options.name_IDs = [0, 1, 2, 13, 14]
    subsetter = Subsetter(options)
    subsetter.populate(unicodes=[code for codes in LETTERS for code in codes])
    subsetter.subset(font)
    for record in font["name"].names:
        if record.nameID == 1:
            record.string = FAMILY
    font.flavor = "woff2"
    target = TARGET / f"{name}.woff2"
    font.save(target)
    return target


def main() -> None:
    """Write all of them, tell their sizes."""
    for name in CUTS:
        written = cut(Path(sys.argv[1]), name)
        print(f"{written}: {written.stat().st_size:,} bytes")


if __name__ == "__main__":
    main()
