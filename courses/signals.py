"""What others may listen to."""

from django.dispatch import Signal

#: Sent after the commit that made a release, with ``release``.
course_released = Signal()
#: Sent after the commit that made a municipality's own version, with ``variant``.
variant_created = Signal()
#: Sent after the commit that applied an update to a variant's workbench, or undid it, with ``update`` (a
#: ``VariantUpdate``, whose ``status`` tells which).
variant_updated = Signal()
