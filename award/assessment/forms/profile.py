"""What an assessor knows about, how much they take on, and what they need."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from wtforms.validators import InputRequired

from award.assessment.models.people import AssessorProfile
from award.assessment.rules.profiles import (
    FORMATS,
    MOST,
    MOST_IN_AN_EVENING,
    OWN_WORDS,
    PANELS,
    TOPICS,
    Offered,
    ProfileValues,
    own_words,
)
from award.design.fields import ChoiceField, ChoicesField, ShortTextField, WholeNumberField
from award.design.versions import EditedForm


class ProfileForm(EditedForm):
    settings = ChoicesField("Care settings (optional)")
    beneficiaries = ChoicesField("Who it is for (optional)")
    capabilities = ChoicesField("Kinds of AI (optional)")
    expertise = ShortTextField(
        "What else (optional)",
        max_length=OWN_WORDS,
        hint="A few words, with commas between them: data protection, health economics",
    )
    most = WholeNumberField(
        "How many applications in one round, at most? (optional)",
        called="The number of applications",
        minimum=1,
        maximum=MOST,
        hint="Automatic assignment never gives anybody more than this",
        render_kw={"width": 4},
    )
    evening = WholeNumberField(
        "How many in one evening? (optional)",
        called="The number in one evening",
        minimum=1,
        maximum=MOST_IN_AN_EVENING,
        render_kw={"width": 2},
    )
    formats = ChoicesField(
        "Formats needed (optional)",
        choices=[(key, *words) for key, words in FORMATS.items()],
    )

    @classmethod
    def of(cls, profile: AssessorProfile | None, offered: Offered) -> Any:
        """With what is stored, unless something was sent."""
        stored = cls.stored(profile, offered)
        form = cls(data=stored)
        for topic, options in offered.items():
            setattr(form[topic], "choices", tuple(options.items()))  # noqa: B010
        form.over(stored)
        return form

    @classmethod
    def stored(cls, profile: AssessorProfile | None, offered: Offered) -> dict[str, Any]:
        """By box. What no question set offers any more can't be ticked."""
        if profile is None:
            return {"expertise": "", "panel": "professional"}
        known: dict[str, Any] = {
            topic: [value for value in options if value in getattr(profile, topic)]
            for topic, options in offered.items()
        }
        return known | {
            "expertise": ", ".join(profile.expertise),
            "panel": profile.panel,
            "most": profile.most,
            "evening": profile.evening,
            "formats": [key for key in FORMATS if key in profile.formats],
        }

    @property
    def values(self) -> ProfileValues:
        chosen: Mapping[str, Sequence[str]] = {topic: self[topic].data or [] for topic in TOPICS}
        return ProfileValues(
            panel=self["panel"].data if "panel" in self else None,
            expertise=own_words(self.expertise.data or ""),
            most=self.most.data,
            evening=self.evening.data,
            formats=self.formats.data or [],
            **chosen,
        )


class StaffProfileForm(ProfileForm):
    """The same with the panel, which staff say."""

    panel = ChoiceField("Panel", [InputRequired("Choose a panel")], choices=list(PANELS.items()))
