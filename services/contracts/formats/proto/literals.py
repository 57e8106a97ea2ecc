"""Options and the values they are given: words, numbers, strings, and messages in text format."""

from collections.abc import Iterable, Mapping

from ...grammar import Grammar, Token, Tokens
from ...model import NO_MARKS, Value
from .tree import Option, Path

GRAMMAR = Grammar(
    "Protocol Buffers",
    "not-proto",
    r"//[^\n]*+|/\*(?:[^*]|\*(?!/))*+\*/",
    word=r"[A-Za-z_][A-Za-z0-9_]*+",
    number=r"(?:0[xX][0-9A-Fa-f]++|(?:[0-9]++(?:\.[0-9]*+)?|\.[0-9]++)(?:[eE][+-]?[0-9]++)?[fF]?)(?![A-Za-z0-9_])",
    string=r'"(?:[^"\\\n]|\\[^\n])*+"|' r"'(?:[^'\\\n]|\\[^\n])*+'",
    sign=r"[{}\[\]<>()=;,.:+\-]|/(?![/*])",
)
_ESCAPES = {"a": "\a", "b": "\b", "f": "\f", "n": "\n", "r": "\r", "t": "\t", "v": "\v"}
_HEX = "0123456789abcdefABCDEF"


def full_name(tokens: Tokens, what: str) -> str:
    """A name with points between its parts, and perhaps one before it, which means: from the top."""
    name = "." if tokens.accept(".") else ""
    name += tokens.word(what).text
    while tokens.accept("."):
        name += "." + tokens.word(what).text
    return name


def option(tokens: Tokens) -> Option:
    """`name = value`, as it stands after the word "option" and between the brackets of a field."""
    begin = tokens.next
    name = [_part(tokens)]
    while tokens.accept("."):
        name.append(_part(tokens))
    tokens.expect("=")
    return Option(tuple(name), constant(tokens), begin)


def bracketed(tokens: Tokens) -> list[Option]:
    """The options of a field or value, if it has any: `[deprecated = true, ...]`."""
    if not tokens.accept("["):
        return []
    options = [option(tokens)]
    while tokens.accept(","):
        options.append(option(tokens))
    tokens.expect("]")
    return options


def _part(tokens: Tokens) -> str:
    if tokens.accept("("):
        name = full_name(tokens, "the name of an option").removeprefix(".")
        tokens.expect(")")
        return name
    return tokens.word("the name of an option").text


def constant(tokens: Tokens) -> Value:
    with tokens.deeper():
        if tokens.accept("{"):
            return _message(tokens, "}")
        return scalar(tokens)


def scalar(tokens: Tokens) -> Value:
    if tokens.next.kind == "string":
        return string(tokens)
    sign = tokens.accept("-", "+")
    token = tokens.next
    if token.kind == "number":
        tokens.take()
        value = number(token)
        return -value if sign and sign.text == "-" else value
    word = tokens.word("a value").text
    if sign:
        return sign.text + word
    return {"true": True, "false": False}.get(word, word)


def string(tokens: Tokens) -> str:
    """One string or several in a row, which are one."""
    said = unquoted(tokens.word("a string", "string").text)
    while tokens.next.kind == "string":
        said += unquoted(tokens.take().text)
    return said


def number(token: Token) -> int | float:
    text = token.text.lower()
    if text.startswith("0x"):
        return int(text, 16) if len(text) < 40 else float("inf")
    if text.isdecimal():
        if len(text) > 40:
            return float(text)
        return int(text, 8) if text[0] == "0" and not set(text) & {"8", "9"} else int(text)
    return float(text.rstrip("f"))


def _message(tokens: Tokens, close: str) -> dict[str, Value]:
    """A message in text format. A field that stands several times is a list."""
    said: dict[str, Value] = {}
    several: set[str] = set()
    while not tokens.accept(close):
        name = _field_name(tokens)
        if tokens.at("{", "<"):
            value = _nested(tokens)
        else:
            tokens.expect(":")
            value = _nested(tokens)
        if name in several:
            said[name].append(value)
        elif name in said:
            several.add(name)
            said[name] = [said[name], value]
        else:
            said[name] = value
        tokens.accept(",", ";")
    return said


def _field_name(tokens: Tokens) -> str:
    if not tokens.accept("["):
        return tokens.word("the name of a field").text
    name = full_name(tokens, "the name of an extension")
    while tokens.accept("/"):
        name += "/" + full_name(tokens, "the name of a type")
    tokens.expect("]")
    return name


def _nested(tokens: Tokens) -> Value:
    with tokens.deeper():
        if tokens.accept("{"):
            return _message(tokens, "}")
        if tokens.accept("<"):
            return _message(tokens, ">")
        if tokens.accept("["):
            return tokens.several(lambda: _nested(tokens), "]")
        return scalar(tokens)


def unquoted(text: str) -> str:
    """What a string says, its escapes resolved. Bytes that are no UTF-8 become the sign for that."""
    inner = text[1:-1]
    if "\\" not in inner:
        return inner
    told = bytearray()
    at = 0
    while at < len(inner):
        if inner[at] != "\\":
            end = inner.find("\\", at)
            end = len(inner) if end < 0 else end
            told += inner[at:end].encode("utf-8", "replace")
            at = end
            continue
        sign = inner[at + 1 : at + 2]
        at += 2
        most, base = (2, 16) if sign in ("x", "X") else (4, 16) if sign == "u" else (8, 16) if sign == "U" else (3, 8)
        digits = "" if base == 16 else sign if sign in "01234567" else ""
        if base == 16 or digits:
            while at < len(inner) and len(digits) < most and inner[at] in _HEX[: base if base == 8 else None]:
                digits += inner[at]
                at += 1
            code = int(digits or "0", base)
            if sign in ("u", "U"):
                told += chr(code if code < 0x110000 else 0xFFFD).encode("utf-8", "replace")
            else:
                told.append(code & 0xFF)
        else:
            told += _ESCAPES.get(sign, sign).encode("utf-8", "replace")
    return told.decode("utf-8", "replace")


def told(options: Iterable[Option]) -> Mapping[str, Value]:
    """Options by name: those of one message are put together, those that stand several times are a list."""
    marks: dict[str, Value] = {}
    for one in options:
        _put(marks, one.name, one.value)
    return marks or NO_MARKS


def _put(marks: dict[str, Value], name: Path, value: Value) -> None:
    for step in name[:-1]:
        below = marks.get(step)
        if not isinstance(below, dict):
            if below is not None:
                return
            below = marks[step] = {}
        marks = below
    last = name[-1]
    if last not in marks:
        marks[last] = value
    elif isinstance(marks[last], list):
        marks[last].append(value)
    elif isinstance(marks[last], dict) and isinstance(value, dict) and not marks[last].keys() & value.keys():
        marks[last].update(value)
    else:
        marks[last] = [marks[last], value]
