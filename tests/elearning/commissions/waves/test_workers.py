"""Two thousand people, a worker that is killed half-way, and the list once more."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest

from elearning.commissions.actions.participant_imports import ImportParticipants, PreviewParticipants
from elearning.commissions.models import ImportRow, ParticipantImport, Wave, WaveMember
from elearning.municipalities.models import Membership
from tests.elearning.commissions.waves import lists
from tests.factories import MunicipalityFactory
from tests.services import WorkerProcess
from tests.waiting import wait_for
from tracking.models import Enrolment

pytestmark = [pytest.mark.worker, pytest.mark.django_db(transaction=True), pytest.mark.timeout(1200)]


@pytest.fixture
def worker(celery_worker_process: Callable[..., WorkerProcess], tmp_path: Path) -> WorkerProcess:
    """What it is killed over comes back after three seconds."""
    (tmp_path / "stumble").write_text("in the middle of the import")
    return celery_worker_process(
        *("--concurrency", "1", "--include", "tests.elearning.commissions.waves.stumbling"),
        STUMBLE=str(tmp_path / "stumble"),
        CELERY_VISIBILITY_TIMEOUT="3",
    )


def read(wave: Wave, data: bytes) -> ParticipantImport:
    return PreviewParticipants(wave, data, filename="hold.xlsx", user=wave.facilitator).execute()


def outcomes(of: ParticipantImport) -> Counter[str]:
    return Counter(of.rows.values_list("outcome", flat=True))


def state(of: ParticipantImport) -> str:
    of.refresh_from_db()
    return of.state


def test_each_is_enrolled_once_though_the_worker_is_killed_and_the_list_repeated(wave, worker):
    MunicipalityFactory(name="Storerød", email_domains=["storeroed.example"])
    rows, wrong = lists.two_thousand()
    data = lists.xlsx(rows)
    made = read(wave, data)
    assert sorted(made.rows.filter(outcome=ImportRow.Outcome.ERROR).values_list("number", flat=True)) == wrong

    ImportParticipants(made, user=wave.facilitator, invite=False).execute()
    wait_for(lambda: not Path(worker.env["STUMBLE"]).exists(), within=60, what="The middle of the import")
    worker.kill()
    # The batch that was under way is undone, those before it are not.
    assert outcomes(made) == {"new": 800, "": 1160, "error": 40}
    worker.start()
    wait_for(lambda: state(made) == "done", within=60, what="The end of the import")
    assert outcomes(made) == {"new": 1960, "error": 40}

    again = read(wave, data)
    assert outcomes(again) == {"member": 1960, "error": 40}
    ImportParticipants(again, user=wave.facilitator).execute()
    wait_for(lambda: state(again) == "done", within=60, what="The end of the repeated import")

    for model in (Enrolment, Membership):
        people = model.objects.for_municipality(wave.municipality).filter(user__email__startswith="leder")
        assert people.count() == people.values("user").distinct().count() == 1960
    assert WaveMember.objects.for_municipality(wave.municipality).count() == 1960
