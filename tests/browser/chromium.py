"""The Chromium of this machine, and how it is started."""

import shutil

QUIET = ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking", "--disable-sync"]
_NAMES = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")


def program() -> str | None:
    """The path of the first that is there; None where none is."""
    return next((path for name in _NAMES if (path := shutil.which(name))), None)
