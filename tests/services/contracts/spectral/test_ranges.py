"""Where results stand: to the character where Spectral tells them (these were read off Spectral 6.16.3)."""

import random

import orjson
import pytest

from services.contracts import Limits, cutting
from services.contracts.document import Source
from services.contracts.spectral import cut_offsets, offsets, ranges

DOCUMENT = """\
a: |
  one
  two

b: |-
  one
  two


c: >
  one
  two

h:
  i: |
    deep

    more
  j: 'quoted
    over'
  l: plain
    over lines
  # comment
  m: []
  n: {}
  o: [a, b ]
  p: {a: 1 }
  s:
  v: &anchor
    w: 1
  x: *anchor
  y: !!str 1
  z: # comment
    - 1
    -  b: 1
       c:
    -
  "aa"  :   "q"
"""


def told(text, *paths):
    found = ranges.ranges(
        Source(text.encode(), Limits()).tree, [tuple(path.split(".")) if path else () for path in paths]
    )
    return [(*one.start, *one.end) for one in found.values()]


def where(text, path):
    return told(text, path)[0]


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("a", (0, 3, 3, 0)),
        ("b", (4, 3, 8, 0)),
        ("c", (9, 3, 12, 0)),
        ("h.i", (14, 5, 17, 8)),
        ("h.j", (18, 5, 19, 9)),
        ("h.l", (20, 5, 21, 14)),
        ("h.m", (23, 4, 23, 7)),
        ("h.n", (24, 4, 24, 7)),
        ("h.o", (25, 4, 25, 10)),
        ("h.p", (26, 4, 26, 10)),
        ("h.s", (27, 4, 27, 4)),
        ("h.v", (28, 4, 29, 8)),
        ("h.x", (30, 4, 30, 12)),
        ("h.x.w", (0, 0, 0, 0)),
        ("h.y", (31, 11, 31, 12)),
        ("h.z", (32, 4, 36, 5)),
        ("h.z.1", (34, 7, 35, 9)),
        ("h.z.1.c", (35, 9, 35, 9)),
        ("h.z.2", (0, 0, 0, 0)),
        ("h.aa", (37, 12, 37, 15)),
        ("", (0, 0, 37, 15)),
        ("gone", (0, 0, 0, 0)),
    ],
)
def test_a_place_is_told_as_spectral_tells_it(path, expected):
    assert where(DOCUMENT, path) == expected


def test_characters_are_counted_as_javascript_counts_them():
    assert where("a: {'😀': 1, b: x}\n", "a.b") == (0, 16, 0, 17)
    assert where("é: {b: x}\n", "é.b") == (0, 7, 0, 8)


def test_json_is_told_by_the_same_measure():
    text = '{\n  "a": {"b": [1, {"c": null}], "d": {}},\n  "e": []\n}\n'
    assert set(told(text, "a", "a.b", "a.b.1", "a.d", "e")) == {
        (1, 6, 1, 38),
        (1, 12, 1, 27),
        (1, 17, 1, 27),
        (1, 35, 1, 38),
        (2, 6, 2, 9),
    }
    assert where(text, "") == (0, 0, 2, 9)


def all_paths(value, path=()):
    yield path
    below = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, one in below:
        yield from all_paths(one, (*path, str(key)))


def long_document(seed):
    """A document of many shapes, long enough to be cut."""
    dice = random.Random(seed)

    def block(depth, indent):
        pad = " " * indent
        lines = []
        for number in range(dice.randint(2, 6)):
            key = dice.choice([f"k{number}", f"'q {number}'", f'"d{number}"', f"/p/{{x{number}}}", str(200 + number)])
            kind = dice.randrange(9 if depth else 7)
            if kind == 0:
                lines += [f"{pad}{key}: |", f"{pad}    text # of {number}", "", f"{pad}    k{number}: more"]
            elif kind == 1:
                lines += [f"{pad}{key}: {{a: 1, b: [x, 'y: z' ] }} # note"]
            elif kind == 2:
                lines += [f"{pad}{key}: plain", f"{pad}  over lines"]
            elif kind == 3:
                lines += [f"{pad}{key}:", f"{pad}# a comment", f"{pad}- one: 1", f"{pad}  two:", f"{pad}- three"]
            elif kind == 4:
                lines += [f'{pad}{key}: "quoted {{', f'{pad}  over"']
            elif kind == 5:
                lines += [f"{pad}{key}:", f"{pad}  - {'x' * dice.randint(1, 200)}", f"{pad}  - b: 2"]
            elif kind == 6:
                lines += [f"{pad}{key}:"]
            else:
                lines += [f"{pad}{key}: # {number}", *block(depth - 1, indent + dice.choice([1, 2, 4]))]
        return lines

    return "\n".join(block(5, 0)) + "\n"


@pytest.mark.parametrize("seed", range(40))
def test_cutting_tells_what_reading_all_of_it_tells(seed, monkeypatch):
    monkeypatch.setattr(cut_offsets, "SMALL", 0)
    monkeypatch.setattr(cutting, "SMALL", 40)
    text = long_document(seed)
    root = Source(text.encode(), Limits()).tree.root
    paths = set(all_paths(root))
    wanted = offsets.wanted(paths)
    assert cut_offsets.cut_offsets(text, root, wanted, paths) == offsets.offsets(text, wanted)


@pytest.mark.parametrize(
    "text",
    [
        "a: {\n b: 1\n }\nc: 1\n",
        "? a\n: 1\nb: 2\n",
        "a: 1\n...\n",
        "%YAML 1.2\n---\na:\n  b: 1\n",
        "a:\n  <<: {x: 1}\n  b: 2\n",
        "[\n1, 2\n]\n",
        "- a\n-\n  b: 1\n- - c\n",
        "a:\r\n  b: 1\r\n  c:\r\n    - d\r\n",
    ],
)
def test_what_does_not_fall_into_lines_is_read_whole(text, monkeypatch):
    monkeypatch.setattr(cut_offsets, "SMALL", 0)
    monkeypatch.setattr(cutting, "SMALL", 1)
    root = Source(text.encode(), Limits()).tree.root
    paths = set(all_paths(root))
    wanted = offsets.wanted(paths)
    assert cut_offsets.cut_offsets(text, root, wanted, paths) == offsets.offsets(text, wanted)


def test_json_is_read_as_yaml_would_be():
    value = {"a": [{}, [], {"b": [1, 'x\n"', None]}, {"c": {"d": {}}}], "e": {"f": "é😀"}}
    for option in (0, orjson.OPT_INDENT_2):
        written = orjson.dumps(value, option=option).decode()
        paths = set(all_paths(value))
        assert offsets.json_offsets(written, value, paths) == offsets.offsets(written, offsets.wanted(paths))
