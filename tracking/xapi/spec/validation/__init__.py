"""Whether JSON is what the specification calls a statement, an agent, an activity.

Every function takes the value and the rules of a version, returns nothing and raises ``Invalid``, whatever it is
given. docs/xapi-conformance.md says which requirement is held by which of them.
"""

from tracking.xapi.spec.errors import Invalid
from tracking.xapi.spec.validation.activities import check_activity, check_definition, check_verb
from tracking.xapi.spec.validation.actors import check_actor, check_agent, check_authority, check_group
from tracking.xapi.spec.validation.statements import VOIDED, check_batch, check_statement
from tracking.xapi.spec.validation.values import check_iri, check_timestamp, check_uuid

__all__ = [
    "VOIDED",
    "Invalid",
    "check_activity",
    "check_actor",
    "check_agent",
    "check_authority",
    "check_batch",
    "check_definition",
    "check_group",
    "check_iri",
    "check_statement",
    "check_timestamp",
    "check_uuid",
    "check_verb",
]
