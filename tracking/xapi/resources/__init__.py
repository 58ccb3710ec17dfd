"""The resources of the record store under ``/xapi/``: thin views over ``tracking.xapi.store``."""
