"""The register behind the office's pages: its services, the work that takes long, and who may see what of it."""

import secrets
from collections import OrderedDict
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path

from zengshou.concepts.account import Account, Role
from zengshou.concepts.problem import forbid, refuse
from zengshou.faces.web.jobs import Job, Jobs
from zengshou.services.records.access.look import reads_of
from zengshou.services.records.home.channel_catalogue import Catalogue, catalogue_of
from zengshou.services.records.home.register_about import RegisterAbout, about
from zengshou.services.records.home.register_home import RegisterHome, opened
from zengshou.services.records.intake.batch_view import PersonCounts
from zengshou.services.records.intake.case_gate import RegisterCases
from zengshou.services.records.intake.delivery import Receipt
from zengshou.services.records.intake.import_batch import Intake, Tell
from zengshou.services.records.intake.uploads import Uploads
from zengshou.services.records.linking.link_review import LinkDesk
from zengshou.services.records.whole.hit_desk import HitDesk
from zengshou.store.access_purposes import access_purposes
from zengshou.store.register.access.kept_verdict import KeptVerdict

CUSTODIANS = (Role.DATA_CUSTODIAN,)
READERS = (Role.DATA_CUSTODIAN, Role.SUPERVISOR, Role.STATISTICIAN)  # of figures about batches, never of rows
JOBS_KEPT = 64
NOT_SET_UP = "本机没有打开登记系统。"
HOW = "运行 zs records setup --home 目录，再用 zs serve --home 工作台目录 --register 目录 打开。"


def utc_now() -> datetime:
    return datetime.now(UTC)


@dataclass(frozen=True)
class RecordsOffice:
    """One opened register of one city. `now` gives a moment with its zone."""

    home: RegisterHome
    about: RegisterAbout
    now: Callable[[], datetime] = utc_now
    _running: OrderedDict[str, Job[Receipt]] = field(default_factory=OrderedDict)
    _checking: list[Job[KeptVerdict]] = field(default_factory=list)

    @cached_property
    def catalogue(self) -> Catalogue:
        return catalogue_of(self.about.city)

    @cached_property
    def intake(self) -> Intake:
        purposes = access_purposes(self.about.city)
        cases = RegisterCases(self.home.database, purposes, lambda id: self.catalogue.channel(id).agency)
        return Intake(self.home, self.catalogue, self.now, cases)

    @cached_property
    def links(self) -> LinkDesk:
        return LinkDesk(self.home.database, reads_of(self.home, self.about.city), self.home.vault, self.now)

    @cached_property
    def hits(self) -> HitDesk:
        return HitDesk(self.links.reads.gate, self.about.city, self.now)

    @cached_property
    def counts(self) -> PersonCounts:
        return PersonCounts()

    @cached_property
    def uploads(self) -> Uploads:
        return Uploads(self.home, self.now)

    @cached_property
    def _jobs(self) -> Jobs[Receipt]:
        """One at a time: an import is alone in the folder anyway."""
        return Jobs(ThreadPoolExecutor(max_workers=1, thread_name_prefix="import"))

    @cached_property
    def _checks(self) -> Jobs[KeptVerdict]:
        return Jobs(ThreadPoolExecutor(max_workers=1, thread_name_prefix="audit"))

    def begin_check(self, work: Callable[[Tell], KeptVerdict]) -> None:
        """Verify the whole log beside the pages, once at a time."""
        if not self.is_checking:
            self._checking[:] = [self._checks.start(secrets.token_hex(8), work)]

    @property
    def is_checking(self) -> bool:
        return any(not job.is_done for job in self._checking)

    def begin(self, work: Callable[[Tell], Receipt]) -> str:
        """Start an import beside the pages; the word by which its page asks for it."""
        word = secrets.token_hex(8)
        self._running[word] = self._jobs.start(word, work)
        while len(self._running) > JOBS_KEPT:
            self._running.popitem(last=False)
        return word

    def job(self, word: str) -> Job[Receipt]:
        """Raises  ProblemsFound: no such work, as after a restart"""
        found = self._running.get(word)
        if found is None:
            raise refuse("没有这项导入，或系统已重新启动。", "导入", "请在批次列表中查看结果；未完成的会自动续完。")
        return found


def opened_records(
    folder: Path, city: str, now: Callable[[], datetime] = utc_now, address: str = "", vault_address: str = ""
) -> RecordsOffice:
    """The register of a folder, for the pages. Addresses  of databases; empty for SQLite in the folder

    city    whose it is where it does not say so itself
    Raises  ProblemsFound: no register there, or tables that are not those of this version
    """
    told = about(folder)
    home = opened(folder, address, vault_address)
    return RecordsOffice(home, told if told.city else RegisterAbout(city, told.is_synthetic), now)


def require(records: RecordsOffice | None, who: Account, roles: tuple[Role, ...]) -> RecordsOffice:
    """The register, for an account that may see this page of it.

    Raises  Forbidden: another role, or another city's register; ProblemsFound: none is opened
    """
    if who.role not in roles:
        raise forbid(f"{who.role.label}不办理信息归集。", "请由归集管理员办理。")
    if records is None:
        raise refuse(NOT_SET_UP, "信息归集", HOW)
    if records.about.city != who.city:
        raise forbid("这是另一个城市的登记系统。", "请在本市的工作台登录。")
    return records
