"""What it costs a worker to import an H5P package: an honest one of 4 MB, genuine ones where they are, hostile ones."""

from __future__ import annotations

import io
import random
import zipfile
from collections.abc import Iterable
from pathlib import Path
from time import process_time
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
MEGABYTE = 1024 * 1024
#: CPU seconds.
IMPORT_BAR, HOSTILE_BAR = 5.0, 10.0


def bench(calibration: float) -> bool:
    """Prints what was measured; whether the bars hold."""
    from tests.courses.h5p.hostile import CASES

    honest = cost(of_four_megabytes())
    print("importing H5P packages:")
    print(f"  4 MB: {honest:.2f} s of CPU (bar {IMPORT_BAR}), {honest / calibration:.2f} x the calibration loop")
    held = honest <= IMPORT_BAR
    genuine = sorted((ROOT.parent / "shared" / "h5p").glob("*.h5p"))
    if genuine:
        held &= said("genuine", ((path.stem, path.read_bytes()) for path in genuine), IMPORT_BAR)
    return held & said("hostile", ((name, case.make()) for name, case in CASES.items()), HOSTILE_BAR)


def said(kind: str, packages: Iterable[tuple[str, bytes]], bar: float) -> bool:
    costs = {name: cost(package) for name, package in packages}
    slowest = max(costs, key=lambda name: costs[name])
    print(
        f"  {len(costs)} {kind}: {sum(costs.values()):.2f} s, the slowest {costs[slowest]:.2f} s (bar {bar}), {slowest}"
    )
    return costs[slowest] <= bar


def cost(package: bytes) -> float:
    """CPU seconds from the upload's row to its report."""
    from django.core.files.base import ContentFile
    from wagtail.models import Collection

    from courses.actions.run_h5p_import import RunH5PImport
    from courses.actions.start_h5p_import import StartH5PImport
    from courses.h5p.selectors import import_for

    upload = ContentFile(package, name="bench.h5p")
    user = operator()
    row = StartH5PImport(upload, collection=Collection.get_first_root_node(), user=user).execute()
    start = process_time()
    RunH5PImport(row.pk).execute()
    took = process_time() - start
    # One that was refused has no row any more.
    told = import_for(user, row.pk)
    if told is None or told.state == row.State.FAILED:
        raise SystemExit(f"The import broke off: {told and told.report}")
    return took


def operator() -> Any:
    from elearning.accounts.models import User
    from tests.factories import UserFactory

    return User.objects.filter(is_superuser=True).first() or UserFactory(is_superuser=True)


def of_four_megabytes() -> bytes:
    """Our own quiz, with forty pictures that do not get smaller."""
    from courses.demo.packages import TWO_QUESTIONS, packed

    kept, noise = io.BytesIO(packed(TWO_QUESTIONS)), random.Random(1)
    with zipfile.ZipFile(kept, "a", zipfile.ZIP_DEFLATED) as package:
        for number in range(40):
            package.writestr(f"content/images/{number}.jpg", noise.randbytes(MEGABYTE // 10))
    return kept.getvalue()
