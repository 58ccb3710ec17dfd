"""What others may listen to."""

from django.dispatch import Signal

#: Sent after the commit that made a release, with ``release``.
course_released = Signal()
#: Sent after the commit that made a municipality's own version, with ``variant``.
variant_created = Signal()
