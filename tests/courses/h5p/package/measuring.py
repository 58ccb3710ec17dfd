"""Run as a program: inspect and prepare the packages named, and print the most memory it took, in bytes."""

from __future__ import annotations

import re
import sys
from pathlib import Path

from courses.h5p.package import PackageRefused, inspect, prepare


def main(paths: list[str]) -> None:
    for path in paths:
        try:
            with inspect(path) as package:
                prepare(package, {})
        except PackageRefused as refused:
            sys.stderr.write(f"{refused}\n")
    # Of this program: what the kernel counts for a process includes the one it was started from.
    peak = re.search(r"VmHWM:\s*(\d+) kB", Path("/proc/self/status").read_text())
    sys.stdout.write(str(int(peak[1]) * 1024 if peak else 0))


if __name__ == "__main__":
    main(sys.argv[1:])
