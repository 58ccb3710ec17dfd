"""What others may listen to."""

from django.dispatch import Signal

#: Sent after the commit that moved a commission to another stage, with ``commission`` and ``change`` (a
#: ``StageChange``).
commission_moved = Signal()
