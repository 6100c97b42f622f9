"""Reading the members of a request one by one, so that everything wrong with it comes together.

Rule 1: null equals absent (api §6.2).
Rule 2: a wrong member is noted and read as absent; nothing is raised before the whole request was read.
"""

from collections.abc import Mapping, Sequence
from typing import Self, final

from flowtime_domain.errors import (
    DocumentError,
    RequestInvalidError,
    did_you_mean,
    in_document_order,
    pointer_to,
)
from flowtime_domain.model.document import Path, Value
from flowtime_domain.model.value_words import shown_value


@final
class RequestMembers:
    """One object of a request; what is wrong with its members is collected in `errors`.

    Parameters
    ----------
    members
        The object as it was sent.
    known
        Names of the members it may have, in the order of the reference.
    path
        Where the object stands in the request.
    errors
        List that findings are added to; objects inside this one share it.
    """

    def __init__(
        self,
        members: Mapping[str, Value],
        known: Sequence[str],
        path: Path = (),
        errors: list[DocumentError] | None = None,
    ) -> None:
        self.errors: list[DocumentError] = [] if errors is None else errors
        self._path = path
        self._given = {name: value for name, value in members.items() if value is not None}
        for name in members:
            if name not in known:
                hint = did_you_mean(name, known) or f"; known here: {', '.join(known)}."
                self.reject("unknown_member", f"There is no member {shown_value(name)}{hint}", name)

    @classmethod
    def of_body(cls, body: Value, known: Sequence[str]) -> Self:
        """The members of a whole request.

        Raises
        ------
        RequestInvalidError
            The request is not an object.
        """
        if isinstance(body, Mapping):
            return cls(body, known)
        message = f"The request must be an object, got {_kind_of(body)}."
        raise RequestInvalidError([DocumentError(code="invalid_type", message=message, pointer="")])

    def raise_errors(self) -> None:
        """Raise what was found wrong, here and in the objects inside.

        Raises
        ------
        RequestInvalidError
            Something was.
        """
        if self.errors:
            raise RequestInvalidError(in_document_order(self.errors))

    def reject(self, code: str, message: str, *place: str | int) -> None:
        """Note that something is wrong, here or at a place below."""
        self.errors.append(DocumentError(code=code, message=message, pointer=pointer_to(self._path + place)))

    def gives(self, name: str) -> bool:
        """Whether the member is there, right or wrong."""
        return name in self._given

    def value(self, name: str) -> Value:
        """The member as it was sent, None if absent."""
        return self._given.get(name)

    def text(self, name: str, *, may_be_blank: bool = False) -> str | None:
        """A text that says something."""
        value = self._given.get(name)
        if value is None:
            return None
        if not isinstance(value, str):
            self._mistyped(name, "a text")
            return None
        if not may_be_blank and not value.strip():
            self.reject("blank_text", f"'{name}' is blank; give a text or leave it out.", name)
            return None
        return value

    def flag(self, name: str) -> bool:
        """True or false, false if absent."""
        value = self._given.get(name, False)
        if not isinstance(value, bool):
            self._mistyped(name, "true or false")
            return False
        return value

    def integer(self, name: str, least: int, most: int) -> int | None:
        """A whole number between two bounds; 6.0 is 6."""
        value = self._given.get(name)
        if value is None:
            return None
        if isinstance(value, bool) or not isinstance(value, int | float) or value != value // 1:
            self._mistyped(name, "an integer")
            return None
        if not least <= value <= most:
            self.reject(
                "out_of_range", f"'{name}' must lie in {least}..{most}, got {shown_value(value)}.", name
            )
            return None
        return int(value)

    def word(self, name: str, allowed: Sequence[str]) -> str | None:
        """One of a few words, case ignored."""
        value = self.text(name)
        if value is None or value.lower() in allowed:
            return None if value is None else value.lower()
        listed = ", ".join(f"'{word}'" for word in allowed)
        self.reject("out_of_range", f"'{name}' must be one of {listed}, got {shown_value(value)}.", name)
        return None

    def mapping(self, name: str) -> Mapping[str, Value] | None:
        """An object with free names; members that are null are left out."""
        value = self._given.get(name)
        if value is None:
            return None
        if not isinstance(value, Mapping):
            self._mistyped(name, "an object")
            return None
        return {key: member for key, member in value.items() if member is not None}

    def section(self, name: str, known: Sequence[str]) -> "RequestMembers":
        """An object with fixed names, an empty one if absent."""
        value = self._given.get(name, {})
        if not isinstance(value, Mapping):
            self._mistyped(name, "an object")
            value = {}
        return RequestMembers(value, known, (*self._path, name), self.errors)

    def item(
        self, name: str, index: int, members: Mapping[str, Value], known: Sequence[str]
    ) -> "RequestMembers":
        """An object of a list, with fixed names."""
        return RequestMembers(members, known, (*self._path, name, index), self.errors)

    def _mistyped(self, name: str, wanted: str) -> None:
        given = _kind_of(self._given[name])
        self.reject("invalid_type", f"'{name}' must be {wanted}, got {given}.", name)


def _kind_of(value: Value) -> str:
    if value is None:
        return "null"
    if isinstance(value, int | float):
        return shown_value(value)
    if isinstance(value, str):
        return "a text"
    return "an object" if isinstance(value, Mapping) else "a list"
