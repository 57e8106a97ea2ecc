"""Text with light marks in it: what stands between backticks is code; descriptions have paragraphs, points and links.

Everything is escaped first. Of Markdown only what hurts to read as it is written becomes markup; the rest stays text.
"""

import re

from django.utils.html import conditional_escape, escape
from django.utils.safestring import SafeString

from portal.kit.text import visible

_CODE = re.compile(r"`([^`\n]{1,200})`")
_LINK = re.compile(r"\[([^\[\]\n]{1,200})\]\((https?://[^\s()<>]{1,500})\)")
_STRONG = re.compile(r"\*\*([^*\n]{1,200})\*\*")
_POINT = re.compile(r"\s*(?:[-*+]|\d{1,2}[.)])\s+")
_HEADING = re.compile(r"#{1,6}\s+")
_TAGS = re.compile(r"</?(?:p|br|b|i|em|strong|ul|li|a|code)(?:\s[^<>]{0,300})?/?>", re.IGNORECASE)


def coded(text: object) -> SafeString:
    """``{{ rule.why|coded }}``: backticks become code, everything else is escaped."""
    return SafeString(_CODE.sub(r"<code>\1</code>", conditional_escape(visible(str(text)))))


def prose(text: object) -> SafeString:
    """``{{ operation.text|prose }}``: a description from a document as paragraphs and lists."""
    blocks = re.split(r"\n\s*\n", _TAGS.sub(" ", visible(str(text))).strip())
    return SafeString("".join(_block(block) for block in blocks if block.strip()))


def brief(text: object) -> str:
    """``{{ interface.text|brief }}``: the first paragraph of a description as plain words, for a line in a list."""
    blocks = [" ".join(_TAGS.sub(" ", block).split()) for block in re.split(r"\n\s*\n", visible(str(text)))]
    told = next((one for one in blocks if one and not _HEADING.match(one)), blocks[0])
    return _STRONG.sub(r"\1", _LINK.sub(r"\1", _CODE.sub(r"\1", told)))


def _block(block: str) -> str:
    lines = block.split("\n")
    points = [at for at, line in enumerate(lines) if _POINT.match(line)]
    if not points:
        return f"<p>{_inline(_HEADING.sub('', ' '.join(lines).strip(), count=1))}</p>"
    before = " ".join(lines[: points[0]]).strip()
    items = []
    for at, until in zip(points, [*points[1:], len(lines)], strict=True):
        items.append(f"<li>{_inline(_POINT.sub('', ' '.join(lines[at:until]), count=1).strip())}</li>")
    told = f"<p>{_inline(_HEADING.sub('', before, count=1))}</p>" if before else ""
    return f"{told}<ul>{''.join(items)}</ul>"


def _inline(text: str) -> str:
    safe = _CODE.sub(r"<code>\1</code>", escape(text))
    safe = _LINK.sub(r'<a href="\2" rel="noreferrer">\1</a>', safe)
    return _STRONG.sub(r"<b>\1</b>", safe)
