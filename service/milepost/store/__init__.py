"""The memory: outbox, deliveries, published revisions, what recipients asked for. All SQL is here."""
