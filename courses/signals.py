"""What others may listen to."""

from django.dispatch import Signal

#: Sent after the commit that made a release, with ``release``.
course_released = Signal()
