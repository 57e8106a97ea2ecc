"""Only actions write: no save(), create() or update() in views, forms, serializers, reads or template tags."""

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
READERS = [
    *(path for part in ("views", "reads", "api") for path in (ROOT / "services" / part).glob("*.py")),
    *(path for part in ("views", "reads", "api") for path in (ROOT / "services" / "forge" / part).glob("*.py")),
    *(path for part in ("views", "reads", "api") for path in (ROOT / "teams").glob(f"*/{part}/*.py")),
    *(ROOT / "portal" / "views").glob("*.py"),
    *(ROOT / "portal" / "templatetags").glob("*.py"),
    *(ROOT / "teams").glob("*/beside.py"),
    *(ROOT / "teams").glob("*/forms.py"),
    ROOT / "portal" / "reads.py",
    ROOT / "services" / "forms.py",
    ROOT / "services" / "forge" / "forms.py",
    ROOT / "services" / "forge" / "beside.py",
]
WRITES = re.compile(
    r"\.(save|bulk_create|bulk_update|get_or_create|update_or_create)\(|objects[^\n]*\.(create|update|delete)\("
)


def test_nothing_but_actions_writes():
    assert len(READERS) > 60
    found = [
        f"{path.relative_to(ROOT)}:{number}: {line.strip()}"
        for path in READERS
        for number, line in enumerate(path.read_text().splitlines(), 1)
        if WRITES.search(line)
    ]
    assert found == []
