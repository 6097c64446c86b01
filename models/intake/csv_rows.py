"""The former home of two names; what reads rows is models.intake.table and models.intake.delimited."""

from models.intake.table_form import FileRefused, shown

__all__ = ["FileRefused", "shown"]
