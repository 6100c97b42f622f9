"""How the text of a formula divides into tokens (model §6.1).

Rule 1: dividing never fails; a character that begins no token is a token of its own kind.
Rule 2: a token knows the formula it stands in, so that whoever meets it can report on that formula.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, final

from flowtime_domain.expressions.findings import Findings

COMPARISON: Final = "COMPARISON"
NUMBER: Final = "NUMBER"
STRAY: Final = "STRAY"
END: Final = "$END"

_PATTERN: Final = re.compile(
    r"""[ \t\r\n]*(?:
    (?P<NUMBER>(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]+)?)
    |(?P<NAME>[A-Za-z_][A-Za-z0-9_]*)
    |(?P<SIGN><=|>=|==|!=|[-<>+*/()\[\],])
    |(?P<STRAY>[^ \t\r\n])
    )""",
    re.VERBOSE,
)
_SIGN_TYPES: Final = {
    "+": "PLUS",
    "-": "MINUS",
    "*": "STAR",
    "/": "SLASH",
    "(": "LPAR",
    ")": "RPAR",
    "[": "LSQB",
    "]": "RSQB",
    ",": "COMMA",
    **dict.fromkeys(("<", "<=", ">", ">=", "==", "!="), COMPARISON),
}


@final
@dataclass(slots=True)
class Token:
    """A number, a name, a sign, a stray character, or the end of a formula.

    Attributes
    ----------
    type
        Name of the terminal of the grammar, or ``STRAY``; ``$END`` for the end.
    text
        As written; empty for the end.
    offset
        Its first character, counted from 0.
    findings
        Takes what is found in its formula.
    """

    type: str
    text: str
    offset: int
    findings: Findings


def tokens(text: str, findings: Findings) -> Iterator[Token]:
    """The tokens of a formula one after the other, the end included.

    Examples
    --------
    >>> [(token.type, token.offset) for token in tokens("a <= 2. ", Findings("a <= 2. "))]
    [('NAME', 0), ('COMPARISON', 2), ('NUMBER', 5), ('$END', 8)]
    """
    for match in _PATTERN.finditer(text):
        group = match.lastgroup
        assert group is not None
        written = match[group]
        yield Token(_SIGN_TYPES.get(written, group), written, match.start(group), findings)
    yield Token(END, "", len(text), findings)
