"""What others may want to know about accounts."""

from django.dispatch import Signal

#: Sent in the transaction that deletes an account, before anything is gone; ``user`` is the account.
account_deleting = Signal()
#: Sent when it has been committed; ``user_id`` is all that is left.
account_deleted = Signal()
