"""Form fields that parse what people type, say what is wrong with it, and give it back unchanged.

All take WTForms' usual arguments (`label`, `validators`, `default`, `render_kw`…) and `hint=`.
Blank is None (or an empty list or text); say that an answer is needed with
`validators=[InputRequired("Enter …")]`. What can't be parsed stays in the inputs as typed, and
no validator replaces the message that says why.
"""

from award.design.fields.choices import (
    Choice,
    ChoiceField,
    ChoicesField,
    DeclarationField,
    YesNoField,
)
from award.design.fields.dates import DatePartsField, DateTimePartsField
from award.design.fields.numbers import (
    HundredthsField,
    MoneyField,
    PenceField,
    WholeNumberField,
)
from award.design.fields.rows import RowsField
from award.design.fields.text import CountedLineField, LongTextField, ShortTextField, TrapField

__all__ = [
    "Choice",
    "ChoiceField",
    "ChoicesField",
    "CountedLineField",
    "DatePartsField",
    "DateTimePartsField",
    "DeclarationField",
    "HundredthsField",
    "LongTextField",
    "MoneyField",
    "PenceField",
    "RowsField",
    "ShortTextField",
    "TrapField",
    "WholeNumberField",
    "YesNoField",
]
