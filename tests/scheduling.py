"""Which tests one worker runs: those that share a site and a browser, which takes half a minute to start."""

from typing import Any

from xdist.scheduler.loadscope import LoadScopeScheduling  # type: ignore[import-untyped]

TOGETHER = ("tests/journeys/", "tests/web/test_look.py")


class Together(LoadScopeScheduling):  # type: ignore[misc]
    """Gives each test to whoever is free, and those that go together to one worker, the largest group first."""

    def _split_scope(self, nodeid: Any) -> str:
        return next((start for start in TOGETHER if nodeid.startswith(start)), str(nodeid))
