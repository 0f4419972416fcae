"""The shelf promise and the shelves that keep it; ledger, codec, migrations."""
