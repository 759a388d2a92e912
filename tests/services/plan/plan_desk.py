"""The invented third plan under review, and files of it as a supervisor uploads them."""

from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from tests.services.supervision.ledger_desk import SUPERVISOR
from zengshou.services.plan.plan_review import PlanReview, Reviewed
from zengshou.store.database.connection import Database

TEXT = (Path(__file__).parents[2] / "plan/reader/third_plan.txt").read_text(encoding="utf-8")
MOMENT = datetime(2024, 4, 1, 9, tzinfo=UTC)


@dataclass
class PlanDesk:
    database: Database
    now: datetime = MOMENT

    @property
    def review(self) -> PlanReview:
        return PlanReview(self.database, lambda: self.now)

    def upload(self, text: str = TEXT, name: str = "方案.txt") -> int:
        return self.review.upload(SUPERVISOR, name, text.encode())

    def version(self, number: int) -> Reviewed:
        return self.review.version(SUPERVISOR, number)
