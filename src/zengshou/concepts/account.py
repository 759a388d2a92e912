"""Account: who a signed-in person is, and the roles; nobody holds two of the three administrators' roles."""

from dataclasses import dataclass
from enum import Enum


class Role(Enum):
    """What a person is signed in for. One role an account: 三权分立 holds by construction."""

    SYSTEM_ADMIN = "system_admin"
    SECURITY_ADMIN = "security_admin"
    AUDIT_ADMIN = "audit_admin"
    SUPERVISOR = "supervisor"
    REPORTER = "reporter"
    STATISTICIAN = "statistician"
    VIEWER = "viewer"
    DATA_CUSTODIAN = "data_custodian"
    VERIFIER = "verifier"
    CIVIL_OFFICER = "civil_officer"
    TOWN_OFFICER = "town_officer"
    CITIZEN = "citizen"

    @property
    def label(self) -> str:
        return ROLE_LABELS[self]


ROLE_LABELS = {
    Role.SYSTEM_ADMIN: "系统管理员",
    Role.SECURITY_ADMIN: "安全管理员",
    Role.AUDIT_ADMIN: "审计管理员",
    Role.SUPERVISOR: "督查人员",
    Role.REPORTER: "单位填报人",
    Role.STATISTICIAN: "统计人员",
    Role.VIEWER: "查看人员",
    Role.DATA_CUSTODIAN: "归集管理员",
    Role.VERIFIER: "核对人员",
    Role.CIVIL_OFFICER: "民政审批人员",
    Role.TOWN_OFFICER: "乡镇经办人员",
    Role.CITIZEN: "本人",
}
# They run the system, its safety and its audit, and read no row about a person.
ADMINISTRATORS = frozenset({Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN, Role.AUDIT_ADMIN})


@dataclass(frozen=True)
class Account:
    """id  stable; city  the folder name; office  the office id for which a reporter acts, else empty"""

    id: str
    login: str
    name: str
    role: Role
    city: str
    office: str = ""
    is_active: bool = True
