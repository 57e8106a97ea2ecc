"""Percent signs in addresses and pointers. Few have any, and what decodes them takes long to import."""


def unquoted(text: str) -> str:
    """`%20` and the like taken back."""
    if "%" not in text:
        return text
    from urllib.parse import unquote

    return unquote(text)
