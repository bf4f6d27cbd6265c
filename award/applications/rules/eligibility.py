"""Who can apply for which phase: a pure answer of yes, no or "talk to us", with reasons.

Phases 3 and 4 are for products with market authorisation, or with a reasoned case that they are
not medical devices. Large companies and organisations with headquarters abroad can lead only in
those phases, with a UK registered office or a UK health or care organisation as co-lead.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import asdict, dataclass, fields, replace
from typing import Any

from award.accounts.rules.organisations import TYPES, UNITED_KINGDOM

YES, NO, TALK = "yes", "no", "talk"
LATER_PHASES = (3, 4)

MARKET_AUTHORISATION: dict[str, str] = {
    "ukca_ce": "It is a medical device with a UKCA or CE mark",
    "not_device": "It is not a medical device",
    "none": "It is a medical device without a mark yet",
    "unsure": "I am not sure",
}
SOCIAL_CARE: dict[str, str] = {"yes": "Yes", "no": "No", "unsure": "I am not sure"}


@dataclass(frozen=True)
class Answers:
    """What the check asks. The last two matter in Phases 3 and 4 only."""

    phase: int
    social_care: str
    org_type: str
    hq_uk: bool
    uk_registered_office: bool
    has_uk_co_lead: bool
    market_authorisation: str = ""
    device_rationale: str = ""

    def as_data(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def from_data(cls, data: Mapping[str, Any]) -> Answers:
        """Read back what `as_data` gave; TypeError when something is missing."""
        known = {field.name for field in fields(cls)}
        return cls(**{key: value for key, value in data.items() if key in known})

    def with_organisation(self, organisation: Any) -> Answers:
        """The same answers with what the organisation's own record says."""
        return replace(
            self,
            org_type=organisation.org_type,
            hq_uk=organisation.hq_country == UNITED_KINGDOM,
            uk_registered_office=organisation.uk_registered_office,
        )


def _as(org_type: str) -> str:
    return f"“{TYPES.get(org_type, org_type)}”"


def told_otherwise(answers: Answers, organisation: Any) -> str:
    """What the check was told of who would lead, where the organisation that does is another kind
    or is based elsewhere by its own record; "" where they agree. It is judged by the record."""
    by_record = answers.with_organisation(organisation)
    apart = []
    if by_record.org_type != answers.org_type:
        apart.append(
            f"{_as(answers.org_type)} would lead, and its record says {_as(by_record.org_type)}"
        )
    if by_record.hq_uk is not answers.hq_uk:
        where = {True: "in the UK", False: "outside the UK"}
        apart.append(
            f"the headquarters is {where[answers.hq_uk]}, and its record says "
            f"{where[by_record.hq_uk]}"
        )
    if not apart:
        return ""
    return f"The eligibility check was told that {'; and that '.join(apart)}: we go by the record"


@dataclass(frozen=True)
class Result:
    """`outcome` is "yes", "no" or "talk"; the reasons are sentences."""

    outcome: str
    reasons: tuple[str, ...]


Finding = tuple[str, str]


def check(answers: Answers, open_phases: Collection[int]) -> Result:
    """Judge the answers for a round that takes applications for `open_phases`."""
    found = [
        *_phase(answers, open_phases),
        *_purpose(answers),
        *_organisation(answers),
        *_authorisation(answers, open_phases),
    ]
    outcomes = {outcome for outcome, _ in found}
    outcome = next(one for one in (NO, TALK, YES) if one in outcomes or one == YES)
    # A "no" is explained before what we would have liked to talk about; good news is left out.
    order = {NO: (NO, TALK), TALK: (TALK,), YES: (YES,)}[outcome]
    return Result(outcome, tuple(text for kind in order for got, text in found if got == kind))


def joined(phases: Collection[int]) -> str:
    """Phase 1; Phases 1 and 2; Phases 2, 3 and 4."""
    numbers = [str(phase) for phase in sorted(phases)]
    if len(numbers) == 1:
        return f"Phase {numbers[0]}"
    return f"Phases {', '.join(numbers[:-1])} and {numbers[-1]}"


def _phase(answers: Answers, open_phases: Collection[int]) -> list[Finding]:
    if answers.phase in open_phases:
        return [(YES, f"Phase {answers.phase} is open in this round.")]
    return [
        (
            NO,
            f"This round does not take applications for Phase {answers.phase}. "
            f"It is for {joined(open_phases)}.",
        )
    ]


def _purpose(answers: Answers) -> list[Finding]:
    if answers.social_care == "yes":
        return [(YES, "Your project is for adult social care in England.")]
    if answers.social_care == "no":
        return [(NO, "Projects must be for adult social care in England.")]
    return [
        (
            TALK,
            "We need to be sure that your project is for adult social care in England. "
            "Tell us in a few sentences who it is for and where it would be used.",
        )
    ]


def _organisation(answers: Answers) -> list[Finding]:
    if answers.org_type == "other":
        return [(TALK, "We need to know more about your organisation to say whether it can lead.")]
    if answers.org_type == "csu_or_alb":
        return [(TALK, "Only some national and support bodies can lead, so please ask us first.")]
    large = answers.org_type == "large_company"
    if not large and answers.hq_uk:
        return [(YES, "An organisation like yours can lead an application.")]
    who = "Large companies" if large else "Organisations with headquarters outside the UK"
    if answers.phase not in LATER_PHASES:
        return [
            (
                NO,
                f"{who} can lead in Phases 3 and 4 only. "
                f"{_instead(large, answers.hq_uk)} could lead, with yours as a partner.",
            )
        ]
    if answers.uk_registered_office:
        return [(YES, f"{who} with a UK registered office can lead in Phase {answers.phase}.")]
    if answers.has_uk_co_lead:
        return [
            (
                YES,
                f"{who} can lead in Phase {answers.phase} together with a UK health or social "
                "care organisation.",
            )
        ]
    return [
        (
            NO,
            f"{who} need a UK registered office, or a UK health or social care organisation as "
            "co-lead.",
        )
    ]


def _instead(large: bool, hq_uk: bool) -> str:
    """Who could lead in Phases 1 and 2, told by what the organisation itself is not."""
    if not large:
        return "An organisation with headquarters in the UK"
    return "A smaller organisation" if hq_uk else "A smaller organisation based in the UK"


def _authorisation(answers: Answers, open_phases: Collection[int]) -> list[Finding]:
    if answers.phase not in LATER_PHASES:
        return []
    earlier = sorted({1, 2} & set(open_phases))
    instead = f" {joined(earlier)} may suit you better." if earlier else ""
    match answers.market_authorisation:
        case "ukca_ce":
            return [(YES, "Your product has the UKCA or CE mark that this phase needs.")]
        case "not_device" if answers.device_rationale.strip():
            return [(YES, "You have said why your product is not a medical device.")]
        case "not_device":
            return [(NO, "You need to say why your product is not a medical device.")]
        case "none":
            return [
                (
                    NO,
                    "In Phases 3 and 4 a product that is a medical device needs its UKCA or CE "
                    f"mark already.{instead}",
                )
            ]
    return [
        (
            TALK,
            "Phases 3 and 4 need a UKCA or CE mark, or a reason why the product is not a medical "
            "device. We can help you find out which applies.",
        )
    ]


_SAYS = {YES: "Can apply", NO: "Can’t apply like this", TALK: "Please talk to us first"}


def in_lines(answers: Answers, open_phases: Collection[int]) -> list[str]:
    """What was answered and what came of it, to be read by somebody else."""
    result = check(answers, open_phases)
    lines = [
        f"Phase {answers.phase}",
        f"{_SAYS[result.outcome]}: {' '.join(result.reasons)}",
        f"For adult social care in England: {SOCIAL_CARE.get(answers.social_care, '')}",
        f"Would lead: {TYPES.get(answers.org_type, '')}",
        f"Headquarters in the UK: {'yes' if answers.hq_uk else 'no'}",
    ]
    if answers.phase in LATER_PHASES:
        lines.append(f"Device: {MARKET_AUTHORISATION.get(answers.market_authorisation, '')}")
    if answers.device_rationale:
        lines.append(f"Why it is no medical device: {answers.device_rationale}")
    return lines
