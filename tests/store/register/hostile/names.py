"""A hundred names that a file may come with, each with an intention. 合成数据。"""

from collections.abc import Mapping

CLIMBING = (
    "..", ".", "../climbed.csv", "../../../../srv/climbed.csv", "..\\climbed.csv", "..\\..\\..\\climbed.csv",
    "....//climbed.csv", "..;/climbed.csv", "a/../../climbed.csv", "./.././climbed.csv", "%2e%2e%2fclimbed.csv",
    "%2e%2e/climbed.csv", "..%2fclimbed.csv", "..%5cclimbed.csv", "%252e%252e%252fclimbed.csv", "..%c0%afclimbed.csv",
    "．．／climbed.csv", "..／climbed.csv", "..＼climbed.csv", "..∕climbed.csv", "..⁄climbed.csv", "‥/climbed.csv",
    "~/climbed.csv", "~root/climbed.csv", "$HOME/climbed.csv", "${HOME}.csv", "%USERPROFILE%.csv",
)  # fmt: skip
ABSOLUTE = (
    "/climbed.csv", "//climbed.csv", "/srv/climbed.csv", "/dev/null", "/proc/self/environ", "C:\\climbed.csv",
    "C:climbed.csv", "c:/climbed.csv", "\\\\127.0.0.1\\share\\climbed.csv", "//127.0.0.1/share/climbed.csv",
    "\\\\?\\C:\\climbed.csv", "\\\\.\\PhysicalDrive0", "file:///srv/climbed.csv", "http://127.0.0.1/climbed.csv",
    "／etc／passwd",
)  # fmt: skip
DEVICES = (
    "CON", "con.csv", "PRN.csv", "AUX.csv", "NUL", "NUL.csv", "COM1.csv", "LPT9.csv", "CONIN$", "COM¹.csv", "CLOCK$",
    "a.csv:x", "a.csv::$DATA", ":a.csv", "a.csv.", "a.csv ", "a.csv. . .", " a.csv", ".csv", ".", "...", " ", "-",
    "desktop.ini", "Thumbs.db", ".htaccess", "a.csv.lnk", "a.csv.exe", "a.csv~", "a" * 300 + ".csv",
    "增" * 300 + ".csv", "é" * 150 + ".csv",
)  # fmt: skip
STEERING = (
    "a\0.csv", "a.csv\0.exe", "a\n.csv", "a\r\n.csv", "a\r.csv", "a\t.csv", "a\x0b.csv", "a\x7f.csv", "a\x08\x08b.csv",
    "\x1b[2Ja.csv", "\x1b[31ma.csv\x1b[0m", "\x1b]0;title\x07a.csv", "\x1b]8;;http://x\x07a.csv", "\x9b2Ja.csv",
    "\x1b[1A\x1b[2Ka.csv", "a\u202evsc.exe", "a\u202dcsv", "a\u2066b\u2069.csv", "a\u200b.csv", "\ufeffa.csv",
    "a\u2028.csv", "a\u2029.csv", "a\u0085.csv", "a\xad.csv", "a\U000e0041.csv", "a\ufffe.csv",
    "家👨\u200d👩\u200d👧.csv", "e\u0301.csv", "é.csv", "𠮷二.csv", "😀.csv", "ａ．ｃｓｖ", "аррӏе.csv",
)  # fmt: skip
SPEAKING = (
    "-rf", "--help", "-a.csv", "--json.csv", "$(touch climbed).csv", "`touch climbed`.csv", "; touch climbed;.csv",
    "| touch climbed.csv", "&& touch climbed.csv", "a'b.csv", 'a"b.csv', "a'; DROP TABLE batch;--.csv",
    "<script>alert(1)</script>.csv", "<img src=x onerror=alert(1)>.csv", '"><svg onload=alert(1)>.csv',
    "' onmouseover='alert(1).csv", "{{7*7}}.csv", "{% raw %}.csv", "${7*7}.csv", "#{7*7}.csv", "[red]a.csv", "[/].csv",
    "[/x]a.csv", "[link=http://x]a[/link].csv", "%s%n%x.csv", "{0.__class__}.csv", "=HYPERLINK(\"x\").csv", "+1.csv",
    "@SUM(1).csv", "*.csv", "?.csv", "a;b.csv", "a,b.csv", "javascript:alert(1).csv", "data:text/html,x.csv",
)  # fmt: skip

NAMES: Mapping[str, tuple[str, ...]] = {
    "climbing": CLIMBING,
    "absolute": ABSOLUTE,
    "devices": DEVICES,
    "steering": STEERING,
    "speaking": SPEAKING,
}
ALL = tuple(dict.fromkeys(name for family in NAMES.values() for name in family))

# Names of members within a workbook, beside the honest ones.
MEMBERS = (
    "/climbed.bin", "//climbed.bin", "../climbed.bin", "../../../../../climbed.bin", "..\\..\\climbed.bin",
    "C:\\climbed.bin", "C:/climbed.bin", "\\\\127.0.0.1\\x\\climbed.bin", "xl/../../climbed.bin",
    "xl/worksheets/../../x", "CON", "xl/NUL", "xl/AUX.xml.bin", "xl/a:b", "xl/trailing.", "xl/trailing ",
    "xl/" + "a" * 5_000, "xl/\x1b[2J",
    "xl/\u202egpj", "xl/a\nb", "", "/", "xl/-rf", "xl/%2e%2e%2fclimbed.bin", "xl/．．／climbed.bin", "xl/*",
)  # fmt: skip
