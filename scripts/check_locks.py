"""No lock names a registry: they install from whichever mirror a machine is set up for."""

import json
import sys
from pathlib import Path

PYTHON = ("requirements.lock", "requirements-dev.lock")
NODE = "package-lock.json"


def complaints(root: Path) -> list[str]:
    found = [
        f"{name}:{number}: names an address"
        for name in PYTHON
        for number, line in enumerate((root / name).read_text().splitlines(), start=1)
        if "http" in line or line.startswith(("--index", "--extra-index", "--find-links"))
    ]
    packages = json.loads((root / NODE).read_text())["packages"]
    found += [
        f"{NODE}: {name or 'the project'} names an address" for name, entry in packages.items() if "resolved" in entry
    ]
    found += [f"{NODE}: {name} has no hash" for name, entry in packages.items() if name and "integrity" not in entry]
    return found


if __name__ == "__main__":
    found = complaints(Path(__file__).resolve().parents[1])
    sys.exit("\n".join(found) or 0)
