"""notation: the same kind of value written in several ways (100%, ≥90.00(%)) within one form."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from typing import Any, Literal, TypeAlias

from pmlint.checks.context import Context, Filed, at
from pmlint.checks.values import only_comparison
from pmlint.model.diagnostic import Hit
from pmlint.model.form import Form, Indicator
from pmlint.model.target import Comparison
from pmlint.model.value import value
from pmlint.plugins import Options

NAME = "notation"
EACH = ("document",)
OPTIONS: dict[str, Any] = {
    "type": "object",
    "additionalProperties": False,
    "properties": {
        "clear": {
            "type": "integer",
            "default": 3,
            "description": "A form's own usage counts if it is so many times as common as the "
            "other; if not, the whole document's.",
        },
        "least": {
            "type": "integer",
            "default": 2,
            "minimum": 1,
            "description": "How many values a form must have in either way of writing; a single "
            "one may be meant. Blanks and full-width characters always count.",
        },
    },
}
ARGUMENTS = ("count", "odd", "usual")
VARIANTS = ()

Aspect: TypeAlias = Literal["brackets", "decimals", "blanks", "width"]
Kind: TypeAlias = Literal["rate", "count"]
Votes: TypeAlias = Counter[tuple[Kind, Aspect, bool]]
_SLIPS: frozenset[Aspect] = frozenset({"blanks", "width"})
_WIDE = frozenset("０１２３４５６７８９（）％．，")
_NARROW = str.maketrans("０１２３４５６７８９（）％．，", "0123456789()%.,")


@value
class _Value:
    """A value that is nothing but sign, number and unit. ``style`` says of each aspect whether it
    has it: the unit in brackets, zeros behind the point, blanks, full-width characters."""

    row: Indicator
    kind: Kind
    number: tuple[int, int]
    unit: tuple[int, int]
    style: dict[Aspect, bool]

    @property
    def text(self) -> str:
        """The value as printed."""
        return self.row.target.text or ""

    def rewritten(self, wanted: dict[Aspect, bool]) -> str:
        """The value with these aspects made as wanted."""
        sign, number = self.text[: self.number[0]].rstrip(), self.text[slice(*self.number)]
        between = self.text[len(sign) : self.number[0]]
        gap, unit = self.text[self.number[1] : self.unit[0]], self.text[slice(*self.unit)]
        if "decimals" in wanted:
            number = f"{number}.00" if wanted["decimals"] else number.partition(".")[0]
        if "brackets" in wanted:
            unit = f"({unit})" if wanted["brackets"] else unit[1:-1].strip()
        if "blanks" in wanted:
            between, gap, unit = "", "", "".join(unit.split())
        text = sign + between + number + gap + unit
        return text.translate(_NARROW) if "width" in wanted else text


def compile(options: Options, vocabulary: Any) -> Callable[..., Iterable[Hit]]:  # noqa: A001, ARG001
    """One finding for each form in which like values differ in brackets, empty decimals, blanks or
    width. Usual is what clearly prevails in the form, or else in the document."""
    clear: int = options["clear"]
    least: int = options["least"]

    def run(filed: Filed, context: Context) -> Iterable[Hit]:  # noqa: ARG001
        forms = [
            (form, [v for row in form.indicators if (v := _value(row))]) for form in filed.forms
        ]
        everywhere: Votes | None = None
        for form, values in forms:
            own = _votes(values)
            mixed = {(k, a) for k, a, has in own if has and _mixed(k, a, own, least)}
            if not mixed:
                continue
            if everywhere is None:
                everywhere = _votes([v for _, vs in forms for v in vs])
            usual = {key: _usual(*key, own, everywhere, clear) for key in mixed}
            odd = [v for v in values if _differences(v, usual)]
            if odd:
                yield _hit(form, odd, values, usual)

    return run


def _value(row: Indicator) -> _Value | None:
    found = only_comparison(row)
    if found is None or row.unit is not None or not _is_plain(row, found):
        return None
    text, unit, number = row.target.text or "", found.quantity.unit, found.quantity.number
    if unit is None:
        return None
    style: dict[Aspect, bool] = {
        "brackets": unit.bracketed,
        "blanks": any(char.isspace() for char in text[found.sign[1] if found.sign else 0 :]),
        "width": any(char in _WIDE for char in text),
    }
    whole, _, decimals = text[slice(*number.span)].partition(".")
    if whole.isdecimal() and not decimals.strip("0"):
        style["decimals"] = bool(decimals)
    kind: Kind = "rate" if unit.kind == "rate" else "count"
    return _Value(row, kind, number.span, unit.span, style)


def _is_plain(row: Indicator, found: Comparison) -> bool:
    """True if the value is a number with its unit and perhaps a sign, and nothing else."""
    quantity, text = found.quantity, row.target.text or ""
    unit = quantity.unit
    if unit is None or unit.per is not None or found.per or found.every or found.bound:
        return False
    if quantity.about or quantity.subject or quantity.object:
        return False
    if quantity.number.span[0] > 0 and (found.sign is None or found.printed[:1].isalpha()):
        return False  # prose (不低于95%) goes its own way
    between = text[quantity.number.span[1] : unit.span[0]]
    return not between.strip() and unit.span[1] == len(text) and unit.kind != "time"


def _votes(values: Iterable[_Value]) -> Votes:
    return Counter(
        (value.kind, aspect, has) for value in values for aspect, has in value.style.items()
    )


def _mixed(kind: Kind, aspect: Aspect, own: Votes, least: int) -> bool:
    fewer = min(own[kind, aspect, True], own[kind, aspect, False])
    return fewer >= (1 if aspect in _SLIPS else least)


def _usual(kind: Kind, aspect: Aspect, own: Votes, everywhere: Votes, clear: int) -> bool:
    if aspect in _SLIPS:
        return False  # nobody means them
    for votes, times in ((own, clear), (everywhere, 1)):
        yes, no = votes[kind, aspect, True], votes[kind, aspect, False]
        if yes > no * times or no > yes * times:
            return yes > no
    return own[kind, aspect, True] >= own[kind, aspect, False]


def _differences(value: _Value, usual: dict[tuple[Kind, Aspect], bool]) -> dict[Aspect, bool]:
    """The aspects in which a value is not as usual, each with what is usual."""
    return {
        aspect: wanted
        for (kind, aspect), wanted in usual.items()
        if kind == value.kind and value.style.get(aspect, wanted) != wanted
    }


def _hit(
    form: Form,
    odd: list[_Value],
    values: list[_Value],
    usual: dict[tuple[Kind, Aspect], bool],
) -> Hit:
    first = odd[0]
    new = [(v, v.rewritten(_differences(v, usual))) for v in odd]
    alike = [v for v in values if v.kind == first.kind and v not in odd]
    model = alike[0].text if alike else new[0][1]
    return Hit(
        at(first.row, "target"),
        first.row.target,
        None,
        {
            "count": str(len(odd)),
            "odd": "、".join(dict.fromkeys(v.text for v in odd[:4])),
            "usual": model,
        },
        related=tuple(
            (f"{v.row.name.text or ''} {v.text}".strip(), where)
            for v in odd[1:]
            if (where := v.row.target.location) is not None
        ),
        replacement=new[0][1],
        also=tuple((v.row.target, text) for v, text in new[1:]),
        form=form.index,
    )
