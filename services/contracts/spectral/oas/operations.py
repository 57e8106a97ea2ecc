"""The operations of a document, as several functions go through them."""

from collections.abc import Iterator

from ..function import Read, Value

METHODS = ("get", "head", "post", "put", "patch", "delete", "options", "trace")


def operations(paths: Value, read: Read) -> Iterator[tuple[str, str, dict[str, Value]]]:
    """Path, method and operation, in the order they are written in."""
    if not isinstance(paths, dict):
        return
    for path, written in paths.items():
        item = read.follow(written)
        for method in item if isinstance(item, dict) else ():
            if method in METHODS:
                operation = read.follow(item[method])
                if isinstance(operation, dict):
                    yield path, method, operation
