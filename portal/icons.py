"""Icons: our names, and whose drawing each is: Lucide's, from its package, or our own in static/img/icons.svg."""

import re
from functools import cache
from importlib import metadata
from pathlib import Path
from zipfile import ZipFile

import lucide

OWN = Path(__file__).resolve().parent.parent / "static" / "img" / "icons.svg"

# What is a thing or an act is Lucide's. What is a state is ours: filled shapes that still differ at 13 pixels (octagon,
# triangle, round, diamond, flag, rings), which an outlined set has not.
LUCIDE = {
    # rooms and things
    "home": "house", "inbox": "inbox", "catalog": "layout-grid", "service": "box", "contract": "file-text",
    "team": "users", "person": "user", "away": "arrow-left-right", "review": "eye", "ledger": "notebook-text",
    "breach": "door-open", "graph": "waypoints", "database": "database", "topic": "radio-tower", "branch": "git-branch",
    "data": "chart-column", "division": "network", "rule": "list-checks", "type": "braces", "message": "message-square",
    "mail": "mail", "calendar": "calendar", "clock": "clock", "history": "history", "code": "code",
    # acts
    "search": "search", "filter": "list-filter", "plus": "plus", "minus": "minus", "edit": "pencil", "check": "check",
    "cross": "x", "copy": "copy", "download": "download", "upload": "upload", "refresh": "rotate-cw", "play": "play",
    "sign": "signature", "handover": "handshake", "scale": "scale", "draw": "dice-5", "broken": "unlink",
    "link": "link", "external": "external-link", "leave": "log-out", "settings": "sliders-horizontal", "bell": "bell",
    "lock": "lock", "open": "lock-open", "keyboard": "keyboard", "sun": "sun", "moon": "moon", "more": "ellipsis",
    "menu": "menu",
    # ways
    "forward": "arrow-right", "back": "arrow-left", "down": "chevron-down", "up": "chevron-up",
    "right": "chevron-right", "left": "chevron-left", "sort": "chevrons-up-down",
}  # fmt: skip

LUCIDE_SYMBOL = (
    '<symbol id="{}" viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="2.1" stroke-linecap="round"'
    ' stroke-linejoin="round">{}</symbol>'
)


@cache
def names() -> tuple[str, ...]:
    """Every name that ``{% icon %}`` knows."""
    return tuple(sorted({*LUCIDE, *_own()}))


def own_names() -> tuple[str, ...]:
    """The names whose drawing is ours."""
    return tuple(sorted(_own()))


@cache
def sprite() -> str:
    """One file with all of them, which every page names by ``#name``. KeyError for a drawing Lucide does not have."""
    drawn = dict(_own())
    with ZipFile(Path(lucide.__file__).with_name("lucide.zip")) as pack:
        for name, theirs in LUCIDE.items():
            text = pack.read(f"{theirs}.svg").decode()
            inside = re.sub(r"\s+", " ", text[text.index(">") + 1 : text.rindex("</svg>")]).strip()
            drawn[name] = LUCIDE_SYMBOL.format(name, inside)
    version = metadata.version("lucide")
    about = f"Lucide {version}, under the ISC licence in icons-licence.txt; the filled shapes are Homeport's."
    body = "\n".join(drawn[name] for name in sorted(drawn))
    return f'<svg xmlns="http://www.w3.org/2000/svg">\n<!-- {about} -->\n{body}\n</svg>\n'


def licence() -> str:
    """The words under which Lucide's drawings are passed on, as its package brings them."""
    files = metadata.files("lucide") or []
    return next(file for file in files if file.name == "LICENSE").read_text()


@cache
def _own() -> dict[str, str]:
    text = OWN.read_text(encoding="utf-8")
    return {found[1]: found[0] for found in re.finditer(r'<symbol id="([a-z-]+)".*?</symbol>', text)}
