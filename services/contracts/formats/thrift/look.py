"""The words of Thrift, and how one knows a text that is written in them."""

from typing import Literal

from ...document import Source
from ...grammar import Grammar, Tokens
from ...limits import NotChecked

GRAMMAR = Grammar(
    "Thrift",
    "not-thrift",
    r"//[^\r\n]*+|\#[^\r\n]*+|/\*.*?\*/",
    word=r"[A-Za-z_](?:[A-Za-z0-9_-]|\.(?=[A-Za-z0-9_]))*+",
    number=r"[+-]?(?:0[xX][0-9A-Fa-f]++|(?:[0-9]++(?:\.[0-9]++)?|\.[0-9]++)(?:[eE][+-]?[0-9]++)?)",
    string=r"\"(?:[^\"\\\r\n]|\\.)*+\"|'(?:[^'\\\r\n]|\\.)*+'",
    sign=r"[{}()\[\]<>:;,=&*]",
)
OLD_HEADERS = frozenset(
    {
        "cpp_namespace",
        "csharp_namespace",
        "delphi_namespace",
        "cocoa_prefix",
        "java_package",
        "perl_package",
        "php_namespace",
        "py_module",
        "ruby_namespace",
        "smalltalk_category",
        "smalltalk_prefix",
        "xsd_namespace",
    }
)
"""One word where it is `namespace` and a language today."""
_OWN_TYPES = frozenset({"bool", "byte", "i8", "i16", "i32", "i64", "binary", "uuid", "slist", "list", "set", "map"})
"""Types that no other language of the kind has under such a name."""
_HEADS = frozenset(
    {
        "namespace", "include", "cpp_include", "struct", "union", "exception", "service", "enum", "senum", "typedef",
        "const", *OLD_HEADERS,
    }
)  # fmt: skip


type _Sign = Literal["yes", "no", "perhaps", "hardly"]


def is_thrift(source: Source) -> bool:
    """By the first statement that only Thrift has; by those that it shares with others when there are no more."""
    between = GRAMMAR.between.match(source.text)
    first = GRAMMAR.token.match(source.text, between.end() if between else 0)
    if first is None or first.group() not in _HEADS:
        return False
    likely = False
    try:
        tokens = Tokens(source, GRAMMAR)
        while tokens.next.kind != "end":
            if tokens.accept(",", ";"):
                continue
            told = _told(tokens)
            if told in ("yes", "no"):
                return told == "yes"
            likely = likely or (told == "perhaps" and not tokens.at(";"))  # elsewhere everything ends with one
    except NotChecked:  # what does not belong into Thrift: the reader tells where
        pass
    return likely


def _told(tokens: Tokens) -> _Sign:
    """What the next statement tells."""
    head = tokens.take().text
    name = tokens.take()
    if head == "namespace":  # elsewhere it has one word, here two
        alike = tokens.next.kind in ("word", "string")
        return "yes" if alike and "\n" not in tokens.source.text[name.end : tokens.next.start] else "no"
    if head in ("include", "cpp_include"):
        return "yes" if name.kind == "string" and (head == "cpp_include" or ".thrift" in name.text) else "no"
    if head in OLD_HEADERS:
        return "yes"
    if head in ("typedef", "const"):
        return "yes" if name.text in _OWN_TYPES else _shared(tokens, head)
    if head not in _HEADS or name.kind != "word":
        return "no"
    if head == "service":
        return _service(tokens)
    tokens.accept("xsd_all")
    return _block(tokens, head) if tokens.accept("{") else "no"


def _shared(tokens: Tokens, head: str) -> _Sign:
    """A typedef or constant of a type that others have too."""
    if tokens.take().kind != "word" or (head == "const" and not tokens.accept("=")):
        return "no"
    return "yes" if head == "const" and tokens.take().text in ("{", "[") else "perhaps"


def _service(tokens: Tokens) -> _Sign:
    if tokens.accept("extends"):
        return "yes" if tokens.take().kind == "word" and tokens.at("{") else "no"
    if not tokens.accept("{"):
        return "no"
    if tokens.accept("}"):
        return "perhaps"
    if tokens.at("rpc", "option", "stream") or tokens.take().kind != "word" or tokens.at(":"):
        return "no"
    return "yes"


def _block(tokens: Tokens, head: str) -> _Sign:
    counted = head not in ("enum", "senum")
    signs = False
    depth = 1
    while depth and tokens.next.kind != "end":
        token = tokens.take()
        if counted and token.kind == "number" and tokens.at(":"):
            return "yes"
        if counted and token.text in _OWN_TYPES and tokens.next.kind in ("word", "sign"):
            return "no" if tokens.at(":") else "yes"
        if token.text in ("@", ":"):
            return "no"
        signs = signs or token.text in ("=", ",")
        depth += (token.text == "{") - (token.text == "}")
    return "perhaps" if signs or counted else "hardly"
