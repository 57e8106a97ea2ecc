"""What a version of something with named parts changed of the version before it, in words."""

from collections.abc import Callable, Mapping


def changed[T](before: Mapping[str, T], now: Mapping[str, T], says: Callable[[T], str], otherwise: str) -> list[str]:
    """A sentence for each part that is new, gone, or not as it was, which then ``otherwise`` begins. Never empty."""
    said = [f"asks: {says(one)}" for name, one in now.items() if name not in before]
    said += [f"no longer asks: {says(one)}" for name, one in before.items() if name not in now]
    said += [f"{otherwise}: {says(one)}" for name, one in now.items() if name in before and one != before[name]]
    return said or ["nothing but the order"]
