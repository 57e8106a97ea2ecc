"""How CORBA IDL is told from other languages with braces: by what stands at its head and between its first words."""

import re

from ...document import Source
from .stream import IDL

_STARTS = frozenset(
    [
        "module",
        "interface",
        "struct",
        "union",
        "enum",
        "typedef",
        "const",
        "exception",
        "valuetype",
        "eventtype",
        "abstract",
        "local",
        "custom",
        "native",
        "component",
        "home",
        "typeid",
        "typeprefix",
        "import",
        "bitset",
        "bitmask",
        "porttype",
        "connector",
        "@",
    ]
)
_FIRST = frozenset(["module", "interface", "abstract", "local", "valuetype"])
_MOST = 3000
_INCLUDED = re.compile(r'#[ \t]*include[ \t]*["<][^">\n]{1,300}\.idl[">]', re.I)
_PRAGMA = re.compile(r"#[ \t]*pragma[ \t]+(?:prefix|version|ID)\b")


def is_idl(source: Source) -> bool:
    words, directives = _head(source.text)
    sure = any(_INCLUDED.match(line) or _PRAGMA.match(line) for line in directives)
    if not words:
        return sure
    if words[0] not in _STARTS:
        return False
    if sure:
        return True
    depth, begins = 0, True
    for at, word in enumerate(words):
        two, three = words[at : at + 2], words[at : at + 3]
        if depth == 0 and begins and word not in _STARTS and word != ";":
            return False
        if word.isdigit() and two[1:] == [":"] and at and words[at - 1] in ("{", "}", ",", ";"):
            return False  # Thrift numbers its fields
        begins = word == ";" or (begins and word == "@")
        if word == "{":
            depth += 1
        elif word == "}":
            depth -= 1
            if depth < 0:
                return False
            if two == ["}", ";"]:
                return True
            begins = True
        elif _tells(two, three, words[at : at + 4]):
            return True
    return False


def _tells(two: list[str], three: list[str], four: list[str]) -> bool:
    """Words that stand together in IDL only."""
    if len(three) < 3:
        return False
    first, second = two
    return (
        (first == "sequence" and second == "<")
        or (first in ("switch", "raises", "getraises", "setraises", "context") and second == "(" and three[2] != ")")
        or two in (["readonly", "attribute"], ["oneway", "void"], ["unsigned", "long"], ["unsigned", "short"])
        or (first in ("(", ",") and second in ("in", "out", "inout") and three[2] not in (":", "=", ",", ")"))
        or (first == "interface" and three[2] == ";")
        or (first == "interface" and three[2] == ":" and four[-1] not in ("{", '"'))
        or (first == "valuetype" and three[2] in (":", ";", "{"))
        or (first == "module" and three[2] == "{" and four[-1] in _FIRST)
        or (first in ("long", "short", "octet") and three[2] == ";")
    )


def _head(text: str) -> tuple[list[str], list[str]]:
    """The first words and signs, and the directives between them."""
    words: list[str] = []
    directives: list[str] = []
    at = 0
    while len(words) < _MOST and len(directives) < _MOST:
        found = IDL.between.match(text, at)
        start = found.end() if found else at
        if start >= len(text):
            break
        if text[start] == "#":
            at = text.find("\n", start)
            at = len(text) if at < 0 else at
            directives.append(text[start:at][:400])
            continue
        token = IDL.token.match(text, start)
        if token is None or token.end() == start:
            break
        words.append(token.group()[:100] if token.lastgroup != "string" else '"')
        at = token.end()
    return words, directives
