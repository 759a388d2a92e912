"""Release a table: propose, two persons sign, withdraw, list, verify. The one way by which published tables leave."""

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from zengshou.concepts.problem import Problem, ProblemsFound, refuse
from zengshou.services.release.release_data import ReleaseColumns, read_people_of_release
from zengshou.statistics.disclosure.composition import Composition
from zengshou.statistics.disclosure.document import reopened, table_json
from zengshou.statistics.disclosure.gate import Request, Verdict, judge
from zengshou.statistics.disclosure.released import ReleasedTable
from zengshou.statistics.disclosure.rules import Rules, read_rules, shipped_rules
from zengshou.store.extract_file import about_extract
from zengshou.store.releases import (
    KEY,
    REGISTER,
    file_faults,
    keep_composition,
    keep_table,
    read_composition,
    read_table_document,
)
from zengshou.store.releases_register import START, Entry, Event, append, entries, faults, locked
from zengshou.store.releases_signer import KeyFile, Signer
from zengshou.store.yaml_files import read_yaml_file

SIGNERS = 2


@dataclass(frozen=True)
class Shelf:
    """Where releases are kept. `key`: the installation's key; None: beside the register."""

    folder: Path
    key: Path | None = None

    @property
    def register(self) -> Path:
        return self.folder / REGISTER

    def signer(self) -> Signer:
        return KeyFile(self.key or self.folder / KEY)


@dataclass(frozen=True)
class Release:
    """One release by its history.

    state  proposed | signed_once | released | withdrawn
    """

    id: str
    state: str
    history: tuple[Entry, ...]

    @property
    def signers(self) -> tuple[str, ...]:
        return tuple(entry.by for entry in self.history if entry.event == Event.SIGNED.value)

    @property
    def was_public(self) -> bool:
        """Whether it ever went out; a withdrawn table is still known."""
        return len(self.signers) >= SIGNERS

    @property
    def state_label(self) -> str:
        return {"proposed": "待签", "signed_once": "待第二人签", "released": "已发布", "withdrawn": "已撤回"}[
            self.state
        ]


@dataclass(frozen=True)
class Proposal:
    """A proposal as its officers see it: the table, and why cells are hidden, which does not go out."""

    release: Release
    table: ReleasedTable
    tally: tuple[tuple[str, int], ...]


def release_rules(path: Path | None) -> Rules:
    """The shipped rules, or a city's own."""
    return shipped_rules() if path is None else read_rules(read_yaml_file(path), str(path))


def propose(shelf: Shelf, request: Request, columns: ReleaseColumns, rules: Rules, by: str, at: str) -> Proposal:
    """Put a table through the gate and enter it in the register.

    Raises  ProblemsFound: what the file, the gate or the register finds; nothing is entered then
    """
    officer, signer = _officer(by), shelf.signer()
    if not request.purpose.strip() or not request.title.strip() or not request.period.strip():
        raise refuse("须写明表名、用途和所属时期。", "propose", "请补上 --title、--purpose、--period。")
    _refuse_unverified(columns.path)
    data = read_people_of_release(columns, request.statistics, signer)
    with locked(shelf.folder):
        found = _sound(shelf, signer)
        name = f"r{len({entry.release for entry in found}) + 1:04d}"
        earlier = [read_composition(shelf.folder, one.history[0].composition) for one in _all(found) if _counts(one)]
        verdict = judge(request, data, rules, earlier, name)
        table, composition = _keep(shelf.folder, verdict)
        entry = _entry(found, Event.PROPOSED, name, officer, at, (table, composition), request.purpose, signer)
        made = append(shelf.register, entry, signer)
    return Proposal(_of((made,)), verdict.table, verdict.tally())


def keep_shown(folder: Path, compositions: Sequence[Composition]) -> tuple[str, ...]:
    """Keep the gate's own record of tables that are shown without a signature; their digests are their names."""
    return tuple(keep_composition(folder, one) for one in compositions)


def read_shown(folder: Path, digest: str) -> Composition:
    """One of them again. Raises  ProblemsFound: missing or changed"""
    return read_composition(folder, digest)


def _refuse_unverified(path: Path) -> None:
    """An extract of the register that rests on what was not checked is computed from, and not published."""
    about = about_extract(path)
    if about is not None and about.is_unverified:
        found = f"这是登记系统的提取文件，所据尚未核实：{'、'.join(about.unverified)}。只可计算，不得发布。"
        raise refuse(found, str(path), "核对来源、改 status 为 sourced 后重新提取。")


def _counts(release: Release) -> bool:
    """What is out, or may yet go out; a proposal withdrawn before its second signature never did."""
    return release.was_public or release.state != "withdrawn"


def _keep(folder: Path, verdict: Verdict) -> tuple[str, str]:
    return keep_table(folder, table_json(verdict.table)), keep_composition(folder, verdict.composition)


def sign(shelf: Shelf, release: str, by: str, at: str) -> Release:
    """The first or the second signature; with the second the table is released.

    Raises  ProblemsFound: unknown or withdrawn release, the same person again, files or register that were changed
    """
    officer, signer = _officer(by), shelf.signer()
    with locked(shelf.folder):
        found = _sound(shelf, signer)
        known = _named(found, release)
        if known.state == "withdrawn":
            raise refuse("这张表已撤回，不能再签。", release, "请重新提出。")
        if known.was_public:
            raise refuse("这张表已由两人签发。", release, "不必再签。")
        if _same_person(officer, known.signers):
            raise refuse(f"“{officer}”已签过，第二次签发须由另一人。", release, "请另一位负责人签。")
        first = known.history[0]
        problems = file_faults(shelf.folder, first.table, first.composition)
        if problems:
            raise ProblemsFound(problems)
        entry = _entry(found, Event.SIGNED, release, officer, at, (first.table, first.composition), "", signer)
        made = append(shelf.register, entry, signer)
    return _of((*known.history, made))


def _same_person(officer: str, signers: tuple[str, ...]) -> bool:
    return _plain(officer) in {_plain(one) for one in signers}


def _plain(name: str) -> str:
    """A name without blanks, width and case: how two writings of one person are told."""
    return "".join(unicodedata.normalize("NFKC", name).split()).casefold()


def withdraw(shelf: Shelf, release: str, by: str, why: str, at: str) -> Release:
    """Enter that a release is withdrawn; its table and record stay."""
    officer, signer = _officer(by), shelf.signer()
    if not why.strip():
        raise refuse("须写明撤回的理由。", release, "请补上 --why。")
    with locked(shelf.folder):
        found = _sound(shelf, signer)
        known = _named(found, release)
        if known.state == "withdrawn":
            raise refuse("这张表已经撤回。", release, "不必再撤。")
        first = known.history[0]
        entry = _entry(found, Event.WITHDRAWN, release, officer, at, (first.table, first.composition), why, signer)
        made = append(shelf.register, entry, signer)
    return _of((*known.history, made))


def releases(shelf: Shelf) -> tuple[Release, ...]:
    """Every release, the oldest first. Raises  ProblemsFound: a register that was changed"""
    return _all(_sound(shelf, shelf.signer())) if shelf.register.exists() else ()


def released_table(shelf: Shelf, release: str) -> tuple[Release, ReleasedTable]:
    """One release with its table, verified against the register."""
    known = _named(_sound(shelf, shelf.signer()), release) if shelf.register.exists() else _named((), release)
    return known, reopened(read_table_document(shelf.folder, known.history[0].table))


def verify(shelf: Shelf, head: str = "") -> tuple[tuple[Problem, ...], str]:
    """(everything wrong with register and files, digest of the last line to be kept elsewhere)."""
    try:
        found = entries(shelf.register)
    except ProblemsFound as wrong:
        return wrong.problems, ""
    if not found:
        return ((Problem("登记簿是空的。", str(shelf.register)),) if head else ()), START
    problems = list(faults(found, shelf.signer(), str(shelf.register), head))
    for one in _all(found):
        problems += file_faults(shelf.folder, one.history[0].table, one.history[0].composition)
        if len({(entry.table, entry.composition) for entry in one.history}) > 1:
            problems.append(Problem("签发的不是提出的那张表。", one.id, "请与备份核对。"))
        signers = [_plain(name) for name in one.signers]
        if len(set(signers)) < len(signers):
            problems.append(Problem("同一人签了两次。", one.id, "该发布无效，请撤回。"))
    return tuple(problems), found[-1].digest


def _officer(name: str) -> str:
    officer = " ".join(name.split())
    if not officer or len(officer) > 60 or not officer.isprintable():
        raise refuse(f"经办人姓名“{name}”不合要求。", "--as", "请写姓名或工号，60 字以内。")
    return officer


def _sound(shelf: Shelf, signer: Signer) -> tuple[Entry, ...]:
    """The register, if nothing in it was changed."""
    found = entries(shelf.register)
    problems = faults(found, signer, str(shelf.register))
    if problems:
        raise ProblemsFound(problems)
    return found


def _entry(
    found: tuple[Entry, ...],
    event: Event,
    release: str,
    officer: str,
    at: str,
    files: tuple[str, str],
    note: str,
    signer: Signer,
) -> Entry:
    previous = found[-1].digest if found else START
    return Entry(len(found) + 1, previous, event.value, release, officer, at, *files, note, signer.key_name)


def _all(found: tuple[Entry, ...]) -> tuple[Release, ...]:
    names = dict.fromkeys(entry.release for entry in found)
    return tuple(_of(tuple(entry for entry in found if entry.release == name)) for name in names)


def _of(history: tuple[Entry, ...]) -> Release:
    signed = sum(entry.event == Event.SIGNED.value for entry in history)
    is_withdrawn = any(entry.event == Event.WITHDRAWN.value for entry in history)
    state = "withdrawn" if is_withdrawn else ("proposed", "signed_once", "released")[min(signed, SIGNERS)]
    return Release(history[0].release, state, history)


def _named(found: tuple[Entry, ...], release: str) -> Release:
    known = next((one for one in _all(found) if one.id == release), None)
    if known is None:
        raise refuse(f"没有编号为“{release}”的发布。", "", "用 zs release list 查看编号。")
    return known
