"""A repository by its address: one name for all the ways in which the same one is written."""

import re
from collections.abc import Iterable
from urllib.parse import unquote, urlsplit

_SCP = re.compile(r"^(?:[^/@:]+@)?([^/:]+):(?!//)(.+)$")
_INSIDE = re.compile(r"/(?:-/)?(?:tree|blob|src/branch|src/commit|src/tag|raw)/.*$")
"""What follows the repository in the address of a folder or a file in it: GitHub's, GitLab's and Gitea's ways."""


def name_of(address: str) -> str:
    """Host and path in small letters, without scheme, user, ``.git`` and slash; empty for what is no address.

    A service may give the address of a folder inside a repository: its name is the repository's.
    """
    text = address.strip()
    if "://" not in text and (found := _SCP.match(text)):
        text = f"ssh://{found[1]}/{found[2]}"
    try:
        parts = urlsplit(text)
        host, port = parts.hostname or "", parts.port
    except ValueError:
        return ""
    if parts.scheme in {"http", "https"} and port is not None:
        host = f"{host}:{port}"
    path = _INSIDE.sub("", unquote(parts.path)).strip("/").lower().removesuffix(".git")
    return f"{host.lower()}/{path}"[:400] if host and path else ""


def names_of(addresses: Iterable[object]) -> list[str]:
    """The names of those that are addresses, each once, in their order."""
    return list(dict.fromkeys(name for one in addresses if isinstance(one, str) and (name := name_of(one))))
