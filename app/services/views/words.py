"""The deeds of an order's life as its timeline tells them."""

DEEDS = {
    "services.order_placed": "Order placed",
    "approvals.committed_alone": "Within what the buyer may commit alone",
    "approvals.asked": "Approval asked for",
    "approvals.approved": "Approved",
    "approvals.declined": "Not approved",
    "approvals.cancelled": "Approval no longer needed",
    "services.order_sent": "Sent to the provider",
    "services.order_not_approved": "Order ended: not approved",
    "services.provider_reminded": "Provider reminded to answer",
    "services.order_accepted": "Accepted by the provider",
    "services.order_declined": "Declined by the provider",
    "services.order_withdrawn": "Withdrawn by the buyer",
    "services.year_charged": "A year charged",
}
