"""What a scenario is asked for, what somebody thinks of one, and staging it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from wtforms.validators import DataRequired, InputRequired

from award.design.fields import (
    Choice,
    ChoiceField,
    LongTextField,
    MoneyField,
    ShortTextField,
    WholeNumberField,
)
from award.design.forms import Form
from award.design.versions import EditedForm
from award.scenarios.queries.ground import Ground
from award.scenarios.rules.asked import BUYS_MANY, METHODS, Asked, Method

_HINTS = {
    Method.LINE: "Down the ranks to where the money ends. It follows no other rule.",
    Method.RANKS: "Down the ranks, past what the rules don’t allow. Who shares a rank goes "
    "together.",
    Method.POINTS: "Of all sets that keep the rules, the one whose scores stand highest above the "
    "threshold, added up.",
    Method.SUM: BUYS_MANY,
}
NO_RULES = "Top-down follows no rule but the money. Choose “In rank order, under rules”"


class AskForm(Form):
    name = ShortTextField(
        "What is it called?", [DataRequired("Enter what it is called")], max_length=80,
        called="The name", hint="Like “At most two for each organisation”.",
    )  # fmt: skip
    method = ChoiceField(
        "How are applications chosen?",
        [InputRequired("Select how applications are chosen")],
        choices=[Choice(str(one), words, _HINTS[one]) for one, words in METHODS.items()],
    )
    budget_gbp = MoneyField("Money there is", called="The money", minimum=1, maximum=2_000_000_000)
    most_per_organisation = WholeNumberField(
        "Most awards to one organisation", minimum=1, maximum=999
    )
    most_per_region = WholeNumberField("Most awards in one region", minimum=1, maximum=999)
    must = LongTextField(
        "Must be funded", max_words=100, rows=2,
        hint="References, like AIA-7K3F9Q, with spaces between them.",
    )  # fmt: skip
    must_not = LongTextField("Must not be funded", max_words=100, rows=2, hint="References again.")

    ground: Ground
    """What it chooses among."""
    least: Mapping[str, tuple[str, str]] = {}
    """Boxes for the least there has to be: by name, of which kind and of what."""

    def boxes(self, kind: str) -> list[Any]:
        """Those of phases, or of settings."""
        return [self[name] for name, (its, _of) in self.least.items() if its == kind]

    def start_from(self, asked: Asked) -> None:
        """Before it was sent: the rules of another scenario."""
        self.method.process_data(str(asked.method))
        self.budget_gbp.process_data(asked.budget_gbp)
        self.most_per_organisation.process_data(asked.most_per_organisation)
        self.most_per_region.process_data(asked.most_per_region)
        for name, (kind, of) in self.least.items():
            by_phase = asked.least_of_phase.get(int(of)) if kind == "phase" else None
            self[name].process_data(by_phase or asked.least_of_setting.get(of))
        for box, keys in ((self.must, asked.must), (self.must_not, asked.must_not)):
            every = self.ground.by_key
            known = [every[key].reference for key in sorted(keys) if key in every]
            box.process_data(" ".join(known))

    def validate(self, extra_validators: Mapping[str, Sequence[Any]] | None = None) -> bool:
        """Everything that is wrong with what was typed, at once."""
        right = bool(super().validate(extra_validators))
        faults = [*_faults("must", self.must.data, self.ground),
                  *_faults("must_not", self.must_not.data, self.ground)]  # fmt: skip
        both = {*_named(self.must.data, self.ground)} & {*_named(self.must_not.data, self.ground)}
        for key in sorted(both):
            reference = self.ground.by_key[key].reference
            faults.append(("must_not", f"{reference} can’t both be funded and not be funded"))
        if self.method.data == Method.LINE and self._limits():
            faults.append(("method", NO_RULES))
        for field, words in faults:
            self[field].errors = [*self[field].errors, words]
        return right and not faults

    def _limits(self) -> bool:
        """Does it ask for rules other than of the money, or of single applications?"""
        most = self.most_per_organisation.data, self.most_per_region.data
        return any((*most, *(self[name].data for name in self.least)))

    def asked(self) -> Asked:
        """What was typed, once it is right, as rules."""
        least = {(kind, of): self[name].data for name, (kind, of) in self.least.items()}
        return Asked(
            Method(self.method.data),
            self.budget_gbp.data or 0,
            self.most_per_organisation.data,
            self.most_per_region.data,
            {int(of): n for (kind, of), n in least.items() if kind == "phase" and n},
            {of: n for (kind, of), n in least.items() if kind == "setting" and n},
            frozenset(_named(self.must.data, self.ground)),
            frozenset(_named(self.must_not.data, self.ground)),
        )


def ask_form(ground: Ground, phases: Mapping[int, str], settings: Mapping[str, str]) -> AskForm:
    """With a box for each phase and each care setting."""
    least, boxes = dict[str, tuple[str, str]](), dict[str, Any]()
    for kind, options in (("phase", phases), ("setting", settings)):
        for of, words in options.items():
            name = f"least_{kind}_{of}"
            least[name] = (kind, str(of))
            boxes[name] = WholeNumberField(words, minimum=0, maximum=999)
    made: AskForm = type(
        "AskFormOfRound", (AskForm,), {**boxes, "least": least, "ground": ground}
    )()
    return made


def _words(typed: str) -> list[str]:
    """What is typed as references, each once."""
    return [*dict.fromkeys(word for word in re.split(r"[\s,;]+", typed.upper()) if word)]


def _named(typed: str, ground: Ground) -> Iterator[int]:
    """Keys of those that are the round's."""
    known = {one.reference: one.key for one in ground.items}
    return (known[word] for word in _words(typed) if word in known)


def _faults(field: str, typed: str, ground: Ground) -> Iterator[tuple[str, str]]:
    """What no scenario can decide about, and why."""
    known = {one.reference: one for one in ground.items}
    for word in _words(typed):
        item = known.get(word)
        if item is None:
            yield field, f"{word} is not among this round’s ranked applications"
        elif field == "must" and item.funded:
            yield field, f"{word} is funded, or staged to be, so leave it out here"
        elif item.funded is not None:
            yield field, f"{word} is decided, or a decision about it is staged"
        elif field == "must" and not item.cost_gbp:
            yield field, f"{word} asks for no money, so it can’t be funded"


class OpinionForm(EditedForm):
    agrees = ChoiceField(
        "Do you agree with this scenario?",
        [InputRequired("Select whether you agree")],
        choices=[("yes", "Yes, I agree"), ("no", "No, I disagree")],
    )
    note = LongTextField(
        "Why?", max_words=150, rows=3,
        hint="Those who chair the round and the programme team read it with your name. Applicants "
        "never see it.",
    )  # fmt: skip


class PanelOpinionForm(OpinionForm):
    note = LongTextField(
        "Why?", max_words=150, rows=3,
        hint="The programme team reads it with your name. Nobody else of the panel does, and "
        "applicants never see it.",
    )  # fmt: skip


class SharingForm(Form):
    """One button each; nobody types it."""

    do = ChoiceField(
        "What to do",
        [DataRequired("Choose what to do with it")],
        choices=[
            ("share", "Share with the panel"),
            ("take_back", "Take it back from the panel"),
            ("close", "Close what the panel says"),
            ("open", "Let the panel say again"),
        ],
    )


class StageScenarioForm(Form):
    reason = LongTextField(
        "Why do these decisions depart from the ranking?",
        max_words=150,
        rows=4,
        hint="Kept with each decision, and shown when decisions are released. Applicants never "
        "see it.",
    )
