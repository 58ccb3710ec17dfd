"""What beat starts, and when. Times are Europe/Copenhagen's.

A new entry goes here, beside its neighbours, and names its task in full. A task started from here may be
started twice or late: it must not mind.
"""

from typing import Any

from celery.schedules import crontab

CELERY_BEAT_SCHEDULE: dict[str, dict[str, Any]] = {
    # Every few seconds or minutes: what an outage may have left behind, and what an editor timed.
    "publish-scheduled-pages": {
        "task": "elearning.site.tasks.publish_scheduled",
        "schedule": crontab(minute="*/5"),
        "options": {"expires": 240},
    },
    # What a broker that was down has left unfolded (docs/algorithms/progress.md).
    "sweep-pending-statements": {
        "task": "tracking.progress.tasks.sweep_pending",
        "schedule": 30.0,
        "options": {"expires": 25},
    },
    # Completions to municipalities' own record stores; each relay says itself when it is due.
    "forward-completions": {
        "task": "tracking.xapi.forwarding.tasks.forward_all",
        "schedule": crontab(),
        "options": {"expires": 50},
    },
    # What a worker died before saying: completions that have no certificate.
    "announce-completions": {
        "task": "tracking.progress.tasks.announce_completions",
        "schedule": crontab(minute="*/15"),
        "options": {"expires": 600},
    },
    # Invitations that no broker took.
    "send-invitations": {
        "task": "tracking.enrolling.tasks.sweep_invitations",
        "schedule": crontab(minute="*/10"),
        "options": {"expires": 540},
    },
    # In the morning, when people are at work: to those who have begun a course and paused.
    "send-reminders": {
        "task": "tracking.reminding.tasks.send_reminders",
        "schedule": crontab(hour=8, minute=30, day_of_week="mon-fri"),
        "options": {"expires": 3600},
    },
    # The same in the municipalities' groups, by each group's rhythm.
    "send-wave-reminders": {
        "task": "elearning.commissions.waves.tasks.send_reminders",
        "schedule": crontab(hour=8, minute=40, day_of_week="mon-fri"),
        "options": {"expires": 3600},
    },
    # Invitations to groups that no broker took, or that a pause held back.
    "send-wave-invitations": {
        "task": "elearning.commissions.waves.tasks.sweep_invitations",
        "schedule": crontab(minute="*/10"),
        "options": {"expires": 540},
    },
    # Lists of participants whose worker died.
    "sweep-participant-imports": {
        "task": "elearning.commissions.waves.tasks.sweep_imports",
        "schedule": crontab(minute="*/2"),
        "options": {"expires": 110},
    },
    # While people are at work: to those who have completed a course of an order, and 90 days on.
    "ask-for-evaluations": {
        "task": "elearning.commissions.evaluation.tasks.ask",
        "schedule": crontab(minute=20, hour="8-16", day_of_week="mon-fri"),
        "options": {"expires": 3000},
    },
    # Mails about approvals that no broker took.
    "send-approval-notices": {
        "task": "courses.approval.tasks.sweep_notices",
        "schedule": crontab(minute="*/10"),
        "options": {"expires": 540},
    },
    # E-mails about orders that no broker took.
    "send-order-mails": {
        "task": "elearning.commissions.tasks.sweep_mails",
        "schedule": crontab(minute="*/10"),
        "options": {"expires": 540},
    },
    # Municipalities' courses that a release has not reached, because a broker was down or a worker died.
    "sweep-course-updates": {
        "task": "courses.tasks.sweep_updates",
        "schedule": crontab(minute="*/5"),
        "options": {"expires": 240},
    },
    # Uploaded H5P packages that no broker took, or whose worker died.
    "sweep-h5p-imports": {
        "task": "courses.h5p.tasks.sweep_imports",
        "schedule": crontab(minute="*/2"),
        "options": {"expires": 110},
    },
    # Every morning: mandatory updates that have waited for a week.
    "remind-of-mandatory-updates": {
        "task": "courses.tasks.remind_of_mandatory",
        "schedule": crontab(hour=8, minute=5),
        "options": {"expires": 3600},
    },
    # Every night: housekeeping.
    "apply-retention": {
        "task": "elearning.accounts.tasks.apply_retention",
        "schedule": crontab(hour=2, minute=40),
    },
    "clear-sessions": {
        "task": "elearning.site.tasks.clear_sessions",
        "schedule": crontab(hour=3, minute=10),
    },
    "tidy-h5p": {
        "task": "courses.h5p.tasks.tidy",
        "schedule": crontab(hour=3, minute=50),
    },
    # With the broker down Wagtail's index updates are dropped, not the request (docs/decisions/0005).
    "update-search-index": {
        "task": "elearning.site.tasks.update_search_index",
        "schedule": crontab(hour=3, minute=30),
    },
    "rebuild-references-index": {
        "task": "elearning.site.tasks.rebuild_references_index",
        "schedule": crontab(hour=4, minute=0),
    },
}
