"""What others may listen to."""

from django.dispatch import Signal

#: Sent after the commit that recorded that a course is completed, with ``enrolment`` and ``statement`` (its
#: ``raw`` carries the release, the criterion and the pass mark that applied). It is sent again for completions
#: that have no certificate yet (a worker may die between commit and signal): receivers must not mind.
course_completed = Signal()
