"""The colours of a source: its lines as markup, by the language it is written in."""

import html
import re
from collections.abc import Sequence
from functools import lru_cache

from pygments.lexer import Lexer, RegexLexer
from pygments.lexers import get_lexer_by_name
from pygments.token import Token, _TokenType

MOST = 100_000
"""Characters of a window of a grammar that are coloured: lexers of grammars were not made for what wants to be slow."""
KEPT = 50_000
"""Characters of a window whose colours are worth keeping in memory."""

LANGUAGES = {
    "avro": "thrift", "corba": "omg-idl", "graphql": "graphql", "proto": "protobuf", "smithy": "smithy",
    "thrift": "thrift", "wsdl": "xml", "xsd": "xml",
}  # fmt: skip
"""What a technology is written in where that is neither JSON nor YAML. Avro's own language is near to Thrift's."""

type _Classes = tuple[tuple[_TokenType, str], ...]
_DATA: _Classes = (
    (Token.Comment, "c"),
    (Token.Name.Tag, "k"),
    (Token.Keyword, "n"),
    (Token.Name.Constant, "s"),
    (Token.Literal.Number, "n"),
    (Token.Literal, "s"),
    (Token.Name, "k"),
)
_GRAMMAR: _Classes = (  # nearly every word in it is a name, so names stay plain
    (Token.Comment, "c"),
    (Token.Name.Tag, "k"),
    (Token.Name.Attribute, "n"),
    (Token.Name.Decorator, "n"),
    (Token.Keyword.Type, "n"),
    (Token.Keyword.Constant, "n"),
    (Token.Keyword, "k"),
    (Token.Literal.Number, "n"),
    (Token.Literal, "s"),
)


class _Thrift(RegexLexer):
    """Thrift, and Avro's own language. The lexer of Pygments looks ahead for functions: a page of words takes it a
    minute."""

    tokens = {
        "root": [
            (r"//[^\n]*|#[^\n]*|/\*[^*]*(?:\*(?!/)[^*]*)*(?:\*/)?", Token.Comment),
            (r"\"(?:[^\"\\]|\\.)*\"?|'(?:[^'\\]|\\.)*'?", Token.Literal.String),
            (
                r"\b(?:namespace|include|cpp_include|const|typedef|enum|senum|struct|union|exception|service|"
                r"extends|required|optional|oneway|throws|protocol|record|error|fixed|import|idl|schema)\b",
                Token.Keyword,
            ),
            (
                r"\b(?:void|bool|byte|i8|i16|i32|i64|double|string|binary|uuid|list|set|map|int|long|float|"
                r"boolean|bytes|array|null|date|true|false)\b",
                Token.Keyword.Type,
            ),
            (r"@[\w.-]+", Token.Name.Decorator),
            (r"[A-Za-z_][\w.]*", Token.Name),
            (r"[0-9][\w.]*", Token.Literal.Number),
            (r"\s+|.", Token.Text),
        ]
    }


class _Xml(RegexLexer):
    """The one of Pygments looks from each comment that does not end to the end of the text."""

    tokens = {
        "root": [
            (r"<!--[\w\W]*?(?:-->|\Z)", Token.Comment),
            (r"<!\[CDATA\[[\w\W]*?(?:\]\]>|\Z)", Token.Literal),
            (r"<[?!/]?[\w:.-]*", Token.Name.Tag, "tag"),
            (r"[^<]+", Token.Text),
        ],
        "tag": [
            (r"[/?]?>", Token.Name.Tag, "#pop"),
            (r"\"[^\"]*\"?|'[^']*'?", Token.Literal.String),
            (r"[\w:.-]+", Token.Name.Attribute),
            (r"\s+|.", Token.Text),
        ],
    }


_OWN: dict[str, type[RegexLexer]] = {"thrift": _Thrift, "xml": _Xml}
_NUMBER = re.compile(r"[-+]?[0-9][0-9._]*(?:[eE][-+]?[0-9]+)?|true|false|null|~")


def language_of(content: bytes, technology: str) -> str:
    """What the bytes are written in. Most technologies may be written as JSON too, so the first sign tells more."""
    first = content[:4000].removeprefix(b"\xef\xbb\xbf").lstrip()[:1]
    if first in {b"{", b"["}:
        return "json"
    return "xml" if first == b"<" else LANGUAGES.get(technology, "yaml")


@lru_cache(maxsize=8)
def _lexer(language: str) -> Lexer:
    if language in _OWN:
        return _OWN[language](stripnl=False, ensurenl=False)
    return get_lexer_by_name(language, stripnl=False, ensurenl=False)


def highlight(texts: list[str], language: str) -> list[str]:
    """Each line as markup of its own: keys, strings, numbers and comments in ``<i>``, everything else escaped."""
    lines = _kept(tuple(texts), language) if sum(map(len, texts)) <= KEPT else _drawn(texts, language)
    return list(lines)


@lru_cache(maxsize=64)
def _kept(texts: tuple[str, ...], language: str) -> list[str]:
    """The windows that were drawn last: who reads a contract comes back to it, and others read the same."""
    return _drawn(texts, language)


def _drawn(texts: Sequence[str], language: str) -> list[str]:
    if language == "json":  # nothing in JSON goes over a line, so a line that was cut short harms no other
        return [_markup(text, language)[0] for text in texts]
    if language != "yaml" and sum(map(len, texts)) > MOST:
        return [html.escape(text) for text in texts]
    markup = _markup("\n".join(texts), language)
    return (markup + [""] * len(texts))[: len(texts)]


def _markup(text: str, language: str) -> list[str]:
    lines: list[list[str]] = [[]]
    classes = _DATA if language in {"json", "yaml"} else _GRAMMAR
    tokens = list(_lexer(language).get_tokens(text))
    for at, (kind, value) in enumerate(tokens):
        name = next((name for family, name in classes if kind[: len(family)] == family), "")
        if language == "yaml" and (kind[:2] == ("Name", "Variable") or kind[-1:] == ("Plain",)):
            inside = at > 1 and tokens[at - 2][0] is kind and tokens[at - 1][1].strip(" ") == ""
            name = _plain(value, "".join(text for _, text in tokens[at + 1 : at + 3]), inside)
        for place, part in enumerate(value.split("\n")):
            if place:
                lines.append([])
            if part:
                safe = html.escape(part)
                lines[-1].append(f'<i class="{name}">{safe}</i>' if name and not part.isspace() else safe)
    return ["".join(parts) for parts in lines]


def _plain(value: str, after: str, inside: bool) -> str:
    """A word of YAML without quotes: a key when a colon and a space follow, else a number, or (``inside``) a text.

    The lexer does not tell keys from values inside [a, b] and {a: b}, nor a key that holds braces.
    """
    if after[:1] == ":" and (after[1:2].isspace() or not after[1:]):
        return "k"
    return "n" if not inside and _NUMBER.fullmatch(value.strip()) else "s"
