"""The commands of zs.py and what each one needs before it starts."""

import difflib
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from bootstrap.bundle import make_kit
from bootstrap.checks import check_everything
from bootstrap.doctor import examine
from bootstrap.environment import ensure
from bootstrap.places import ROOT, Places
from bootstrap.process import become
from bootstrap.speech import Stop, say, speak_utf8

WRONG_USE = 2
INTERRUPTED = 130


@dataclass(frozen=True)
class Command:
    """One word after zs.py: its line of help, the lock it needs, and what it does with the remaining words."""

    chinese: str
    english: str
    needs: str | None
    do: Callable[[Places, Sequence[str]], int]


def with_workers(words: Sequence[str]) -> list[str]:
    """pytest's words, with two workers where the person did not choose.

    Tests of one file stay together, so that what a file prepares once is not prepared twice.
    """
    chosen = any(word == "--numprocesses" or word.startswith(("-n", "--numprocesses=")) for word in words)
    alone = chosen or "--pdb" in words or "no:xdist" in words
    return list(words) if alone else ["-n", "2", "--dist", "loadfile", *words]


def set_up(places: Places, words: Sequence[str]) -> int:
    """Say where things stand; the work was done before."""
    run_it = places.scripts / "zs"
    say(f"环境已就绪。演示:python3 zs.py demo;命令:{run_it.relative_to(places.root)} --help")
    return 0


def run_tests(places: Places, words: Sequence[str]) -> int:
    """The whole test suite, or what `words` choose of it."""
    become(
        [
            places.python,
            "-m",
            "pytest",
            "--rootdir",
            places.root,
            "-c",
            places.root / "pyproject.toml",
            *with_workers(words),
        ]
    )


def hand_to_zs(name: str) -> Callable[[Places, Sequence[str]], int]:
    """The command of the same name of the product itself."""

    def hand_over(places: Places, words: Sequence[str]) -> int:
        become([places.python, "-X", "utf8", places.zs, name, *words])

    return hand_over


COMMANDS: dict[str, Command] = {
    "setup": Command("建立 .venv 并安装锁定的组件", "make .venv and install the locked components", "core", set_up),
    "demo": Command(
        "演示:从一份方案到政策答案和报告", "one city, from its plan to a policy answer", "core", hand_to_zs("demo")
    ),
    "serve": Command("启动网页(http://127.0.0.1:8000)", "serve the pages", "core", hand_to_zs("serve")),
    "test": Command("运行测试,可接 pytest 的参数", "run the tests; pytest's words may follow", "dev", run_tests),
    "check": Command(
        "检查写法、类型、导入边界、家规和数据",
        "check code, types, imports, house rules, data",
        "dev",
        lambda places, words: check_everything(places),
    ),
    "doctor": Command(
        "检查本机是否合用,并给出办法",
        "is this machine fit; each finding with its cure",
        None,
        lambda places, words: examine(places),
    ),
    "bundle": Command(
        "制作离线安装包", "make an offline kit: --python 3.11,3.12 --platform linux_x86_64,win_amd64", "core", make_kit
    ),
}


def usage() -> str:
    """Every command with its line."""
    lines = [f"  {name:<7} {command.chinese}\n          {command.english}" for name, command in COMMANDS.items()]
    return "\n".join(["用法 / usage: python3 zs.py 命令 [参数]", "", *lines])


def unknown(word: str) -> str:
    """What to say to a word that is no command."""
    near = difflib.get_close_matches(word, COMMANDS, n=1)
    meant = f"是不是 {near[0]}?" if near else f"可用的命令:{'、'.join(COMMANDS)}。"
    return (
        f"zs.py 没有“{word}”这个命令。{meant}业务命令(如 simulate、measure)请用 .venv 里的 zs。\n"
        f"zs.py has no command '{word}'; see python3 zs.py --help. The product's own commands: .venv/bin/zs."
    )


def run(arguments: Sequence[str]) -> int:
    """Carry out one command; its exit code (2: wrong use, 130: interrupted)."""
    speak_utf8()
    if not arguments or arguments[0] in ("-h", "--help", "help"):
        print(usage())
        return 0 if arguments else WRONG_USE
    name, words = arguments[0], arguments[1:]
    if name not in COMMANDS:
        print(unknown(name), file=sys.stderr)
        return WRONG_USE
    command, places = COMMANDS[name], Places(ROOT)
    try:
        if command.needs:
            ensure(places, command.needs)
        return command.do(places, words)
    except Stop as stop:
        print(stop, file=sys.stderr)
        return stop.code
    except KeyboardInterrupt:
        print("\n已中断。再运行一次会重新装好没有装完的部分。", file=sys.stderr)
        return INTERRUPTED
