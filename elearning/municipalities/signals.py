"""What others may want to know about people and municipalities."""

from django.dispatch import Signal

#: Sent after somebody has joined a municipality; ``membership`` is the new row.
membership_created = Signal()
