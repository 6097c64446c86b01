"""Alembic migrations: each carries a released database one step forward."""
