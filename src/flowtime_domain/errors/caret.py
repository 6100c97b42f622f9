"""Shows a person where in a formula something stands."""


def caret(text: str, offset: int) -> str:
    """The line of a formula that holds a character, and ``^`` under it (model §6.6).

    Parameters
    ----------
    text
        The whole formula.
    offset
        Zero-based index of the character; the length of the text points behind its end.

    Returns
    -------
    str
        The line without its line end, a line end, then blanks and ``^``. A tab stays a tab in the second
        line, so that both lines are indented alike.

    Examples
    --------
    >>> print(caret("1 + * 2", 4))
    1 + * 2
        ^
    """
    start = max(text.rfind("\n", 0, offset), text.rfind("\r", 0, offset)) + 1
    ends = [end for end in (text.find("\n", offset), text.find("\r", offset)) if end >= 0]
    line = text[start : min(ends, default=len(text))]
    indent = "\t".join(" " * len(piece) for piece in text[start:offset].split("\t"))
    return f"{line}\n{indent}^"
