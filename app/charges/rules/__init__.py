"""What the trade allows: pure decisions about finance details, charges, invoices and ledger entries."""
