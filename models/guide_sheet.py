"""Payment Arrangement Guide sheets: every figure exactly as recorded.

A figure left blank on the sheet stays None ("not held"); nothing is filled in. Money is in pounds, weekly unless the
name says otherwise; `instalment` is the arrears part only, paid every `frequency`.
"""

from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum

from sqlmodel import Field, SQLModel

from models.columns import Pence, UtcDateTime, new_id


class Scheme(StrEnum):
    """Computer system or scheme the case runs on; domain notes, section 7."""

    CSCS = "CSCS"
    CS2 = "CS2"
    CMS = "CMS"


class Frequency(StrEnum):
    """How often the instalment is paid."""

    WEEKLY = "W"
    FORTNIGHTLY = "F"
    FOUR_WEEKLY = "4W"
    MONTHLY = "M"


class Method(StrEnum):
    """Methods of collection."""

    DIRECT_DEBIT = "direct_debit"
    STANDING_ORDER = "standing_order"
    DEBIT_CARD = "debit_card"
    CREDIT_CARD = "credit_card"
    CHEQUE = "cheque"
    CASH = "cash"
    DEO = "deo"
    DEDUCTION_FROM_BENEFITS = "deduction_from_benefits"


class Label(StrEnum):
    """What the caseworker called the payments; Annex A keeps the two words apart."""

    AGREEMENT = "Agreement"
    ARRANGEMENT = "Arrangement"


class GuideSheet(SQLModel, table=True):
    """One guide sheet as it stands now; `version` counts the times its figures changed on import."""

    __tablename__ = "guide_sheet"

    id: str = Field(default_factory=new_id, primary_key=True)
    sheet_id: str = Field(unique=True)
    case_ref: str | None = Field(default=None, index=True)
    scheme: str | None = None
    caseworker_id: str | None = Field(default=None, index=True)
    team: str | None = None
    decision_date: date | None = Field(default=None, index=True)
    received_date: date | None = None
    arrears: Decimal | None = Field(default=None, sa_type=Pence)
    net_income_weekly: Decimal | None = Field(default=None, sa_type=Pence)
    income_source: str | None = None
    income_date: date | None = None
    regular_maintenance_weekly: Decimal | None = Field(default=None, sa_type=Pence)
    full_payment_asked: str | None = None
    lump_sum_asked: str | None = None
    lump_sum: Decimal | None = Field(default=None, sa_type=Pence)
    instalment: Decimal | None = Field(default=None, sa_type=Pence)
    frequency: str | None = None
    method_agreed: str | None = None
    methods_offered: str | None = None
    label: str | None = None
    employed: str | None = None
    discretion_ground: str | None = None
    discretion_reason: str | None = None
    sustainability_assured: str | None = None
    liability_order_considered: str | None = None
    protected_money_weekly: Decimal | None = Field(default=None, sa_type=Pence)
    caseworker_online_ref: str | None = None
    recording_ref: str | None = Field(default=None, index=True)
    segment: str | None = None
    arrangement_kind: str | None = None
    documents: str | None = None
    version: int = 1
    imported_at: datetime = Field(sa_type=UtcDateTime)
