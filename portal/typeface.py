"""Inter, from its package, cut by script into small files that browsers fetch only when a page needs them.

Cutting takes seconds, so it is done once, at set-up (tools/environment.py) or when the image is built. The files lie
in the environment beside the packages, under the digest of this file: another recipe has another place. Where there are
none the system's own face stands. As a program it cuts what is missing:

    python -P portal/typeface.py [SCRIPT ...]
"""

import hashlib
import os
import sys
from pathlib import Path

PLACE = Path(sys.prefix) / "homeport" / hashlib.sha256(Path(__file__).read_bytes()).hexdigest()[:16]
FEATURES = ["kern", "mark", "mkmk", "ccmp", "locl", "calt", "liga", "tnum"]

# Most wanted first. What is in none of them falls back to the system's face.
SCRIPTS = {
    "latin": "U+0000-00FF,U+0131,U+0152-0153,U+02BB-02BC,U+02C6,U+02DA,U+02DC,U+0304,U+2000-206F,U+20AC,U+2122,"
    "U+2190-2199,U+21B5,U+2212,U+2215,U+22EE,U+FEFF,U+FFFD",
    "latin-ext": "U+0100-0130,U+0132-0151,U+0154-024F,U+0259,U+02BD-02C5,U+02C7-02CC,U+02CE-02D9,U+02DB,U+0300-0303,"
    "U+0305-0328,U+1E00-1EFF,U+20A0-20AB,U+20AD-20C0,U+2100-2121,U+2123-218F",
    "greek": "U+0370-03FF",
    "cyrillic": "U+0400-04FF",
}
FACE = (
    '@font-face {{ font-family: "Inter"; font-style: normal; font-weight: 100 900; font-display: swap;'
    ' src: url("inter-{script}.woff2") format("woff2"); unicode-range: {points}; }}\n'
)


def file_of(script: str) -> Path:
    return PLACE / f"inter-{script}.woff2"


def present() -> list[str]:
    """The scripts that have been cut."""
    return [script for script in SCRIPTS if file_of(script).is_file()]


def sheet(scripts: list[str]) -> str:
    """The style sheet that tells a browser which file holds which letters."""
    return "".join(FACE.format(script=script, points=SCRIPTS[script]) for script in scripts)


def licence() -> str:
    """The words under which Inter is passed on (SIL Open Font License)."""
    import fontpkg_inter

    return str((fontpkg_inter.ROOT / "LICENSE").read_text(encoding="utf-8"))


def cut(script: str) -> None:
    """Write the file of one script: all weights and optical sizes, without hints; complete or not at all."""
    import fontpkg_inter
    from fontTools import subset
    from fontTools.ttLib import TTFont

    whole = next(path for path in (fontpkg_inter.ROOT / "files").iterdir() if path.name.startswith("Inter["))
    options = subset.Options(flavor="woff2", layout_features=FEATURES, hinting=False)
    options.drop_tables += ["name"]  # pruning it costs a second; it holds the licence, so it comes back whole
    work = subset.Subsetter(options)
    work.populate(unicodes=_points(SCRIPTS[script]))
    PLACE.mkdir(parents=True, exist_ok=True)
    part = file_of(script).with_suffix(f".{os.getpid()}")
    with TTFont(whole, lazy=True) as font:
        name = font["name"]
        work.subset(font)
        font["name"] = name
        subset.save_font(font, part, options)
    part.replace(file_of(script))


def _points(ranges: str) -> list[int]:
    points: list[int] = []
    for piece in ranges.replace("U+", "").split(","):
        first, _, last = piece.partition("-")
        points.extend(range(int(first, 16), int(last or first, 16) + 1))
    return points


if __name__ == "__main__":
    for wanted in sys.argv[1:] or SCRIPTS:
        if not file_of(wanted).exists():
            cut(wanted)
