"""The text of a proposal: Markdown (CommonMark and tables) in numbered paragraphs, and as markup that harms nobody.

HTML in it stays text, pictures stay links, and an address must be one that a reader may follow. A paragraph is a block
at the top of the text: a heading, a paragraph, a whole list, a quote, a table, a piece of code. Each is drawn by itself
from its own source, so what was frozen with a version looks the same whatever stands around it.
"""

from collections.abc import Sequence
from typing import Any

from django.utils.safestring import SafeString
from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.token import Token

from portal.kit.text import visible

HEADING_BELOW = 2
"""A page has its own first and second headings; those of the text come below."""


def paragraphs(text: str) -> list[str]:
    """The source of each paragraph in order; a line that only divides (``---``) is none."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    found = []
    for token in _reader.parse("\n".join(lines)):
        if token.level == 0 and token.nesting >= 0 and token.map is not None and token.type != "hr":
            found.append("\n".join(lines[token.map[0] : token.map[1]]).rstrip())
    return [one for one in found if one.strip()]


def drawn(source: str) -> SafeString:
    """One paragraph as markup. Invisible marks are made visible; everything from outside is escaped by the renderer."""
    return SafeString(_reader.render(visible(source)))


def plain(source: str) -> str:
    """One paragraph as a single line of its words."""
    return " ".join(source.split())


class _Drawing(RendererHTML):
    """Wide things scroll in their own frame, which keys can reach; headings come below those of the page."""

    def heading_open(self, tokens: Sequence[Token], at: int, options: Any, env: Any) -> str:
        return f"<h{_level(tokens[at])}>"

    def heading_close(self, tokens: Sequence[Token], at: int, options: Any, env: Any) -> str:
        return f"</h{_level(tokens[at])}>\n"

    def table_open(self, tokens: Sequence[Token], at: int, options: Any, env: Any) -> str:
        return '<div class="wide" tabindex="0" role="region" aria-label="Table"><table>\n'

    def table_close(self, tokens: Sequence[Token], at: int, options: Any, env: Any) -> str:
        return "</table></div>\n"

    def th_open(self, tokens: Sequence[Token], at: int, options: Any, env: Any) -> str:
        return _cell(tokens[at])

    def td_open(self, tokens: Sequence[Token], at: int, options: Any, env: Any) -> str:
        return _cell(tokens[at])

    def fence(self, tokens: Sequence[Token], at: int, options: Any, env: Any) -> str:
        return _scrolling(super().fence(tokens, at, options, env))

    def code_block(self, tokens: Sequence[Token], at: int, options: Any, env: Any) -> str:
        return _scrolling(super().code_block(tokens, at, options, env))

    def link_open(self, tokens: Sequence[Token], at: int, options: Any, env: Any) -> str:
        tokens[at].attrSet("rel", "noreferrer nofollow")
        return str(self.renderToken(tokens, at, options, env))


def _level(token: Token) -> int:
    return min(6, int(token.tag[1:]) + HEADING_BELOW)


def _cell(token: Token) -> str:
    """The alignment of a column is a style in Markdown's own markup, which the page's policy forbids."""
    right = "right" in str(token.attrGet("style") or "")
    return f'<{token.tag} class="number">' if right else f"<{token.tag}>"


def _scrolling(markup: str) -> str:
    return markup.replace("<pre>", '<pre tabindex="0" role="region" aria-label="Code">', 1)


# References (``[1]: https://...``) would hold in one paragraph what another needs; as text they are at least seen.
_reader = MarkdownIt("commonmark", {"html": False}, renderer_cls=_Drawing).enable("table").disable(
    ["image", "html_block", "html_inline", "reference"]
)  # fmt: skip
