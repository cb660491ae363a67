"""What the tests of settlement's pages share."""

from tests.settlement.street import street

__all__ = ["street"]
