"""A large YAML text is not read for the places in it: they are seen in its rows, and shown where reading shows them."""

import pytest
import yamlrocks

from services.contracts.document import Source
from services.contracts.limits import Limits
from services.contracts.marking import cut_marks
from services.contracts.places import nearest, trie
from services.contracts.scan import scan_yaml

from .spectral.test_ranges import long_document

ODD = (
    "a: {\n b: 1\n }\nc: 1\n",
    "? a\n: 1\nb: 2\n",
    "a: 1\n...\n",
    "%YAML 1.2\n---\na:\n  b: 1\n",
    "--- # first\n# second\na:\n  - b: 1\n",
    "a:\n  <<: {x: 1}\n  b: 2\n",
    "[\n1, 2\n]\n",
    "- a\n-\n  b: 1\n- - c\n- 'd'\n",
    "- a\n- b: 1\n  c: |\n    text\n  'd e': 2\n-   f: x\n    g: y\n",
    "- a: text\n   over rows\n  b:\n  - c\n",
    "a:\r\n  b: 1\r\n  c:\r\n    - d\r\n    - e: f\r\n",
    "a: &x\n  b: 1\nc: *x\nd: &y text\ne: *y\nf:\n  - *x\n  - &z {g: 1}\n",
    "a : 1\n'b' : 2\n\"c\\u0064\" :\n  d : [1]\n  e : {}\n",
    'a: \'it\'\'s\'\nb: "a \\" b" # said\nc: "\'"\nd: \'"\'\ne: "over\n  rows"\nf: plain # said\ng: a#b\n',
    "a: ~\nb: null\nc:\nd: 1.5e3 # a number\ne: 0x10\nf: true\ng: -1\nh: !!str 12\ni: []\nj: [ ]\n",
    "a:\n\n  # above\n  b: 1\n\n  # below\n\n  c: 2\n# last\n",
    "a: |2\n   text\n  text\nb:\n- |1\n  x\n",
    "200: a\n'201': b\n\"202\": c\n",
    "- a: 1\n  b:\n    - c:\n        - d: 1\n          e: 2\n",
    "😀: 1\né:\n  ü: 'ö'\n",
)


def all_paths(value, path=()):
    yield path
    below = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, one in below:
        yield from all_paths(one, (*path, key))


def differences(text, paths=None):
    """Where a path is shown, and where reading all of the text shows it, if that is elsewhere."""
    source = Source(text.encode(), Limits())
    root = source.tree.root
    asked = list(paths or all_paths(root))
    seen = cut_marks(text, source.lines, root, trie(asked))
    read = scan_yaml(text, trie(asked))[0]
    shown = [(path, nearest(seen, path), nearest(read, path)) for path in asked]
    return [(path, here, there) for path, here, there in shown if here.shown != there.shown]


@pytest.mark.parametrize("seed", range(40))
def test_places_are_shown_where_reading_all_of_it_shows_them(seed):
    assert differences(long_document(seed)) == []


@pytest.mark.parametrize("text", ODD)
def test_what_does_not_fall_into_rows_is_read(text):
    assert differences(text) == []


def test_what_is_not_there_is_shown_at_the_nearest_thing_above():
    text = "a:\n  b:\n    - c: x\n"
    nowhere = [("a", "b", 0, "d"), ("a", "b", 7), ("a", "z", "y"), ("a", "b", 0, "c", "e"), ("z",)]
    assert differences(text, nowhere) == []


def test_rows_that_are_indented_beyond_what_is_told_apart_are_read():
    assert differences(f"a:\n{' ' * 300}b:\n{' ' * 310}c: 1\n{' ' * 310}d: 2\n") == []


def test_a_plain_document_is_not_read_again(monkeypatch):
    text = yamlrocks.dumps({"a": [{"b": {"c": 1, "d": "e"}}, {"f": ["g", "h"]}], "i": {"j": True, "k": "l m"}}).decode()
    source = Source(text.encode(), Limits())
    monkeypatch.setattr("services.contracts.marking.scan_yaml", None)
    paths = list(all_paths(source.tree.root))
    assert cut_marks(text, source.lines, source.tree.root, trie(paths)).keys() == set(paths)
