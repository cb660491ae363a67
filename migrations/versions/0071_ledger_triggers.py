"""What keeps the ledger balanced and for ever, and issued documents as they were issued."""

from alembic import op

revision = "0071"
down_revision = "0070"
branch_labels = None
depends_on = None

OPEN_FIRST = "a ledger entry begins open"
NOT_OPEN = "lines join only an open ledger entry"
UNBALANCED = "a ledger entry must balance before it is posted"
FOR_EVER = "the ledger cannot be changed"
ISSUED = "an issued document cannot be changed"

LEDGER = (
    ("ledger_entry", "INSERT", "NEW.state <> 'open'", OPEN_FIRST),
    (
        "ledger_entry",
        "UPDATE",
        "OLD.state = 'open' AND NEW.state = 'posted' AND ("
        "(SELECT coalesce(sum(amount_pence), 1) FROM ledger_line WHERE entry_id = OLD.id) <> 0)",
        UNBALANCED,
    ),
    (
        "ledger_entry",
        "UPDATE",
        "OLD.state = 'posted' OR NEW.state <> 'posted' OR NEW.id <> OLD.id OR NEW.key <> OLD.key "
        "OR NEW.kind <> OLD.kind OR NEW.subject <> OLD.subject OR NEW.effective_at <> OLD.effective_at "
        "OR NEW.invoice_id IS DISTINCT FROM OLD.invoice_id",
        FOR_EVER,
    ),
    ("ledger_entry", "DELETE", "OLD.state = 'posted'", FOR_EVER),
    (
        "ledger_line",
        "INSERT",
        "NOT EXISTS (SELECT 1 FROM ledger_entry WHERE id = NEW.entry_id AND state = 'open')",
        NOT_OPEN,
    ),
    ("ledger_line", "UPDATE", "1 = 1", FOR_EVER),
    ("ledger_line", "DELETE", "1 = 1", FOR_EVER),
    ("ledger_account", "UPDATE", "1 = 1", FOR_EVER),
    ("ledger_account", "DELETE", "1 = 1", FOR_EVER),
)
FROZEN = (
    "id, reference, provider_id, buyer_id, sequence, number, is_vat_document, charge_reference, subject, reason, "
    "issued_at, issue_date, supply_date, due_date, po_number, provider_name, provider_address, provider_vat_number, "
    "provider_company_number, provider_contact, provider_email, buyer_name, buyer_address, buyer_vat_number, "
    "buyer_company_number, buyer_contact, buyer_email, net_pence, vat_pence, gross_pence"
)
DOCUMENTS = tuple(
    (table, deed, "1 = 1", ISSUED)
    for table, deeds in (
        ("invoice", (f"UPDATE OF {FROZEN}", "DELETE")),
        ("invoice_line", ("UPDATE", "DELETE")),
        ("invoice_settlement", ("UPDATE", "DELETE")),
        ("credit_note", ("UPDATE", "DELETE")),
        ("credit_note_line", ("UPDATE", "DELETE")),
        ("finance_details", ("UPDATE", "DELETE")),
    )
    for deed in deeds
)


def upgrade() -> None:
    if op.get_bind().dialect.name == "postgresql":
        _upgrade_postgresql()
        return
    for number, (table, deed, condition, refusal) in enumerate(LEDGER + DOCUMENTS):
        condition = condition.replace("IS DISTINCT FROM", "IS NOT")
        op.execute(
            f"CREATE TRIGGER {_name(table, number)} BEFORE {deed} ON {table} WHEN {condition} "
            f"BEGIN SELECT RAISE(ABORT, '{refusal}'); END"
        )


def _upgrade_postgresql() -> None:
    for number, (table, deed, condition, refusal) in enumerate(LEDGER + DOCUMENTS):
        name = _name(table, number)
        # An entry that is being posted just now is waited for, so that no line slips in behind its sum.
        lock = "PERFORM 1 FROM ledger_entry WHERE id = NEW.entry_id FOR SHARE;" if refusal == NOT_OPEN else ""
        op.execute(
            f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN {lock} "
            f"IF {condition} THEN RAISE EXCEPTION '{refusal}'; END IF; "
            f"RETURN {'OLD' if deed == 'DELETE' else 'NEW'}; END $$"
        )
        op.execute(f"CREATE TRIGGER {name} BEFORE {deed} ON {table} FOR EACH ROW EXECUTE FUNCTION {name}()")


def downgrade() -> None:
    is_postgresql = op.get_bind().dialect.name == "postgresql"
    for number, (table, *_) in enumerate(LEDGER + DOCUMENTS):
        name = _name(table, number)
        op.execute(f"DROP TRIGGER {name}" + (f" ON {table}" if is_postgresql else ""))
        if is_postgresql:
            op.execute(f"DROP FUNCTION {name}()")


def _name(table: str, number: int) -> str:
    return f"guard_{number:02d}_{table}"
