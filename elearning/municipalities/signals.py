"""What others may want to know about people and municipalities."""

from django.dispatch import Signal

#: Sent after somebody has joined a municipality; ``membership`` is the new row.
membership_created = Signal()

#: Sent after somebody's role, level, unit or flag has changed; ``membership`` is the row.
membership_changed = Signal()

#: Sent after somebody has left; ``municipality``, and ``user_id`` of who it was.
membership_removed = Signal()

#: Sent after a municipality's looks, host names or policies have changed, in the same transaction; ``municipality``
#: and ``user``, who changed it. A receiver that raises undoes the change.
municipality_changed = Signal()
