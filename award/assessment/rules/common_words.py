"""Words beside names, in names, and such as are names too: what tells somebody and what doesn't."""

from __future__ import annotations

import re
from typing import Final

BESIDE: Final = frozenset(
    "dr prof professor mr mrs ms miss mx sir dame rev jr sr phd md mbe obe cbe rn msc bsc".split()
)
"""What stands before and after a name."""
WITHIN: Final = frozenset(
    "al ap ben bin da das de del den der di dos du el ibn la le st van von".split()
)
"""What stands in a name, and is none."""
_NAMES_TOO: Final = frozenset(
    """
    ai amber an angel april art as ash assessor at august austin autumn baker banks barker
    baron be bell berry best bill bird bishop black blossom blue bond boss bright brook brown
    bud bush butcher by care carpenter carter case cash chance cherry china christian church
    clay clement close constant cook cooper coral cross crystal dale dawn day dean destiny do
    dot drake drew dyer earnest english ernest eve example faith fern field fields fisher
    flora ford forest fox frank free french frost gale gates gene gill ginger glen glover go
    good grace grant gray green grey grove guy ha hall hand hands hard hardy harmony hart
    hazel head heath heather her hi hill him his ho holder holly home honour hood hope house
    hunt hunter if in india iris is israel it ivy jack jade jasmine jean jet jewel jordan joy
    june justice kind king knight knowles lake lance land lane laurel lavender law lee liberty
    lily little lo london long love low ma major mark marks marsh mason max may mayor me
    melody mercy miles miller mills min mine misty moody moon more moss must my new nick no
    noble norm north of oh old olive on opal or pa pace page paris parish park parks pat
    patience peace pearl penny people person piers pitt pool poor pope poppy porter potter
    power precious price prior prudence quick rain ray read reed rice rich ridge rivers road
    rob robin rocky rod rose ruby rusty sage sailor sales sandy savage savings see sharp shaw
    she shell shepherd short silver singer skip sky small smart so son south speed spring star
    stark steel sterling stone storm street strong sue summer summers sun sunny swift taylor
    ted temple them they to tony trinity true turner underwood up us verity victor violet wade
    walker wall ward waters way we webb weeks wells west while white wild will willow wills
    winter wise wood woods worth wright yes you young
    """.split()
)
"""Names that are words as well: they tell somebody only where a word would not stand so."""
_OURS: Final = frozenset(
    """
    applicant assessor award chair chairman chairwoman criterion deputy judge lead manager
    moderator officer panel reviewer round score secretary sheet staff steward team vote
    """.split()
)
"""Names that are what people and things of a round are called as well."""
AS_OURS: Final = re.compile(
    rf"(?i:@\s?(?:the\s+)?|\b(?:an?|any|each|every|no|other|our|that|the|this|vice|your)\s+"
    rf"(?:deputy[\s-]+)?)((?i:{'|'.join(sorted(_OURS, key=len, reverse=True))}))(?![^\W\d_])"
)
"""“@chair”, “the Chair”: whoever is one, and nobody who is called so."""
COMMON: Final = _NAMES_TOO | _OURS
