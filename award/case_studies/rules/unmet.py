"""What of a search that found nothing may be kept: words that are nobody's, or nothing at all."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Final

from award.foundation.search import is_known

KEPT: Final = timedelta(days=365)
LEAST_DAYS: Final = 2
"""Nobody is shown what was asked on one day alone: it may be somebody's own, asked again."""
LONGEST: Final = 80
MOST_WORDS: Final = 8
MOST_A_DAY: Final = 500
"""Different searches kept of one day: more is a machine's."""

_ADDRESS: Final = re.compile(r"@|www\.|https?:|\b\w+\.(?:com|org|net|uk|nhs)\b")
_NUMBER: Final = re.compile(r"\d(?:[\s.+()/-]*\d){3,}")
_POSTCODE: Final = re.compile(r"\b[a-z]{1,2}\d[a-z\d]?\s*\d[a-z]{2}\b")
_TITLED: Final = re.compile(r"\b(?:mr|mrs|ms|miss|mx|dr|prof|sir|lady|lord|named|called)\b")
_WORD: Final = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")
_GIVEN: Final = frozenset(
    """
    aaron abdul abigail adam adrian agnes ahmed aisha alan albert alex alexander alfred ali alice
    alison amanda amelia amir amy andrea andrew angela ann anna anne annie anthony arthur asha
    barbara barry beatrice ben benjamin bernard beryl betty bill bob brenda brian bridget carl
    carol caroline catherine cecil charles charlotte chloe chris christina christine christopher
    claire clare colin connor craig daniel danielle darren dave david dawn dean deborah denise
    dennis derek diana diane donald donna doreen dorothy douglas duncan eddie edith edna edward
    eileen elaine eleanor elizabeth ella ellen elsie emily emma eric ernest ethel eva evelyn
    fatima fiona florence frances francis fred frederick gareth gary gavin geoffrey george
    gerald gillian gladys glenn gordon graham greta gwen hannah harold harry hassan hazel
    heather helen henry hilda howard hugh ian ibrahim imran irene iris isaac isabel isla ivan
    ivy jack jackie jacob jacqueline james jane janet janice jason jean jennifer jenny jeremy
    jessica jim jo joan joanna joanne joe john jonathan joseph josephine joshua joyce judith
    julia julian julie june karen karl kate katherine kathleen keith kelly ken kenneth kevin
    khan kim kumar laura lauren lawrence lee leonard leslie lewis lilian lily linda lisa liz
    lorraine louise lucy luke lynn maggie malcolm margaret maria marie marilyn marion marjorie
    martha martin mary matthew maureen megan melanie michael michelle mick mike mohammed molly
    monica muhammad muriel nancy naomi natalie neil nicholas nicola nigel nora norma norman
    olive oliver olivia oscar pamela patel patricia patrick paul paula pauline peggy penelope
    peter philip phyllis rachel ralph raymond rebecca reginald richard rita robert roger ronald
    rosemary ross roy ruby russell ruth ryan sally samantha samuel sandra sarah scott sean
    sharon sheila shirley sidney simon singh sofia sophie stacey stanley stella stephanie
    stephen steve steven stewart stuart susan suzanne sylvia tariq ted teresa terry thelma
    theresa thomas tim timothy tina toby tom tony tracey tracy trevor valerie vanessa vera
    veronica victor victoria vincent violet vivian walter wayne wendy wilfred william winifred
    yasmin yvonne zoe
    """.split()
)  # fmt: skip
"""Common in this country, and no words of care."""


def keepable(typed: str) -> str:
    """The words in small letters, or "" where they may tell of a person: an address, a number of
    four digits or more, a postcode, a title, a given name, or a word that is in no list."""
    words = " ".join(typed.casefold().replace("’", "'").split())
    found = _WORD.findall(words)
    if not found or len(words) > LONGEST or len(found) > MOST_WORDS:
        return ""
    if any(sign.search(words) for sign in (_ADDRESS, _NUMBER, _POSTCODE, _TITLED)):
        return ""
    bare = [word.removesuffix("'s").replace("'", "") for word in found]
    nobody = all(is_known(word) and word not in _GIVEN for word in bare)
    return words if nobody else ""
