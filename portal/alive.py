"""The health checks of the containers: ``python -I portal/alive.py web|worker|beat``; exit 0 when it is well.

A script of the standard library alone: it runs every few seconds in each container, and Django takes two to start.
"""

import http.client
import json
import os
import sys
import time
from pathlib import Path

OLDEST = 60  # seconds; worker and beat renew their sign every few (portal/pulse.py)


def main(argv: list[str]) -> int:
    """Say how it stands in one line; 1 when it is not well."""
    if len(argv) != 1 or argv[0] not in {"web", "worker", "beat"}:
        sys.exit("usage: alive.py web|worker|beat")
    well, words = web() if argv[0] == "web" else sign_of_life(argv[0])
    print(words)  # noqa: T201 - the engine shows it as the check's result
    return 0 if well else 1


def web() -> tuple[bool, str]:
    """Ask /readyz as the proxy would: under a name that is let in."""
    host, _, port = setting("HOMEPORT_BIND", "127.0.0.1:8000").rpartition(":")
    here = {"0.0.0.0": "127.0.0.1", "[::]": "::1", "": "127.0.0.1"}.get(host, host.strip("[]"))  # noqa: S104 - read only
    name = setting("HOMEPORT_HOSTS").split(",")[0].strip().lstrip(".") or "localhost"
    connection = http.client.HTTPConnection(here, int(port), timeout=10)
    try:
        connection.request("GET", "/readyz", headers={"Host": name})
        answer = connection.getresponse()
        body = answer.read(10_000)
        return answer.status == 200 and json.loads(body)["status"] == "ok", body.decode("utf-8", "replace")
    except (OSError, ValueError, KeyError, http.client.HTTPException) as error:
        return False, f"/readyz does not answer: {error}"
    finally:
        connection.close()


def sign_of_life(role: str) -> tuple[bool, str]:
    """How long ago the worker ended a task, or beat rang one."""
    sign = Path(setting("HOMEPORT_VAR", str(Path(__file__).parent.parent / "var")), "alive", role)
    try:
        age = time.time() - sign.stat().st_mtime
    except OSError:
        return False, f"The {role} has not shown a sign of life yet."
    return age < OLDEST, f"The {role}'s last sign of life is {age:.0f} s old."


def setting(name: str, default: str = "") -> str:
    """As portal.env.text, which cannot be imported here without all the rest."""
    path = os.environ.get(f"{name}_FILE")
    return (Path(path).read_text(encoding="utf-8") if path else os.environ.get(name, default)).strip()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
