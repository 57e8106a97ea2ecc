"""The words of Thrift, and how one knows a text that is written in them."""

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
            if told is not None:
                return told
            likely = True
    except NotChecked:  # what does not belong into Thrift: the reader tells where
        pass
    return likely


def _told(tokens: Tokens) -> bool | None:
    """Whether the next statement is Thrift's. None: it could be another language's as well."""
    head = tokens.take().text
    name = tokens.take()
    if head == "namespace":  # elsewhere it has one word, here two
        return tokens.next.kind in ("word", "string") and "\n" not in tokens.source.text[name.end : tokens.next.start]
    if head in ("include", "cpp_include"):
        return name.kind == "string" and (head == "cpp_include" or name.text[1:-1].endswith(".thrift"))
    if head in OLD_HEADERS:
        return True
    if head in ("typedef", "const"):
        return True if name.text in _OWN_TYPES else _shared(tokens, {"="} if head == "const" else set())
    if head not in _HEADS or name.kind != "word":
        return False
    if head == "service":
        if tokens.accept("extends"):
            return tokens.take().kind == "word" and tokens.at("{")
        if not tokens.accept("{"):
            return False
        if tokens.accept("}"):
            return None
        return not tokens.at("rpc", "option", "stream") and tokens.take().kind == "word" and not tokens.at(":")
    tokens.accept("xsd_all")
    return _block(tokens, head) if tokens.accept("{") else False


def _shared(tokens: Tokens, signs: set[str]) -> bool | None:
    """A typedef or constant of a type that others have too: there it ends with a semicolon."""
    if tokens.take().kind != "word":
        return False
    if signs:
        if not tokens.accept(*signs):
            return False
        tokens.take()
    return None if not tokens.at(";") else False


def _block(tokens: Tokens, head: str) -> bool | None:
    equals = False
    depth = 1
    while depth and tokens.next.kind != "end":
        token = tokens.take()
        if token.kind == "number" and tokens.at(":") and head != "enum":
            return True
        if token.text in _OWN_TYPES and head not in ("enum", "senum") and tokens.next.kind in ("word", "sign"):
            return not tokens.at(":")
        if token.text in ("=", ","):
            equals = True
        elif token.text in ("@", ":"):
            return False
        depth += (token.text == "{") - (token.text == "}")
    if tokens.at(";") or (head == "enum" and not equals):
        return False
    return None
