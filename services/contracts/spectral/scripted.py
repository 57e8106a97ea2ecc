"""What there is to rewrite in a ruleset that is JavaScript: it is looked through for names, and never run."""

import re
from collections.abc import Iterator

MOST = 200_000
"""Bytes that are looked through."""
NAMED = 12
LONGEST_IMPORT = 100
"""Names and signs of one statement."""
THEIRS = "@stoplight/spectral-"
_TOKEN = re.compile(
    r"""//[^\n]*|/\*.*?(?:\*/|\Z)|(?P<text>"(?:[^"\\\n]|\\.){,300}"|'(?:[^'\\\n]|\\.){,300}'|`(?:[^`\\]|\\.){,300}`)"""
    r"""|(?<=[(,=:\[!&|?{};\n])[ \t]{,9}/(?![*/])(?:[^/\\\n\[]|\\.|\[(?:[^\]\\\n]|\\.){,99}\]){1,999}/[a-z]*"""
    r"""|(?P<name>[A-Za-z_$][\w$]*)|(?P<sign>[{}\[\]():=,.])""",
    re.DOTALL,
)
"""Comments, texts, patterns between slashes, names, and the signs that order them. Everything else is passed over."""
_EXPORTS = re.compile(rb"^(?:export default\b|module\.exports\b)", re.MULTILINE)


def is_script(content: bytes) -> bool:
    """Whether what cannot be read as a ruleset is one as JavaScript has them."""
    return _EXPORTS.search(content[:MOST]) is not None


def refused(content: bytes) -> str:
    """Why a script is no ruleset here, and by which names its author finds what is to be written in YAML.

    The names of its rules, and of the functions that are code of its own; none where they are put together by code.
    """
    tokens = list(_tokens(content[:MOST].decode("utf-8", "replace")))
    rules, own = list(dict.fromkeys(_rules(tokens))), list(dict.fromkeys(_own(tokens)))
    said = "is JavaScript, which is not run here. Write it as YAML: rules, given and then are the same there."
    if rules:
        said += f" To be written: {_listed(rules)}."
    if own:
        what = "is a function" if len(own) == 1 else "are functions"
        said += f" {_listed(own)} {what} of its own: say it with those that every ruleset has (pattern, schema ...)."
    return said


def _tokens(text: str) -> Iterator[tuple[str, str]]:
    """Each as its kind, which is text, name or sign, and what stands there."""
    for found in _TOKEN.finditer(text):
        if found.lastgroup == "text":
            yield "text", found.group()[1:-1]
        elif found.lastgroup:
            yield found.lastgroup, found.group()


def _rules(tokens: list[tuple[str, str]]) -> Iterator[str]:
    """The keys of what is called rules, be it a member or a variable: of the first that is an object."""
    for at in range(len(tokens) - 2):
        if tokens[at][1] == "rules" and tokens[at + 1][1] in (":", "=") and tokens[at + 2] == ("sign", "{"):
            return _keys(tokens, at + 3)
    return iter(())


def _keys(tokens: list[tuple[str, str]], at: int) -> Iterator[str]:
    """The keys of the object whose first token this is, and of none inside it."""
    deep, before = 1, ""
    while deep and at < len(tokens):
        kind, said = tokens[at]
        if kind == "sign":
            deep += (said in "{[(") - (said in "}])")
        elif deep == 1 and before in ("", ",") and tokens[at + 1 : at + 2] == [("sign", ":")]:
            yield said
        before, at = said, at + 1


def _own(tokens: list[tuple[str, str]]) -> Iterator[str]:
    """What stands behind function: and does not come from Spectral's own packages."""
    theirs = {name for at, (kind, said) in enumerate(tokens) if kind == "text" and said.startswith(THEIRS)
              for name in _imported(tokens, at)}  # fmt: skip
    for at in range(len(tokens) - 2):
        (_, word), colon, (kind, name) = tokens[at : at + 3]
        if word == "function" and colon == ("sign", ":") and kind == "name" and name not in theirs:
            yield name


def _imported(tokens: list[tuple[str, str]], at: int) -> Iterator[str]:
    """The names that the statement gives to what it takes from the package named here."""
    for kind, name in reversed(tokens[max(at - LONGEST_IMPORT, 0) : at]):
        if name in ("import", "const", "let", "var"):
            return
        if kind == "name":
            yield name


def _listed(names: list[str]) -> str:
    more = len(names) - NAMED
    shown = names if more <= 0 else [*names[:NAMED], f"{more:,} more"]
    return shown[0] if len(shown) == 1 else f"{', '.join(shown[:-1])} and {shown[-1]}"
