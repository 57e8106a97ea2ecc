"""Data as YAML, laid out as people write it: blocks, with short things on one line and long texts folded."""

import json
import re
import textwrap
from collections.abc import Iterator
from typing import Any

WIDTH = 100
_PLAIN = re.compile(r"^[A-Za-z/][A-Za-z0-9 _./,;()'+=-]*$")
_WORDS = frozenset({"true", "false", "null", "yes", "no", "on", "off", "y", "n"})


def write(data: dict[str, Any]) -> bytes:
    """The document, with a line break at its end."""
    return ("\n".join(_lines(data, 0)) + "\n").encode()


def _lines(value: Any, depth: int) -> Iterator[str]:
    pad = "  " * depth
    if isinstance(value, dict):
        for key, below in value.items():
            name, short = _scalar(key), _flow(below)
            if short is not None and len(pad) + len(name) + len(short) < WIDTH:
                yield f"{pad}{name}: {short}"
            elif isinstance(below, str):
                yield f"{pad}{name}: >-"
                yield from textwrap.wrap(
                    below, WIDTH - len(pad), initial_indent=pad + "  ", subsequent_indent=pad + "  "
                )
            else:
                yield f"{pad}{name}:"
                yield from _lines(below, depth + 1)
    else:
        for one in value:
            first, *rest = _lines(one, depth + 1) if isinstance(one, dict) else [_scalar(one)]
            yield f"{pad}- {first.strip()}"
            yield from rest


def _flow(value: Any) -> str | None:
    """On one line, where it is a scalar or small and flat; None where it is not."""
    if isinstance(value, dict):
        if len(value) > 3 or any(isinstance(one, dict | list) for one in value.values()):
            return None
        inner = ", ".join(f"{_scalar(name)}: {_scalar(one, inside=True)}" for name, one in value.items())
        return f"{{ {inner} }}" if value else "{}"
    if isinstance(value, list):
        if any(isinstance(one, dict | list) for one in value):
            return None
        return f"[{', '.join(_scalar(one, inside=True) for one in value)}]"
    return _scalar(value)


def _scalar(value: Any, *, inside: bool = False) -> str:
    if not isinstance(value, str):
        return json.dumps(value)
    plain = value == "$ref" or (_PLAIN.match(value) and value.lower() not in _WORDS and not value.endswith(" "))
    return value if plain and not (inside and "," in value) else json.dumps(value, ensure_ascii=False)
