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
}


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
