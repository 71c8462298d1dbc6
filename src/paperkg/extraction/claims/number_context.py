"""What the words around a number say: that it is no outcome, a change or a level, a fall, or compared with another.

All functions take the text of one sentence before and after the number.
"""

import re

from paperkg.model import ResultKind

_VERSIONED = re.compile(
    r"""(?:^|[\s(,/]) (?: [Vv]ersion | [Vv]\.? | Python | CUDA | cuDNN | ROCm | Go | R | Java | Node(?:\.js)? | Rust
    | GCC | gcc | [Cc]lang | LLVM | PyTorch | TensorFlow | JAX | Ubuntu | Debian | Windows | Linux | Android | iOS
    | macOS | PHP | Perl | Ruby | Scala | Kotlin | Swift | Julia | MATLAB | \.NET | Spark | Kubernetes | Docker
    | OpenMPI | Verilator | Release )\s$""",
    re.VERBOSE,
)
_CAPITALIZED = re.compile(r"\b[A-Z][a-z]+\s$")  # of 81 of these before a number such as "4.0", none has a result
_AFTER_VERSION = re.compile(r"(?:\b[Vv]ersions?\s|\b[vV]\.?)\d[\d.]*,?\s(?:and\s)?[A-Z][\w.+#-]*\s$")
_YEAR_RELEASE = re.compile(r"20\d\d\.\d")
_RELEASE = re.compile(r"\d+(?:\.\d+)?")
_SINGLE_RELEASE = re.compile(r"[1-9]\.\d")
_P_VALUE = re.compile(r"\b[pP](?:[ -]?values?)?\s?(?:\$\s?)?(?:<|>|=|≤|≥|\\leq?|\\geq?|\\ll|of|is|below|under|at)+\s?$")
_POWER_BEFORE = re.compile(r"\^\s?\{?\s?[-−+]?$")
_POWER_AFTER = re.compile(r"\s?\$?\^")
_SAMPLE_SIZE = re.compile(r"\b[nNk]\s?=\s?$")
_LEVEL_OF_CONFIDENCE = re.compile(r"[\s-]?(?:CIs?\b|confidence\s(?:interval|level)|credible\sinterval)")
_AT = re.compile(r"(?:@\s?|\bat\s(?:an?\s|only\s|about\s|a\sfixed\s|low\s\((?:e\.g\.,?\s)?[<≤]?\s?)?)\$?$")
_HELD_FIXED = re.compile(
    r"(?:\s?\\?%)?\)?\$?[\s-](?:(?:model|token|weight|unstructured|structured)[\s-])?(?:IoU|[Ii]ntersection\s[Oo]ver\s[Uu]nion|FPR|TPR|FNR|TNR|FAR|FRR|TAR|false[\s-](?:positive|negative|alarm|accept|reject)|"
    r"true[\s-](?:positive|negative)|recall|precision|specificity|sensitivity|sparsity|compression|pruning)\b"
)
_DENIED = re.compile(
    r"""(?:\b(?:not|never|cannot)|n't|n’t)\s(?!only\b|just\b|merely\b)(?:[a-z]+\s){1,3}(?:by\s)?
    (?:(?:more\sthan|up\sto|over|even|about)\s)?$""",
    re.VERBOSE,
)
_NO_CHANGE = re.compile(
    r"\b(?:no\s|without\s(?:an?y?\s)?)(?:[a-z]+\s){0,2}(?:improvement|gain|increase|decrease|drop|loss|reduction|degradation)s?"
    r"\s(?:of|above|over|beyond|larger\sthan|greater\sthan|more\sthan)\s(?:more\sthan\s|even\s|over\s|about\s)?$"
)
_CHANGE_VERB = (
    r"(?:drop|fall|ris|decreas|increas|declin|degrad|improv|los|gain|grow|chang|suffer|reduc|deteriorat|shrink|cut)"
)
_DENIED_CHANGE = re.compile(
    rf"(?:\bnot|\bnever|\bcannot|n't|n’t)\s(?:[a-z]+\s){{0,2}}{_CHANGE_VERB}[a-z]*\s", re.VERBOSE
)
_CHANCE_AFTER = re.compile(
    r"\s?(?:\\?%\s?)?\(?(?:(?:for|by|of|at|under|is|expected\s(?:by|from))\s)?(?:an?\s|the\s)?"
    r"(?:pure\s|random\s)?(?:chance\b|random\s(?:guess|chance|baseline|choice)|majority\s(?:class|baseline|vote))"
)
_CHANCE_BEFORE = re.compile(
    r"\b(?:chance|random\s(?:guess\w*|baseline|choice|chance)|majority\s(?:class|baseline))(?:[\s-](?:level|accuracy|performance|rate))?"
    r"\s?(?:\(|of\s|is\s|at\s|\(of\s|being\s|,\s)?$"
)
_OF_PEOPLE = re.compile(
    r"\b(?:user|human|clinical|pilot|field|reader|crowdsourced)\s(?:subjects?\s)?(?:study|studies|trials?|experiments?)\b"
    r"|\b(?:participants|patients|clinicians|volunteers|respondents|human\s(?:raters|evaluators|annotators|judges))\b",
    re.IGNORECASE,
)
_REACHED = re.compile(
    r"\b(?:exceed(?:s|ed|ing)?|surpass(?:es|ed|ing)?|reach(?:es|ed|ing)?|above|below|under)\s"
    r"(?:even\s|only\s|just\s|about\s|over\s)?$"
)
_MOVED = re.compile(
    r"\b(?:lose[sd]?|losing|lost|gain(?:s|ed|ing)?|drop(?:s|ped|ping)?|fall(?:s|ing)?|fell|ris(?:es|ing)|rose|"
    r"recover(?:s|ed)?|shed(?:s|ding)?|decline[sd]?|decreas(?:es|ed)|increas(?:es|ed)|improv(?:es|ed)|degrad(?:es|ed))\s"
    r"(?:by\s)?(?:up\sto\s|about\s|only\s|roughly\s|an?\s|another\s|nearly\s|over\s|(?:more|less)\sthan\s|at\smost\s|merely\s)?$"
)
_TO_LEVEL = re.compile(r"\bby\s[^\s,;()]*\d[^\s,;()]*\s(?:[^\s,;()]+\s){1,4}to\s(?:only\s|about\s|over\s)?$")
_FACTOR_OF = re.compile(
    r"\bby\s(?:an?\s)?(?:\w+\s)?factors?\s(?:of\s)?(?:up\sto\s|about\s|over\s|more\sthan\s|at\sleast\s|\$?\\sim\s?)?$"
)
_TIMES_BETTER = re.compile(
    r"\s(?:fewer|faster|slower|cheaper|less|lower|higher|better|shorter|quicker|(?:smaller|larger)\sthan"
    r"|(?:\w+\s)?(?:speed-?\s?ups?|acceleration|reduction|improvement))\b"
)
_AHEAD = re.compile(
    r"[\s-](?:(?:absolute|percentage|percent|%|[A-Z][\w@]*|\w*accuracy)[\s-])*(?:points?|pp|pts?)\s"
    r"(?:higher|lower|better|worse|more|less|above|below|ahead|behind)\b"
)
_FALLING = (
    r"(?:reduc|decreas|drop|fall|fell\b|los(?:e|es|t|s|ing)\b|cut|lower|shrink|shrank|declin|degrad|sav(?:e|es|ed|ing)"
    r"|diminish|halv|fewer|less\b|smaller|deteriorat|shed|lag|trail|behind|underperform)"
)
_RISING = (
    r"(?:improv|increas|gain|rais|ris(?:e|es|ing)\b|rose\b|boost|lift|outperform|surpass|exceed|beat|better|higher|faster|"
    r"larger|grow|enhanc|advanc|more\b|speed|accelerat|recover)"
)
_MOVES = re.compile(rf"\b(?:(?P<falling>{_FALLING})|(?P<rising>{_RISING}))\w*", re.IGNORECASE)
_MOVES_AFTER = re.compile(
    rf"(?:\s?\\?%|\s(?:percentage|absolute|relative|points?|pp|percent))*\s(?!of\s(?:the|its|their|this|that)\s)(?:(?:absolute|relative|average|in|of|[a-z-]+)\s){{0,2}}?"
    rf"(?:(?P<falling>{_FALLING})|(?P<rising>{_RISING}))\w*"
)
_CHANGE_AFTER = re.compile(
    r"""(?:\s?\\?%|\s?points?|\spp)?(?:\s?\$?(?:\\?(?:down|up)arrow|[↓↑])
    | \s(?:[a-z-]+\s){0,2}(?:speed-?\s?ups?|acceleration|reductions?|improvements?|increases?|decreases?|gains?|drops?
      |savings?|boosts?|declines?|degradations?)\b
    | \s(?:[a-z-]+\s)?(?:faster|slower|fewer|less|lower|higher|better|more|worse|cheaper)\b(?!\sthan\s\d)
    | \s(?:of\s)?(?:[\w-]+\s){0,5}?can\sbe\s(?:reduced|pruned|saved|removed|skipped|cut|eliminated)\b )""",
    re.VERBOSE,
)  # of 690 of these in the annotated papers, 670 are changes
_LARGER = re.compile(
    r"\s?(?:larger|bigger|longer)\s(?:[\w-]+\s){0,2}"
    r"(?:models?|LLMs?|networks?|contexts?|counterparts?|baselines?|sequences?)\b"
)
_MORE_THAN = re.compile(r"\b(?:more|less|fewer|greater|higher|lower|better)\sthan\s(?:about\s|an?\s)?$")
_CHANGE_OF = re.compile(
    r"\b(?:drop|gain|increase|decrease|reduction|improvement|rise|decline|degradation|boost)\s(?:of|is|was)\s"
    r"(?:up\sto\s|about\s|only\s|roughly\s|an?\s|nearly\s|over\s|more\sthan\s|at\sleast\s)?$"
)
_ARROW = re.compile(r"\W*(?:→|->|-->|⟶|\\?rightarrow|\\to|\$\\(?:rightarrow|to)\$)\W*")
_BREAK = re.compile(r"[;:]|\b(?:while|whereas|but|although|and)\b")
_NEAR = 90  # characters before a change in which its verb may stand

_RISE_TO = re.compile(
    r"[^\w]*(?:to|into|→|->|-->|⟶|\\?rightarrow|\\to|\$\\(?:rightarrow|to)\$)\W*(?:about |only |over |nearly )?\W*"
)
_AGAINST = re.compile(
    r"""(?:[^.;]{0,40}?[\s(,])?(?:vs\.?|versus|against|compared\s(?:to|with)|(?:up|down)\sfrom|as\sopposed\sto|relative\sto
    |rather\sthan|instead\sof|previously|formerly|originally|baseline:?|original:?)
    \s(?!\d)?[^;]{0,40}""",
    re.VERBOSE,
)
_FROM = re.compile(r"[^\w]*(?:\w+\s){0,2}?from\s(?:the\s|about\s)?")
_FROM_BEFORE = re.compile(r"\bfrom\s(?:an?\s|about\s|only\s|over\s)?$")
_TO_BEFORE = re.compile(r"\bto\s(?:about\s|only\s|over\s)?$")


def is_version(before: str, surface: str, after_software: bool) -> bool:
    """Whether the number is the version of what stands before it: "CUDA 12.4", "Industry 4.0"."""
    if _SINGLE_RELEASE.fullmatch(surface) and _CAPITALIZED.search(before):
        return True
    return (
        bool(_RELEASE.fullmatch(surface))
        and before.endswith(" ")
        and (
            after_software
            or bool(_VERSIONED.search(before) or _AFTER_VERSION.search(before))
            or bool(_YEAR_RELEASE.fullmatch(surface))
        )
    )


def is_no_outcome(before: str, after: str) -> bool:
    """Whether the number is a p-value, a power, a sample size, the level of a confidence interval, or held fixed.

    What is held fixed is the point at which something else is measured: "TPR @ 1% FPR", "at 50% sparsity".
    """
    return bool(
        (_AT.search(before) and (before.rstrip().endswith("@") or _HELD_FIXED.match(after)))
        or _P_VALUE.search(before)
        or _POWER_BEFORE.search(before)
        or _SAMPLE_SIZE.search(before)
        or _POWER_AFTER.match(after)
        or _LEVEL_OF_CONFIDENCE.match(after)
    )


def is_denied(before: str) -> bool:
    """Whether the sentence says that there is no such change: "accuracy does not drop by 20%"."""
    found = _DENIED.search(before)
    return bool(found and _DENIED_CHANGE.match(found.group())) or bool(_NO_CHANGE.search(before.lower()))


def is_chance(before: str, after: str) -> bool:
    """Whether nothing achieves the number but chance: "0.5 for chance", "a random baseline of 25%"."""
    return bool(_CHANCE_AFTER.match(after) or _CHANCE_BEFORE.search(before))


def is_of_people(sentence: str) -> bool:
    """Whether a sentence tells of a study with people: what an earlier one ran on does not hold there."""
    return bool(_OF_PEOPLE.search(sentence))


def is_size(after: str, unit: str | None) -> bool:
    """Whether a factor tells the size of something compared with: "a 14x larger model"."""
    return unit == "x" and bool(_LARGER.match(after))


def kind_of(before: str, surface: str, after: str, unit: str | None, likely: ResultKind) -> ResultKind:
    """The kind of a result, by the words around it where they settle it, else the likely one."""
    if surface[0] == "+":
        return ResultKind.RATIO if unit == "x" else ResultKind.DELTA  # always a difference in the annotated papers
    if unit == "x":
        return ResultKind.RATIO
    if unit in {"%", "points"} and _CHANGE_AFTER.match(after):
        return ResultKind.DELTA
    if (_REACHED.search(before) or _TO_LEVEL.search(before)) and unit != "points":
        return ResultKind.ABSOLUTE
    if _MOVED.search(before) or _CHANGE_OF.search(before):
        return ResultKind.DELTA
    return likely


def is_factor(before: str, after: str, unit: str | None) -> bool:
    """Whether the words around a number make it a factor: "by a factor of 3", "10x fewer tokens"."""
    return bool(_FACTOR_OF.search(before)) or (unit == "x" and bool(_TIMES_BETTER.match(after)))


def falls(before: str, after: str) -> bool:
    """Whether a change is downward: "reduces latency by 20%", "a 20% drop", "20% fewer tokens"."""
    right = _MOVES_AFTER.match(after)
    if right:
        return right.lastgroup == "falling"
    told = _MORE_THAN.sub("", before)  # "reduced by more than 50%"
    left = list(_MOVES.finditer(told, max(0, len(told) - _NEAR)))
    return bool(left) and left[-1].lastgroup == "falling"


def is_arrow(between: str) -> bool:
    """Whether an arrow leads from one number to another: "54.9% → 55.3%"."""
    return bool(_ARROW.fullmatch(between))


def is_margin(after: str, unit: str | None) -> bool:
    """Whether a number is by how much one is ahead of another: "14.7 points higher than STaR"."""
    return unit == "points" and bool(_AHEAD.match(after))


def is_change_of_level(between: str, before: str) -> bool:
    """Whether of two numbers one is the level before a change and the other after it: "from 120 ms to 80 ms"."""
    return is_arrow(between) or (bool(_RISE_TO.fullmatch(between)) and bool(_FROM_BEFORE.search(before)))


def baseline_first(between: str, before: str) -> bool:
    """Whether of two numbers the first is what the second is compared with: "from 84% to 91%", "84 → 91"."""
    return bool(_RISE_TO.fullmatch(between)) and not _TO_BEFORE.search(before)


def baseline_second(between: str, before: str) -> bool:
    """Whether of two numbers the second is what the first is compared with: "55.9 (vs. 41.2)", "to 91 from 84"."""
    if _TO_BEFORE.search(before) and _FROM.fullmatch(between):
        return True
    return bool(_AGAINST.fullmatch(between))
