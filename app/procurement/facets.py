"""What joint rounds and awarded deals are both narrowed by in the search: kinds that share a facet bring the same."""

from app.approvals.values import PurchaseKind
from app.kernel.boards import KindFacet
from app.kernel.cpv import DIVISIONS

DIVISION = KindFacet("cpv", "CPV division", DIVISIONS)
PURCHASE = KindFacet("purchase", "Goods, services or works", tuple((each.value, each.label) for each in PurchaseKind))
