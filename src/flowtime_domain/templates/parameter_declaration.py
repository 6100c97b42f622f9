"""What one parameter of a template is, and which values it takes (model §9.2, §9.3).

Rule 1: nothing is converted from a text or a boolean; ``6.0`` is 6 where an integer is asked for.
Rule 2: all that is wrong with a value is found at once.
"""

from collections.abc import Callable, Iterator, Mapping
from typing import Annotated, Any, Final, Literal, TypeAlias, final

from pydantic import Field, StringConstraints

from flowtime_domain.model.document import Value
from flowtime_domain.model.element import Element, FiniteNumber
from flowtime_domain.model.shape_errors import Fault
from flowtime_domain.model.value_kinds import is_finite, is_list, is_number
from flowtime_domain.model.value_words import shown_value

NAME_PATTERN: Final = r"[A-Za-z_][A-Za-z0-9_]*"

ItemType: TypeAlias = Literal["integer", "number", "boolean", "string"]
ItemCount: TypeAlias = Annotated[int, Field(ge=0)]


@final
class ParameterItems(Element):
    """What the elements of an array are."""

    type: ItemType = "number"


@final
class ParameterDeclaration(Element):
    """One parameter of a template.

    Attributes
    ----------
    default
        The value that is taken where none is given, with its type; None if there is none.
    required
        Whether a value must be given, which is so exactly where there is no default.
    items
        Elements of an array; None means numbers.
    minimum, maximum
        Bounds of a number, or of each element of an array of numbers; both are allowed values.
    min_items, max_items
        Bounds of the length of an array.
    enum
        Allowed values, or allowed elements of an array; None allows all.
    """

    name: Annotated[str, StringConstraints(pattern=f"^{NAME_PATTERN}$")]
    type: Literal["integer", "number", "boolean", "string", "array"]
    title: str | None = None
    description: str | None = None
    default: Any = None
    required: bool
    items: ParameterItems | None = None
    minimum: FiniteNumber | None = None
    maximum: FiniteNumber | None = None
    min_items: ItemCount | None = None
    max_items: ItemCount | None = None
    enum: tuple[Any, ...] | None = None

    @property
    def is_array(self) -> bool:
        """Whether values are lists."""
        return self.type == "array"

    @property
    def scalar_type(self) -> ItemType:
        """Type of a value, or of each element of an array."""
        if self.type == "array":
            return "number" if self.items is None else self.items.type
        return self.type

    @property
    def is_numeric(self) -> bool:
        """Whether bounds can hold for a value or its elements."""
        return self.scalar_type in ("integer", "number")


def typed_value(declaration: ParameterDeclaration, value: Value) -> Value:
    """A value in which nothing is wrong, with the type that the declaration names."""
    convert = _TYPES[declaration.scalar_type]
    return [convert(item) for item in value] if is_list(value) else convert(value)


def value_faults(declaration: ParameterDeclaration, value: Value, name: str) -> Iterator[Fault]:
    """Everything that is wrong with a value; `name` is what messages call it."""
    if not declaration.is_array:
        yield from (Fault(code, message, ()) for code, message in _scalar_faults(declaration, value, name))
        return
    if not is_list(value):
        yield Fault("parameter_type", f"{name} must be a list, got {shown_value(value)}.", ())
        return
    items = list(value)
    yield from _count_faults(declaration, len(items), name)
    for index, item in enumerate(items):
        for code, message in _scalar_faults(declaration, item, f"item {index} of {name}"):
            yield Fault(code, _capitalised(message), (index,))


def type_fault(declaration: ParameterDeclaration, value: Value, name: str) -> str | None:
    """What is wrong with the type of a scalar, None if nothing."""
    if _FITS[declaration.scalar_type](value):
        return None
    return f"{name} must be {_WANTED[declaration.scalar_type]}, got {shown_value(value)}."


def _scalar_faults(declaration: ParameterDeclaration, value: Value, name: str) -> Iterator[tuple[str, str]]:
    wrong_type = type_fault(declaration, value, name)
    if wrong_type is not None:
        yield "parameter_type", wrong_type
        return
    if declaration.is_numeric:
        yield from _range_faults(declaration, value, name)
    if declaration.enum is not None and value not in declaration.enum:
        allowed = ", ".join(map(shown_value, declaration.enum))
        yield "parameter_not_allowed", f"{name} must be one of {allowed}, got {shown_value(value)}."


def _range_faults(declaration: ParameterDeclaration, value: Any, name: str) -> Iterator[tuple[str, str]]:
    code = "parameter_out_of_range"
    if declaration.minimum is not None and value < declaration.minimum:
        yield code, f"{name} must be at least {shown_value(declaration.minimum)}, got {shown_value(value)}."
    if declaration.maximum is not None and value > declaration.maximum:
        yield code, f"{name} must be at most {shown_value(declaration.maximum)}, got {shown_value(value)}."


def _count_faults(declaration: ParameterDeclaration, count: int, name: str) -> Iterator[Fault]:
    least, most = declaration.min_items, declaration.max_items
    if least is not None and count < least:
        yield Fault("parameter_item_count", f"{name} must have at least {least} items, got {count}.", ())
    if most is not None and count > most:
        yield Fault("parameter_item_count", f"{name} must have at most {most} items, got {count}.", ())


def _is_finite_number(value: Value) -> bool:
    return is_number(value) and is_finite(value)


def _is_whole(value: Value) -> bool:
    return is_number(value) and is_finite(value) and value % 1 == 0


def _capitalised(message: str) -> str:
    return message[0].upper() + message[1:]


_FITS: Final[Mapping[ItemType, Callable[[Value], bool]]] = {
    "integer": _is_whole,
    "number": _is_finite_number,
    "boolean": lambda value: isinstance(value, bool),
    "string": lambda value: isinstance(value, str),
}
_WANTED: Final[Mapping[ItemType, str]] = {
    "integer": "an integer",
    "number": "a finite number",
    "boolean": "true or false",
    "string": "a text",
}
_TYPES: Final[Mapping[ItemType, Callable[[Any], Value]]] = {
    "integer": int,
    "number": float,
    "boolean": bool,
    "string": str,
}
