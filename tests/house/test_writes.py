"""Only actions write: no save(), create() or update() in views, forms, serializers, reads or template tags."""

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
READERS = [
    *(ROOT / "services" / "views").glob("*.py"),
    *(ROOT / "services" / "reads").glob("*.py"),
    *(ROOT / "services" / "api").glob("*.py"),
    *(ROOT / "teams").glob("*/views/*.py"),
    *(ROOT / "teams").glob("*/api/*.py"),
    *(ROOT / "portal" / "views").glob("*.py"),
    *(ROOT / "portal" / "templatetags").glob("*.py"),
    ROOT / "services" / "forms.py",
    ROOT / "teams" / "people" / "forms.py",
    ROOT / "teams" / "people" / "reads.py",
]
WRITES = re.compile(
    r"\.(save|bulk_create|bulk_update|get_or_create|update_or_create)\(|objects[^\n]*\.(create|update|delete)\("
)


def test_nothing_but_actions_writes():
    assert len(READERS) > 15
    found = [
        f"{path.relative_to(ROOT)}:{number}: {line.strip()}"
        for path in READERS
        for number, line in enumerate(path.read_text().splitlines(), 1)
        if WRITES.search(line)
    ]
    assert found == []
