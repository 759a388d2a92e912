"""The words by which a plan says who leads, who helps and who is responsible; text is folded to half-width first."""

import re

from zengshou.plan.reader.numerals import YEAR

CONVENTION_WORDS = re.compile(r"第一|首|第1|最前")
FIRST_LEADS = re.compile(
    r"[,;。]? *(?:其中)?,?(?:列|排)?(?:在)?(?:名单)?(?:的)?"
    r"(?:第一位|首位|第一个|第1位|首个|最前)(?:的)?(?:单位|部门|者)?"
    r"(?:为|是)(?:主要)?(?:牵头|主办|主责)(?:责任)?(?:单位|部门)?(?:[,、]?下同)?"
)
LEAD_WORDS = "牵头责任单位|牵头责任部门|牵头单位|牵头部门|主责单位|主责部门|主办单位|主办部门|主办|牵头"
SHARED_WORDS = "责任单位|责任部门|负责单位|负责部门|承办单位|实施单位|落实单位"
COOP_WORDS = "配合单位|配合部门|协办单位|协办部门|参与单位|参加单位|参与部门|协作单位|协同单位|协助单位|协办|配合|参与"
OTHER_WORDS = "完成时限|完成时间|时限|责任领导|分管领导|责任人|联系人"  # beside the bodies, and no bodies
INNER = re.compile(r"\(([^()]{3,300})\)")
LABEL = re.compile(
    rf"(?:(?P<lead>{LEAD_WORDS})|(?P<coop>{COOP_WORDS})|(?P<shared>{SHARED_WORDS})|(?P<other>{OTHER_WORDS}))"
    r"(?:\([^()]*\))? *(?:[:】\]]|(?<=单位) +|(?<=部门) +)"
)
LABEL_START = re.compile(rf" *[(\[【]? *(?:{LEAD_WORDS}|{COOP_WORDS}|{SHARED_WORDS})(?:\([^()]*\))? *[:】\]]")
LEAD_VERB = re.compile(r"(?:负责)?(?:牵头|主办|总牵头)(?:负责|实施|落实|组织实施|组织|办理|推进)*$")
COOP_VERB = re.compile(
    r"(?:等)?(?:有关(?:部门|单位))?(?:按职责(?:分工)?)?(?:积极|共同)?(?:配合|协助|协办|参与|参加|协同|协作)(?:实施|落实|办理|推进)*$"
)
SHARED_VERB = re.compile(
    r"(?P<joint>(?:等)?(?:有关(?:部门|单位))?(?:按照?(?:各自)?职责(?:分工)?|分工|共同|分别))?(?:负责|落实|组织实施|承办)+$"
)
JOINED = re.compile(r"会同|会商")
# 由, 本项工作由, 以上任务由: how a sentence of assignment begins.
SPOKEN_START = re.compile(r" *(?:(?:本|此|该|各|以上|上述|前述|具体)(?:项|个)?)?(?:工作|任务|事项|举措|措施)?,?由")
SAID = re.compile(r"负责|牵头|配合|主办|(?:单位|部门):")
OPENERS, CLOSERS = "([【", ")]】"
LONGEST = 1500
SHORTEST_NAME = 3  # without 负责, （中心） alone is no body
# （A牵头，B、C等参加，2026年12月底前完成）, （A负责，持续推进）: when it is due, behind who does it.
TIMING = re.compile(
    rf"[,;。 ]*(?:(?:力争|争取|到|于|在)?{YEAR}年(?:\d{{1,2}}月)?份?(?:\d{{1,2}}日)?"
    r"(?:上半年|下半年|第?[一二三四]季度)?(?:底|末|中)?(?:之?前)?(?:基本|全部|全面)?(?:完成|落实|建成|见效|启动|取得[^,;]{0,6}成效)?|"
    r"(?:今年|明年|年内|年底|[一二三]年内)(?:底)?(?:之?前)?(?:完成|落实)|"
    r"(?:持续|长期|常态化|分年度|按年度|逐年|有序|滚动)(?:推进|坚持|实施|开展|落实)(?:实施)?)$"
)
