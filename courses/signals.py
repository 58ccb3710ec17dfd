"""What others may listen to."""

from django.dispatch import Signal

#: Sent after the commit that made a release, with ``release``.
course_released = Signal()
#: Sent after the commit that made a municipality's own version, with ``variant``.
variant_created = Signal()
#: Sent after the commit that changed what a variant runs by, with ``variant``: its process settings or its locks.
variant_settings_changed = Signal()
