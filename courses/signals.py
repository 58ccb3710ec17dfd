"""What others may listen to."""

from django.dispatch import Signal

#: Sent after the commit that made a release, with ``release``.
course_released = Signal()
#: Sent after the commit that made a municipality's own version, with ``variant``.
variant_created = Signal()
#: Sent after the commit that brought a municipality's own version to its learners, with ``variant`` and ``release``.
variant_published = Signal()
#: Sent after the commit in which an approval was asked for, answered or withdrawn, with ``approval``.
approval_changed = Signal()
#: Sent after the commit that applied an update to a variant's workbench, or undid it, with ``update`` (a
#: ``VariantUpdate``, whose ``status`` tells which).
variant_updated = Signal()
#: Sent after the commit that changed what a variant runs by, with ``variant``: its process settings or its locks.
variant_settings_changed = Signal()
#: Sent after the commit that changed pages of a variant's workbench, in the editor or by an action, with ``variant``.
variant_tailored = Signal()
#: Sent after the commit that imported an H5P package, with ``version`` (an ``H5PVersion``).
h5p_imported = Signal()
