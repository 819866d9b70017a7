"""The sentence patterns that make a milestone, and those that are left out: visible tuples, in order.

A new pattern is one more rule with its ``yes`` and ``no``; the tests run over them. A cue is looked
for in the lower-cased text; the first rule of a tuple wins where two begin at one place.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final, Literal

from milepost.model import Kind

Shape = Literal["event", "duty", "force", "expiry", "visit", "launch", "deal", "comments", "promise", "noun"]
"""How the title is made: of an event's noun, of verb and object, of the act and "applies" and so on."""

Tense = Literal["ahead", "back", "any"]


@dataclass(frozen=True, slots=True)
class EventRule:
    """Words that make a milestone of their sentence.

    ``undated``: they do so without a date too. ``doubt``: why such a milestone may be none.
    ``yes`` maps sentences to the title read from them, ``no`` are sentences that it must leave alone.
    """

    name: str
    kind: Kind
    shape: Shape
    cue: str
    tense: Tense = "any"
    undated: bool = False
    standing: Literal["cancelled", "postponed"] | None = None
    doubt: str | None = None
    yes: Mapping[str, str] = field(default_factory=dict)
    no: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class LeftOut:
    """Words around a date that make it no milestone, and the reason in words.

    ``before`` must end where the date begins, ``after`` begin where it ends, ``within`` stand in the sentence,
    ``words`` be all of the date.
    """

    name: str
    reason: str
    before: str = ""
    after: str = ""
    within: str = ""
    words: str = ""
    yes: tuple[str, ...] = ()
    no: tuple[str, ...] = ()


# ---------------------------------------------------------------- words that rules share

_ADVERB: Final = r"(?: (?:also|then|now|jointly|further|hereby|each|both|all|therefore|first|next|again|soon|instead|(?!(?:ap|sup|re|com|im|multi)ply|rely|fly)\w+ly))?"
_WILL: Final = (
    r"(?:will|shall|must|would|(?:is|are|was|were|been|be)"
    + _ADVERB
    + r" (?:to|due to|set to|scheduled to|slated to|expected to|planned to"
    r"|likely to|going to|required to|directed to|instructed to|told to|asked to|ordered to|obliged to|committed to|poised to|tasked to|hoped to)"
    r"|has to|have to|plans? to|planned to|intends? to|aims? to|expects? to|hopes? to|agreed to|decided to)"
)
_BE: Final = r"(?:is|are|was|were|be|been|being|gets?|got)"
_HAVE: Final = r"(?:has|have|had|having)"

EVENT_NOUNS: Final = frozenset(
    """dialogue dialog summit round meeting talks conference session forum consultation consultations hearing hearings
    workshop seminar symposium roundtable congress assembly plenary webinar briefing exhibition expo
    drill drills election elections referendum vote negotiations conclave retreat exercise exercises ceremony conversation
    committee council commission group taskforce panel board meetings dialogues summits edition call
    festival week auction tender stocktake review visit mission games championship trilateral bilateral""".split()
)
"""Nouns that name something which is held or which meets."""

BODY_NOUNS: Final = frozenset("committee council commission group taskforce panel board assembly".split())
"""Nouns that name who meets; "the committee" alone is no event."""

THINGS: Final = EVENT_NOUNS | frozenset(
    """working-group centre center office mechanism agreement treaty mou memorandum fund programme program framework
    consulate embassy secretariat report strategy roadmap plan hotline corridor scheme partnership pact
    accord declaration facility institute laboratory lab network platform portal academy consortium alliance
    force team unit agency authority registry satellite bridge airport reactor standard standards guidelines guidance rules bill legislation
    law regulation code charter protocol project pilot hub park plant terminal station route service
    chapter scholarship fellowship award prize coalition initiative campaign negotiation survey study
    envoy coordinator investigation inquiry probe""".split()
)
"""Nouns that name something which is set up, signed or published; a promise needs one of them."""

_MAKE: Final = (
    "hold|convene|establish|set up|create|launch|form|constitute|open|start|begin|commence|resume|host|co-host|organi[sz]e"
    "|conduct|sign|conclude|finali[sz]e|negotiate|develop|draft|draw up|publish|release|issue|appoint|nominate|designate"
    "|introduce|inaugurate|build|construct|adopt|ratify|submit|deliver|complete|exchange|reopen|operationali[sz]e"
    "|institute|undertake|carry out|prepare|present|table|initiate|relaunch|revive|restart|hold|field|send|dispatch"
    "|join|accede to|withdraw from|phase out|ban|lift|review|revise|update|upgrade|double|abolish|scrap|repeal|recogni[sz]e|elevate"
)
"""Verbs whose doing can be seen on a day; "strengthen", "continue" and "explore" promise nothing datable."""

_EVENT_VERB: Final = r"(?:hold|convene|host|co-host|co-chair|chair|organi[sz]e|conduct|meet|gather|assemble|attend|take part in|participate in|join)"

# ---------------------------------------------------------------- the rules

RULES: Final = (
    EventRule(
        "called off",
        "event",
        "event",
        rf"{_HAVE}? ?(?:{_BE}|been|will be)? ?(?:now )?(?:cancelled|canceled|called off|scrapped|shelved|axed)\b"
        r"|(?:will|would|shall|does|do|did|can) (?:not|no longer)(?: now)? (?:take place|be held|go ahead|happen|meet|be convened|proceed|be hosted)"
        r"|(?:won't|cannot|wouldn't) (?:now )?(?:take place|be held|go ahead|happen|meet|be convened|proceed)"
        rf"|(?:will|would|shall|does|do|did|can) (?:not|no longer) (?:now )?{_EVENT_VERB}\b(?= (?:the|a|an|any|its|their|this|next) )",
        undated=True,
        standing="cancelled",
        yes={
            "The ministerial meeting scheduled for 12 May has been cancelled.": "Ministerial meeting",
            "The Energy Dialogue will not take place this year.": "Energy Dialogue",
            "The two sides will not hold the review meeting planned for March 2026.": "Review meeting",
        },
        no=("The ministers cancelled debts worth 3 million.",),
    ),
    EventRule(
        "put off",
        "event",
        "event",
        rf"(?:{_HAVE} |{_BE} |will be |would be )(?:been |now |again )?(?:postponed|rescheduled|deferred|delayed|put off|put back|pushed back|moved|brought forward|shifted)"
        r"|postponed|rescheduled|(?:has |have )slipped",
        undated=True,
        standing="postponed",
        yes={
            "The second round of the Maritime Dialogue has been postponed to autumn 2026.": "Maritime Dialogue, 2nd round",
            "The Energy Forum has been moved to 9 June 2026.": "Energy Forum",
        },
        no=("Troops have been moved to the border.",),
    ),
    EventRule(
        "enters into force",
        "effective",
        "force",
        r"(?:shall |will |would |to |may )?(?:also )?(?:enters?|entered|entering|comes?|came|coming) into (?:force|effect|operation|application)"
        r"|(?:shall |will |would |to )?(?:takes?|took|taken|taking) effect"
        r"|(?:shall |will |would |to )?(?:be |becomes? |became |is |are |made |was )?effective(?= (?:on|from|as of|immediately|upon|beginning|starting|with|at|\d|january|february|march|april|may|june|july|august|september|october|november|december))"
        r"|(?:is |are |was |were |be )(?:hereby )?repealed"
        r"|(?:shall |will |must )(?:only |also |first |cease to |start to |begin to |not )?(?:apply(?! for\b)|be applicable|be applied|commence)"
        r"|(?:appl(?:y|ies)|applied)(?= (?:from|as of|as from|with effect from|to (?:\w+ ){1,8}(?:from|as of)))"
        r"|(?:does|do) not apply\b(?=[^.;]{0,90} until )"
        r"|(?:entry|coming) into force|becomes? (?:applicable|law|mandatory|binding|operational)",
        yes={
            "This Regulation shall apply from 17 February 2027.": "This Regulation applies",
            "The tariff cuts will take effect on 1 April 2026.": "Tariff cuts take effect",
            "Directive 96/12/EC is repealed with effect from 25 May 2028.": "Directive 96/12/EC repealed",
        },
        no=("The rules shall apply to providers established in the Union.",),
    ),
    EventRule(
        "runs out",
        "expiry",
        "expiry",
        r"(?:shall |will |would |to |is due to |is set to )?(?:expires?|expired|lapses?|lapsed|terminates?|sunsets?|runs? out)\b"
        r"|(?:shall |will )?(?:remains?|stays?|continues?|is|are|be) (?:to be )?(?:valid|in force|in effect|in place|in operation)(?= (?:until|till|through|for|up to))"
        r"|(?:shall |will )?(?:continues? to )?have effect(?= (?:until|till|through|for|up to))"
        r"|(?:has|have) been (?:extended|prolonged|renewed)(?= until)"
        r"|(?:shall |will )?be (?:conferred|extended|prolonged|renewed|appointed|authori[sz]ed)\b(?=[^.;]{0,120} (?:for (?:a |an |another )?(?:\w+[- ]){1,3}(?:period|years?|months?)|until))"
        r"|(?:shall |will )?(?<!or )(?<!, )cease(?:s)? (?:to (?:apply|have effect|be valid|exist)|operations?)",
        yes={
            "The temporary measures expire on 30 June 2027.": "Temporary measures expire",
            "The licence remains valid until 1 March 2028.": "Licence valid until then",
            "The current pay agreement runs out at the end of March 2029.": "Current pay agreement runs out",
            "The scheme will remain in force up to 31 March 2031.": "Scheme valid until then",
            "The moratorium on new wells has been prolonged until 31 May 2027.": "Moratorium on new wells extended until then",
        },
        no=("The licence is valid for all ports.",),
    ),
    EventRule(
        "comments are due",
        "deadline",
        "comments",
        r"(?:written |public )?(?<!call for )(?:comments?|submissions?|responses?|feedback|views|contributions?|nominations?|applications?|bids?|proposals?|requests? to (?:speak|participate)|entries|expressions of interest|tenders?|questions?|objections?|challenges|appeals|claims|petitions?|statements?|registrations?|input)"
        r"[^.;:]{0,90}?(?:(?:must|should|may|shall|can|will|(?:have|has|need|needs) to|are to|are|is)(?: also)? (?:be )?(?:received|submitted|filed|made|sent|lodged|postmarked|accepted|due|open|invited|welcome|closed|close|sought|delivered|emailed|requested)\b)"
        r"|(?:comment|consultation|submission|application|nomination|registration|feedback|bidding) (?:period|window|process|phase)?[^.;:]{0,60}?(?:closes?|ends?|runs?|opens?|is open|remains? open|will (?:close|end|run|open|remain open|be open))"
        r"|(?:deadline|closing date|last date|cut-off(?: date)?|due date) (?:for|of|to)\b"
        r"|(?:interested (?:parties|persons|organi[sz]ations)|stakeholders|the public|applicants|candidates|members of the public|commenters|participants|companies|manufacturers|persons?)[^.;:]{0,60}?(?:may|must|should|can|are invited to|are asked to|have|wishing to)(?: \w+){0,4}? (?:submit|comment|respond|apply|register|send|provide|file|until|request)"
        r"|(?:invited|invites?|inviting|seeks?|seeking|requests?|requesting|(?<!the )(?<!a )(?<!this )(?<!first )(?<!new )calls? for|asked) (?:the public |stakeholders |interested parties )?(?:to )?(?:public |written )?(?:comments?|feedback|views|submissions|applications|proposals|nominations|input)"
        r"|submit (?:your |written |electronic |their )?(?:comments?|views|feedback|applications?|nominations?|proposals?|evidence)"
        r"|extend(?:ed|s|ing)?\b[^.;]{0,60}?(?:comment|consultation|application|registration|submission)s? (?:period|deadline)"
        r"|consultation is open|(?:to|must|should|can|may) register (?:for|by|before|no later|online|at|to attend|until)\b|(?:comments?|applications?|registration) close",
        yes={
            "Comments on the draft rule must be received by 14 October 2026.": "Comments due: draft rule",
            "The public consultation closes on 30 April 2026.": "Public consultation closes",
            "Stakeholders may submit their views until 3 March 2026.": "Views due",
        },
        no=("Comments by the minister drew criticism in 2025.",),
    ),
    EventRule(
        "invited to visit",
        "visit",
        "visit",
        r"(?:invited|invitation (?:to|for)) (?=[^,;]{3,80}? to (?:pay [^,;]{0,30}visit to|visit) )",
        undated=True,
        doubt="an invitation, of which no day is told",
        yes={
            "Minister Ana Barreto invited Minister Anan Kosol to visit Uruguay.": "Minister Anan Kosol visits Uruguay"
        },
        no=("The minister was invited to speak.",),
    ),
    EventRule(
        "visits",
        "visit",
        "visit",
        rf"(?:{_WILL} |is |are |was |were )?(?:also )?(?:visit|visiting|visits|visited)(?= (?!(?:by|of|and|to|from|on|will|was|is|programme|program|our|your)\b)[a-z])"
        r"|(?:pay|pays|paid|paying|make|makes|made|making|undertake|undertakes|undertook|begin|begins|began|conclude[sd]?|embarks?|embarked|leaves?|left|be|is|are|was|were)?(?: on)? (?:a|an|his|her|their|the) (?:(?:\w+-){0,2}\w+ ){0,3}(?:visit|trip|tour) (?:to|of)\b"
        r"|(?:'s|s') (?:\w+ ){0,3}visit to\b"
        r"|visit (?:of|by) (?=[a-z])"
        r"|(?:will |to |is |was )?(?:arrive|arrives|arrived|arriving) in\b|(?:will )?travels? to\b|(?:will )?travell?ed to\b"
        r"|(?:is|are|was|were|will be) in (?=[a-z ]{3,30} (?:from|on|between|for|during|next|this|until))",
        yes={
            "Foreign Minister Ana Silva will visit Tokyo from 3 to 5 March 2026.": "Foreign Minister Ana Silva visits Tokyo",
            "Prime Minister Kato is in Delhi from 2 to 4 May 2026.": "Prime Minister Kato visits Delhi",
            "Norway's fisheries minister will visit Chile from 3 to 5 March 2031.": "Norway's fisheries minister visits Chile",
            "The prime minister of Norway will visit Chile in May 2031.": "Prime minister of Norway visits Chile",
        },
        no=("Visit our website by 3 March 2026.",),
    ),
    EventRule(
        "decided to",
        "commitment",
        "promise",
        r"(?:agreed|agrees|agree|decided|decides|resolved|committed|pledged|pledges|vowed|promised|undertook|undertaken|determined|opted)(?: in principle| also| further| mutually| themselves| itself| jointly)? (?:to|on|upon)"
        + _ADVERB
        + rf" (?P<promise>{_MAKE}|(?:holding|convening|establishing|setting up|creating|launching|starting|opening|resuming|forming|signing))\b",
        undated=True,
        yes={
            "Both sides agreed to hold a private-sector dialogue to enhance cooperation.": "Private-sector dialogue to be held",
            "The ministers decided to set up a task force on ports.": "Task force on ports to be set up",
        },
        no=(
            "Both sides agreed to strengthen cooperation.",
            "They agreed to hold firm.",
        ),
    ),
    EventRule(
        "decision to",
        "commitment",
        "promise",
        r"(?:decision|agreement|commitment|pledge|intention|promise|undertaking|understanding|consensus|mandate) to"
        + _ADVERB
        + rf" (?P<promise>{_MAKE})\b",
        undated=True,
        yes={"The two sides welcomed the decision to set up a joint fund.": "Joint fund to be set up"},
        no=("The decision to leave was hard.",),
    ),
    EventRule(
        "agreed on the setting up of",
        "commitment",
        "promise",
        r"(?:agreed (?:on|upon|to)|decided (?:on|upon)|approved|endorsed|announced|announces|announce|backed|envisages?|foresees?|provides? for|paves? the way for|called for) (?:plans? for )?(?:the |an? )?(?:early |joint |formal )?"
        r"(?P<promise>establishment|creation|setting[- ]up|formation|opening|convening|resumption|constitution|introduction|institution|conclusion|holding) of",
        undated=True,
        yes={
            "The leaders agreed on the establishment of a semiconductor centre.": "Semiconductor centre to be established"
        },
        no=("The leaders welcomed the opening of minds.",),
    ),
    EventRule(
        "plans to",
        "commitment",
        "promise",
        r"(?:intends?|intended|plans?|planning|proposed|proposes|aims?|aiming|hopes?|hoping|wants?|seeks?|expects?|looking|considering) to"
        + _ADVERB
        + rf" (?P<promise>{_MAKE})\b",
        undated=True,
        doubt="this is a plan or a wish, not a promise",
        yes={"The government plans to open an embassy in Suva.": "Embassy in Suva to be opened"},
        no=("The government plans to remain neutral.",),
    ),
    EventRule(
        "signed",
        "agreement",
        "deal",
        rf"(?:{_WILL} |{_HAVE} |{_BE} )*(?:also |formally |officially |be |been )*(?:signed|signs?|signing|inked|inks?|ratified|ratif(?:y|ies)|initialled|concluded|concludes?|finali[sz]ed|finali[sz]es?|adopted|adopts?|approved|approves?|endorsed|exchanged|clinched|struck|sealed"
        r"|passe[ds](?= (?:the|a|an|its|their) [a-z]))\b"
        r"|(?:signing|ratification|conclusion|adoption|approval|finali[sz]ation) of\b|(?:signing|signature) (?:ceremony|is|was|will)",
        yes={
            "The two countries signed a digital trade agreement on 3 March 2026.": "Digital trade agreement signed",
            "Negotiations on the treaty will be concluded by the end of 2026.": "Negotiations on the treaty concluded",
            "Parliament passed the Plastics Levy Act on 14 June 2028.": "Plastics Levy Act passed",
            "An agreement, signed in January 2026, was welcomed.": "Agreement signed",
        },
        no=("He signed copies of his book.", "The storm passed the island on 3 March 2026."),
    ),
    EventRule(
        "launched",
        "launch",
        "launch",
        rf"(?:{_WILL} |{_HAVE} |{_BE} )*(?:also |formally |officially |jointly |be |been )*(?:launched|launch(?:es)?|launching|inaugurated|inaugurates?|unveiled|unveils?|rolled out|roll out|kicked off|kicks? off|opened|opens?|started|starts?|begins?|began|begun|commenced|commences?|set up|established|established|reopened|resumed?|resumes|initiated|initiates?)\b"
        r"|(?:launch|inauguration|start|opening|rollout|roll-out|unveiling|commencement|resumption) of\b",
        yes={
            "The ministers launched the AI Dialogue on 16 January 2026.": "AI Dialogue, launch",
        },
        no=("The rocket's parts were launched into debate.",),
    ),
    EventRule(
        "date set for",
        "meeting",
        "event",
        r"(?:has |have |had )?(?:set|fixed|announced|proposed|chosen|named|picked|confirmed)(?= [^.;]{4,50} as the (?:new )?(?:date|day))|as the (?:new )?(?:date|day) (?:of|for)",
        yes={
            "The commission has set 13 August 2026 as the date of the general election.": "General election"
        },
        no=("The clock was set for 3 March 2026.",),
    ),
    EventRule(
        "is held",
        "meeting",
        "event",
        rf"{_WILL}{_ADVERB} (?:be )?(?:held|convened|hosted|co-hosted|organi[sz]ed|conducted|staged|{_EVENT_VERB}|take place)\b"
        r"|(?:is|are|was|were|been|being|be) (?:also |now |first |last |next |provisionally |tentatively |currently )?(?:held|convened|hosted|organi[sz]ed|conducted|staged|scheduled|planned|slated|set|due|fixed|expected|timed|pencilled in)(?: to (?:be held|take place|meet|convene|begin|start|open))?(?= (?!to)[a-z0-9])"
        r"|(?:took|taken|takes?|taking) place|to be (?:held|convened|hosted|organi[sz]ed)|to take place"
        r"|(?:held|convened|hosted|holds?|hosts?|holding|hosting|convenes?|met|meets?|gathered|gathers?|co-chaired|chaired|attended|concluded) (?=(?:the|a|an|their|its|his|her|here|again|in|at|on|with|virtually|today|yesterday|talks|wide|delegation|for|from)\b)"
        r"|scheduled (?:for|on|to)|slated for|planned for|held (?=(?:in|on|at|last|earlier|virtually|today|yesterday|every|from|between|during)\b)",
        yes={
            "The second round of the Economic Dialogue will be held in the first half of 2026.": "Economic Dialogue, 2nd round",
            "The 11th meeting of the Joint Committee on Fisheries took place on 3 March 2026.": "Joint Committee on Fisheries, 11th meeting",
            "The ministers will hold the next round of talks in May 2026.": "Talks, next round",
            '"We will meet again in Suva on June 9 to discuss the border posts," she told reporters.': "Meeting on the border posts",
            "The two ministers meet again on 6 May 2033.": "Meeting of the two ministers",
        },
        no=("The minister held that the law was clear on 3 March 2026.",),
    ),
    EventRule(
        "duty to review",
        "review",
        "duty",
        rf"{_WILL}{_ADVERB} (?=(?:\w+ and )?(?:evaluate|assess|review|re-?examine|re-?assess|re-?evaluate|take stock|carry out an? (?:\w+ )?(?:review|evaluation|assessment)|conduct an? (?:\w+ )?(?:review|evaluation|assessment))\b)",
        tense="ahead",
        yes={
            "By 18 February 2027, the Commission shall evaluate this Regulation.": "Evaluate this Regulation"
        },
        no=("The Commission evaluated the law in 2020.",),
    ),
    EventRule(
        "duty to publish",
        "publication",
        "duty",
        rf"{_WILL}{_ADVERB} (?:be )?(?=(?:publish|release|issue|unveil|present|table|draw up|publicly report|make public|post|published|released|issued|unveiled|presented|tabled|made public|made available)\b)",
        tense="ahead",
        yes={
            "The agency will publish draft guidance on ports by the end of March 2026.": "Draft guidance on ports",
        },
        no=("The agency published guidance.",),
    ),
    EventRule(
        "duty",
        "deadline",
        "duty",
        rf"{_WILL}{_ADVERB} (?!be\b|not\b|have\b|remain\b|mean\b|apply\b|continue\b|only\b|need\b|(?:the|an?|its|their|each|all|this)\b)(?=[a-z])"
        r"|(?:shall|must|will), (?=[a-z])"
        rf"|(?:shall|must|will|should|(?:have|has|need|needs) to) (?:also )?be (?!construed|considered|deemed|subject|effective|in\b|of\b|without|liable|responsible|entitled|able|the\b|a\b|an\b)(?=\w+(?:ed|en|t|up|e)\b)"
        r"|(?:is|are) (?:hereby )?(?:directed|instructed|ordered|required|requested|urged|encouraged|asked|mandated) to|(?:directs?|instructs?|orders?|requires?|requests?|tasks?|asks?|tasked|directed|instructed|asked|ordered) (?:the |all |each )?(?:(?!shall |must |will )\w+ ){1,8}?to (?=[a-z])",
        tense="ahead",
        yes={
            "Within 60 days of the date of this order, the Secretary of Ports shall submit a plan to the President.": "Secretary of Ports to submit a plan",
            "Member States shall designate their coordinators by 17 February 2027.": "Member States to designate their coordinators",
        },
        no=("The Secretary shall be responsible for ports.",),
    ),
    EventRule(
        "published",
        "publication",
        "noun",
        rf"(?:{_HAVE} |{_BE} )*(?:published|released|issued|tabled|presented)\b|(?:publication|release|issuance) of",
        yes={"The annual report was published on 3 March 2026.": "Annual report published"},
        no=("The published figures were low.",),
    ),
    EventRule(
        "ends or opens",
        "event",
        "noun",
        r"(?:will |shall |to |is due to |is expected to |are expected to )?(?:ends?|ended|closes?|closed|runs?|concludes?|completes?|completed|be completed|be ready|be operational|be in place|be achieved|be reached|be finished|go live|goes live|go into operation)(?= (?:on|in|by|from|until|through|at|before|to|no later)\b)"
        r"|(?:is|are) (?:expected|due|projected|slated|set|likely)(?: to be \w+)?(?= (?:in|by|on|before|for)\b)",
        tense="ahead",
        yes={"The pilot phase ends on 30 June 2026.": "Pilot phase ends"},
        no=("The road ends in the forest.",),
    ),
)
"""Every sentence pattern; where cues overlap the earlier one wins."""

# ---------------------------------------------------------------- what is left out

LEFT_OUT: Final = (
    LeftOut(
        "reported",
        "the day something was said, not the day it happens",
        before=r"\b(?:said|says|told|added|noted|stated|reported|wrote|tweeted|remarked|announced|according to|in a statement|press release|statement|posted|briefed|interview|addressing|agreed here)(?: (?:reporters|journalists|the media|parliament|[a-z]+ news))?(?: (?:in|at) (?:the )?[a-z]+)?(?: (?:here|late|early))?(?: (?:on|late|early))?[ ,]*$"
        r"|\b(?:told|briefed|informed) (?:the|a|an|his|her|its)(?: (?!to\b|that\b|will\b|would\b|about\b)[\w'-]+){1,5}(?: on)?[ ,]*$",
        yes=("The minister said on Friday, 16 January 2026 that talks go well.",),
        no=("The minister said the talks will be held on 3 March 2026.",),
    ),
    LeftOut(
        "stamp",
        "the day of the document itself",
        before=r"\bdated:? $|^(?:[^a-z0-9]{0,4})(?:date|dated|published|issued|posted|updated|press release|last (?:updated|modified|reviewed)|circulated|for (?:immediate )?release)[ :–—-]*(?:on )?$",
        yes=("Published: 3 March 2026. The plan shall be kept.",),
        no=("The report will be published on 3 March 2026.",),
    ),
    LeftOut(
        "what it is for",
        "the year that a thing is for, not when something happens",
        before=r"\b(?:calendar|contributions?|financing|funding|budget|accounts?|certificates?|estimates?|plan|report|figures?|results?|programme|program|season|grants?|allocation|fees?|rate|quotas?|statements?|scheme|bids?|nominations?|candidates|tickets?|applications?)s?(?: [\w'-]+){0,4} (?:for|of) (?:the )?(?:(?:financial|fiscal|calendar|school|academic) )?(?:year )?$",
        words=r"(?:the )?(?:(?:financial|fiscal|calendar|school|academic) )?(?:year )?(?:fy ?)?\d{4}(?:[-/–]\d{2,4})?(?: (?:financial|fiscal|academic|school) year)?|(?:the )?(?:first|second|third|fourth) quarter",
        yes=("Contributions for the 2031/32 financial year shall be welcomed.",),
        no=("The report shall be published in 2031.",),
    ),
    LeftOut(
        "not until then",
        "until when something does not happen",
        before=r"\b(?:(?:do|does|did) not (?!apply|enter|take)|(?:may|must|can|will|would|shall) not (?=[^.;,]* before $|\w+ $))[^.;,]{1,60}$",
        after=r"^(?!, when )",
        yes=(
            "The planets do not line up again until 2033.",
            "Activities may not begin before 1 January 2027.",
        ),
        no=("The new rules do not apply until 2033.",),
    ),
    LeftOut(
        "the last time",
        "when it was done before, not when it is done",
        before=r"\blast (?:met|visited|held|cut|raised|changed|spoke|went|took|won)\b[^.;]{0,60}$",
        yes=("The two leaders last met in Geneva in October 2025.",),
        no=("The two leaders will meet in Geneva in October 2026.",),
    ),
    LeftOut(
        "a thing named by its time",
        "the time of a thing that is named by it, not of what is told of it",
        before=r"\b(?:of|at|from|after|about|following|before) $",
        after=r"^'s (?:meeting|talks|summit|vote|decision|session|hearing|announcement|election|conference|storm|attack)\b",
        yes=("Minutes of this week's meeting shall be published.",),
        no=("The minister will chair next week's meeting.",),
    ),
    LeftOut(
        "a figure of a time",
        "the time of a figure, not of an event",
        before=r"\b(?:grew|rose|fell|increased|decreased|declined|dropped|shrank|climbed|totalled|totaled|came to|stood at|amounted to|accounted for|exported|imported|earned|consumed|traded|sold|produced)\b[^;]{0,80} (?:in|during) $",
        yes=("The sector's share grew by 7.2 per cent in 2025.",),
        no=("The sector's share will be published in 2027.",),
    ),
    LeftOut(
        "compared with",
        "a time that something is compared with",
        before=r"(?:\b(?:compared (?:to|with)|relative to|more than in|less than in)|(?:[,(]|\d|%|cent|illion|points) (?:up|down) from)[ ,]*$",
        yes=(
            "The figure will be published in May 2026, compared with 2025.",
            "Sales were 9 per cent, up from 2025.",
        ),
        no=("The figure will be published in May 2026.", "The boats will be tied up from 1 July 2026."),
    ),
    LeftOut(
        "a time as a name",
        "part of a name, or the reason, not the time",
        words=r"(?:(?:the|last|this|next) )?(?:easter|christmas|ramadan|eid|diwali|summer|winter|spring|autumn)",
        after=r"^ (?:breaks?|recess|holidays?|vacations?|term|season|session|school|camps?|games|olympics|sale|heat|storms?|rains?|harvest|crop|market|parade|weekend|olympiad|timetable|schedule)\b",
        yes=(
            "Schools close for the Easter break, which shall be short.",
            "Parliament will resume after the summer recess.",
        ),
        no=("The bridge will open in summer.", "The fair will be held at Easter."),
    ),
    LeftOut(
        "the reason of a pause",
        "why, not when",
        before=r"\b(?:rises?|rose|close[sd]?|breaks?|recess|home|adjourns?|shuts?|off) for (?:the )?$",
        words=r"easter|christmas|eid|diwali|ramadan|(?:the )?(?:summer|winter|holidays)",
        yes=("The House will rise for Easter.",),
        no=("The House will rise on Easter Monday.",),
    ),
    LeftOut(
        "so many hours on",
        "a few hours on, which tells no other day",
        words=r"[\w-]+ hours? (?:before|earlier|later|after|afterwards|beforehand)",
        yes=("Copies will be given to the press 24 hours before.",),
        no=("Copies will be given to the press on the day before.",),
    ),
    LeftOut(
        "who did so before",
        "a condition, not an event",
        before=r"\b(?:who|which|that|anyone|those|goods|applications|orders|vehicles|contracts|permits|licences) (?:who |which |that )?(?:have |has |had |was |were )?(?!agreed|announced|decided)\w{3,}ed (?:(?:in|at|to|by|on|or|and|an?|the) )?(?:\w+ )?(?:on or )?(?:before|after|prior to|until|by) (?:the )?$",
        after=r"^,? (?:will|shall|must|may|can|keeps?|are|is|pays?|gets?|retains?|receives?|do|does|need|needs|\w+s)\b",
        yes=("Anyone who applied before 15 October 2026 will keep the old rate.",),
        no=("Those who apply before 15 October 2026 will be served first.",),
    ),
    LeftOut(
        "any day",
        "any of such days, not one of them",
        before=r"\b(?:any|whichever|whatever) $",
        yes=("One may begin on any Monday.",),
        no=("The clinic will open on Monday.",),
    ),
    LeftOut(
        "a half of the year as a name",
        "part of a name, not a day",
        words=r"mid-year|half-year|year-end",
        after=r"^ [a-z]{3,}",
        yes=("The leaders ended their mid-year conference with a pledge.",),
        no=("The plan shall be ready by mid-year.",),
    ),
    LeftOut(
        "definition",
        "part of what a word means, not a day on which something happens",
        within=r"^[^.;,]{0,80}\b(?:means (?!to\b)|has the meaning\b)",
        yes=("Reporting period means a financial year that starts on or after 1 July 2030.",),
        no=("The minister means to resign on 1 July 2030.",),
    ),
    LeftOut(
        "a year after a name",
        "part of a name, not a day",
        before=r"\b(?:agenda|vision|horizon|expo|olympics|cup|strategy|roadmap) $",
        words=r"\d{4}",
        yes=("Agenda 2033 shall be kept.",),
        no=("The agenda will be presented in 2033.",),
    ),
    LeftOut(
        "a budget's year",
        "part of a name, not a day",
        words=r"budget \d{4}",
        yes=("Budget 2033 shall be kept.",),
        no=("The budget will be presented in 2033.",),
    ),
    LeftOut(
        "forecast",
        "what somebody expects of a figure, not what will be done",
        before=r"\b(?:would|will|could|may|might|to|not) (?:not )?(?:return|grow|rise|fall|drop|climb|shrink|slow|average|peak|exceed|be worth|total|account|double|triple|see|post|report|result in|achieve|record)\b(?:[^.;\"]|\.\d){0,80}$",
        within=r"\b(?:estimate[sd]?|forecasts?|projects?|projected|predict(?:s|ed)?|analysts?|economists?|forecasters?|inflation|growth|demand|gdp|earnings|net (?:income|loss|profit)|pre-tax|sales)\b",
        yes=("An industry body estimated that demand for copper would grow six-fold by 2035.",),
        no=("The ministry will double the number of trains by 2035.",),
    ),
    LeftOut(
        "estimated on a day",
        "the day of an estimate, not of what is estimated",
        before=r"\b(?:estimated|warned|argued|predicted|forecast|confirmed|claimed) (?:on )?$",
        after=r"^ that\b",
        yes=("An industry body estimated last month that demand would grow.",),
        no=("The parliament confirmed the envoy on 3 March 2026.",),
    ),
    LeftOut(
        "incorporation by reference",
        "the standing formula of a rule that cites a document",
        within=r"\bincorporation by reference of\b",
        yes=("The incorporation by reference of certain material is approved as of 20 April 2026.",),
        no=("The material is published as of 20 April 2026.",),
    ),
    LeftOut(
        "told in passing",
        "told of a thing in passing, not as news",
        before=r"\b(?:that|which) (?:was|were|had been) (?:closed|shut|built|destroyed|damaged|suspended|cut|lost|imposed|introduced|banned|seized|frozen|abandoned) (?:in|since) $",
        words=r"\d{4}",
        yes=("The two states will reopen border posts that were closed in 2024.",),
        no=("The border posts will be closed in 2028.",),
    ),
    LeftOut(
        "agreed on a day",
        "the day something was agreed, not the day it happens",
        before=r"\b(?:agreed|decided|pledged|vowed|promised|offered|resolved)\b[^,;.\"]{0,60} (?:on )?$",
        after=r"^ (?:to|that) ",
        yes=("The presidents agreed in a call on Friday, 16 January 2026 to hold a summit.",),
        no=("The presidents agreed to hold a summit on 3 March 2026.",),
    ),
    LeftOut(
        "condition",
        "a condition, not an event",
        before=r"\b(?:which|that|who) (?:is|are|was|were) (?:still |then |already )?in (?:force|effect|operation|office|post|service) (?:on|at|immediately before) $"
        r"|\b(?<!be )(?:placed on the market|put into service|in existence|concluded by \w+ \w+|concluded|installed|registered|born|awarded|incurred|built|acquired|enacted|issued|adopted|submitted|received|employed|initiated|commenced|started|pending|prior to|procured|manufactured|signed|already)(?: \w+){0,3} (?:before|after|prior to|on or after|on or before|as of|since|between)[ ,]*$"
        r"|\b(?:where that date is (?:earlier|later) than|whichever is (?:earlier|later)|except for the first appointment after|prior to|(?<!no )(?<!not )earlier than|later than the)[ ,]*$",
        yes=(
            "Systems placed on the market before 2 August 2026 may stay.",
            "A permit which is in force on 2 August 2026 shall be kept.",
        ),
        no=("The plan shall be submitted before 2 August 2026.",),
    ),
    LeftOut(
        "baseline",
        "a baseline that something is measured from",
        before=r"\b(?:from|compared (?:to|with)|relative to|against|below|above|over|than in|baseline of|base year|measured from(?: an?)?|of their|of the)[ ,]*$",
        after=r"^[ -]*(?:levels?|baseline|figures?|prices|values|emissions|standards?)\b",
        yes=("Agencies shall cut emissions by half from 2008 levels.",),
        no=("The rules apply from 2028.",),
    ),
    LeftOut(
        "baseline year",
        "a baseline that something is measured from",
        after=r"^[ -]*(?:levels?|baseline)\b",
        yes=("Emissions fall to fiscal year 2008 levels.",),
        no=("Emissions fall by 2030.",),
    ),
    LeftOut(
        "retention",
        "how long something is kept, not when it is done",
        within=r"\b(?:retain(?:ed)?|retention|stored?|kept|keep|preserved?|archived?|confidential\w*)\b[^.;]{0,120}\bfor (?:a |an |at least |up to )?(?:(?:minimum|maximum|further) )?(?:period|as long|\w+ (?:days|weeks|months|years))",
        yes=("Records shall be kept for five years after 3 March 2026.",),
        no=("The agency shall publish rules by 3 March 2026.",),
    ),
    LeftOut(
        "citation",
        "the date of an act that is cited",
        before=r"\b(?:agreement|regulation|directive|decision|order|recommendation|position|act|treaty|memorandum|resolution|opinion|council|parliament|communication|law|proclamation|protocol|convention|guidelines|bank|circular|judgment)(?:s)?(?: (?:no\.? ?)?[\w/().-]+){0,3},? (?:of|dated)(?: the)? $|\boj [lc][ \d,]*$|\b[lc] \d+, $",
        yes=("Experts are consulted under the Agreement of 13 April 2016 and shall meet.",),
        no=("The agreement shall apply from 13 April 2026.",),
    ),
    LeftOut(
        "a year in a name",
        "part of a name, not a day",
        after=r"^ (?:[a-z]{1,3}\d|budget|edition|season|census|olympics|world cup|agenda|vintage|figures?|results|crop|fiscal plan|election (?:was|turnout|saw|campaign|results?)|programme for|report on)\b",
        yes=("The minister will present the 2027 budget.",),
        no=("The minister will present the budget in November 2026.",),
    ),
    LeftOut(
        "not expected",
        "the text says that it will hardly happen then",
        before=r"\b(?:unlikely|not expected|not likely|no (?:final )?(?:dates?|decision|agreement|vote|result))\b[^.;]{0,60}$",
        yes=("A decision on capelin is unlikely before 2027.",),
        no=("A decision on capelin is due by 2027.",),
    ),
    LeftOut(
        "compared with a plan",
        "how it compares with a plan",
        before=r" than (?:it|they|he|she|we|was|were|had|planned|expected|scheduled|forecast|promised)\b[^,.;]{0,30}$",
        yes=("The line will open a year later than it promised in December.",),
        no=("The line will open no later than in May.",),
    ),
    LeftOut(
        "a year before a noun",
        "part of a name, not a day",
        before=r"\b(?:the|our|its|their|this) $",
        words=r"\d{4}",
        after=r"^ (?!(?:and|or|to|in|on|at|by|with|for|as|but|after|when|if|under|from|until|is|was|are|were|will|shall|has|had|would|levels?|baseline"
        r"|retreat|summit|conference|meeting|session|forum|talks|round|dialogue|elections?|referendum|congress|assembly|plenary|festival|games|championships?|stocktake)\b)[a-z]{3,}",
        yes=("The jury of the 2031 prize shall be named.",),
        no=("The minister will host the 2031 summit in May 2031.",),
    ),
    LeftOut(
        "number",
        "part of a number, not a year",
        before=r"\b(?:publication|circular|standard|docket|no\.?|number|iso(?:/iec)?|rfc|resolution|form|series) (?:no\.? )?$|\d[-/]$",
        after=r"^[-/]\d",
        yes=("The pilots shall follow Special Publication 2000-02 of the institute.",),
        no=("The pilots shall follow the plan in 2027-28.",),
    ),
    LeftOut(
        "named for its year",
        "the year in the name of an act",
        before=r"\b(?:act|regulations?|order|rules|code|bill|convention|protocol)(?: of)? $",
        words=r"\d{4}",
        yes=("The Payment Services Regulations 2017 came into force years ago.",),
        no=("The regulations apply from 2017.",),
    ),
    LeftOut(
        "nowadays",
        "a time in general, not a day",
        after=r"^'s (?!(?:date|meeting|summit|talks|session|visit|dialogue|hearing|announcement|signing|conference|vote|event))",
        yes=("The Government must face today's threats.",),
        no=("The ministers launched the AI Dialogue today.",),
    ),
    LeftOut(
        "in a relative clause of an act",
        "told of something past inside a rule",
        before=r"\b(?:that|which|who) (?:\w+ed|took|began|was|were|had)\b(?:(?! (?:shall|must|will) )[^,;]){0,70}$",
        within=r"\bshall\b",
        yes=("The review shall relate to the incidents that occurred in December 2020.",),
        no=("The review shall be completed by December 2027.",),
    ),
    LeftOut(
        "reference year",
        "a year that something is compared with",
        before=r"\b(?:population|levels?|figures?|prices|ratio|share)(?: \w+)? (?:in|of|for) (?:the )?$",
        yes=("The number shall be adjusted to its population in 2020.",),
        no=("The number shall be adjusted in 2027.",),
    ),
    LeftOut(
        "old date",
        "the day it had been planned for before",
        before=r"\b(?:originally|initially|previously|earlier|had been|which was|that was|was)(?: (?:scheduled|planned|due|slated|set|expected))?(?: (?:to [a-z]+|for [A-Za-z'’]+)\b[^,;.\"]{0,40})? (?:for|on|in|from)?[ ,]*$",
        within=r"\b(?:postponed|rescheduled|cancelled|canceled|called off|moved|deferred|put off|pushed back|will not|won't|brought forward|extended|will now|is now|are now|delayed)\b",
        yes=(
            "The talks, originally scheduled for 3 March 2026, have been postponed.",
            "The probe, which was to lift off from Tanegashima on 3 March 2026, will now fly later.",
        ),
        no=("The talks have been postponed to 3 March 2026.",),
    ),
    LeftOut(
        "an address",
        "part of an address, not a year",
        words=r"\d{4}",
        after=r"^ (?!to |on |in |at |by |from |and )(?:[a-z]+ ){1,2}(?:street|avenue|road|lane|drive|boulevard|square|way|st\.)",
        yes=("Letters shall be sent to 2030 Slater Street, Otara.",),
        no=("Letters shall be sent in 2030 to Slater Street, Otara.",),
    ),
    LeftOut(
        "how many times",
        "how many times, which tells no day",
        words=r"(?:twice|thrice|(?:two|three|four|five|six|several|many|\d+) times) (?:a|an|per|each|every) (?:day|week|month)",
        yes=("Flights will run three times a week.",),
        no=("The committee shall meet twice a year.",),
    ),
    LeftOut(
        "at least until then",
        "until when at least nothing happens",
        before=r"\b(?:until|till|through|for) at least (?:the )?$",
        yes=("The bank will hold its rate until at least autumn 2026.",),
        no=("The bank will hold a vote in autumn 2026.",),
    ),
    LeftOut(
        "the markets",
        "how markets stood that day",
        within=r"\b(?:clos(?:e|ed|ing)|ended|opened|traded|trading) (?:at|up|down) [^a-z]{0,3}\d|\b(?:composite|over-the-counter|afternoon|morning) trading\b",
        yes=(
            "The firm's shares closed on 15 January 2026 at 12.5 dollars, down 3 per cent, and trading closed at 9 points.",
        ),
        no=("The exchange will close on 15 May 2026.",),
    ),
    LeftOut(
        "due as a name",
        "part of a name, not a day",
        before=r"\b(?:notes|bonds|debentures|bills|gilts|securities|loans?) (?:that are )?(?:due|maturing) (?:in |on )?$",
        yes=("The bank will redeem its bonds due 1 March 2031.",),
        no=("The bonds will be redeemed on 1 March 2031.",),
    ),
    LeftOut(
        "a length",
        "how long, not until when",
        before=r"\b(?:for|of|lasts?|lasting|takes?|took) (?:(?:no|not) (?:more|less|longer) than|up to|at (?:least|most)) $",
        yes=("The sites shall be open for no more than 60 days.",),
        no=("The report shall be published in no more than 60 days.",),
    ),
    LeftOut(
        "of a reference",
        "part of a number, not a year",
        before=r"\bno\b[^,;]{1,30}[/-]$",
        yes=("The circular No. SBT/Exam/2026-27/114 shall be kept.",),
        no=("No plan was made, but the forum will be held in 2027.",),
    ),
    LeftOut(
        "if it happens then",
        "a condition, not an event",
        before=r"^[\"']?(?:if|unless) [^,;]{3,80}$",
        after=r"^,",
        yes=("If councillors agree in May 2026, work will begin.",),
        no=("If councillors agree, work will begin in May 2026, says the mayor.",),
    ),
    LeftOut(
        "old plan",
        "the day it had been planned for before",
        before=r"\b(?:was|were) (?:to have|supposed to|meant to|originally to) [^;.\"]{1,70}$|, (?:originally|earlier|previously|initially|formerly|at first) \w+(?:ed|et|ue|ld)\b[^,;.\"]{0,50}$",
        yes=(
            "It was to have closed on 8 November 2026.",
            "The terminal, earlier billed for opening on 20 November 2026, will now open in 2027.",
        ),
        no=("The terminal, built by two firms, will open on 20 November 2026.",),
    ),
    LeftOut(
        "not this day",
        "a day that is denied",
        before=r"(?:, (?:and )?not|\binstead of|\brather than)(?: (?:on|in|at|by|from|before|the|as))* $",
        yes=(
            "The forum will be held in May 2026, not in March 2026.",
            "It opens in May 2026 instead of at the end of March 2026.",
        ),
        no=("The forum will not be held before May 2026.",),
    ),
    LeftOut(
        "a period that a thing is for",
        "the years that a thing is for, not when something happens",
        before=r"\b(?:terms?|periods?|years|budget|framework|biennium|triennium|covers|covering)(?: (?:of|from|the years))? $",
        words=r"(?:from )?\d{4} ?(?:-|to|and) ?\d{2,4}",
        yes=(
            "Members of the council for the term 2027-2029 shall be elected.",
            "The proposal covers the years 2028 to 2034.",
        ),
        no=("The works will run from 2027 to 2029.",),
    ),
    LeftOut(
        "a figure's time",
        "the time of a figure, not of an event",
        after=r"^[ -](?:period|output|results?|earnings|profits?|loss(?:es)?|sales|revenues?|turnover|growth|production|shipments|inflation|trading|gdp)\b",
        yes=("The board will consider the results for the July-September period.",),
        no=("The results for the year will be published in the first quarter of 2027.",),
    ),
    LeftOut(
        "background",
        "told as background",
        before=r"\b(?:since|established in|founded in|born in|dating back to|as far back as|between|back in|signed in|in the wake of|data for|figures for|in the year to|quarter of|outbreak of)[ ,]*$",
        within=r"\b(?:since|founded|grew|rose|fell|increased|decreased|declined|totalled|totaled|stood at|accounted for|amounted|surged|percent|per cent|billion|million)\b",
        yes=("Trade has grown since 2019 to 20 billion dollars.",),
        no=("The ministers will meet in May 2026.",),
    ),
)
"""What makes a date no milestone; each must hold in all the places it names."""

PROCEDURAL: Final = re.compile(
    r"\b(?:becom\w+ aware|having become|receiving (?:it|them|notice|(?:a|an|any|such|that)\b)|receipt of (?:a|an|any|such|that|the (?:request|notice|notification|application|complaint|petition))"
    r"|(?:a|an|any|each(?! other)|such|(?<!end of )that(?! (?:the|their|its|it|all|both)\b)|the exemption|the notification|the request|the complaint|the application)\b.{0,60}$|detect\w+|discover\w+|being notified|of (?:being|learning)|the decision|which it|knowledge of|request)"
)
"""The words of an anchor that comes again and again: a clock of the procedure, no day in a calendar."""

CONDITIONAL: Final = re.compile(
    r"^(?:where|if (?!(?:it is |they are )?(?:approved|adopted|passed|ratified|agreed|enacted|confirmed)\b)|if$|when|whenever|in the (?:case|event) (?:of|that)|upon|should|in cases)\b"
)
"""How a sentence opens that holds only each time something occurs."""

RECURRING_NOUN: Final = re.compile(
    r"(?<!the )\b(?P<often>annual|yearly|semi-?annual|half-yearly|biannual|biennial|quarterly|monthly|weekly|bimonthly|triennial)"
    r" (?P<thing>(?:[a-z&'-]+ ){0,5}?(?:reports?|reviews?|plans?|meetings?|summits?|updates?|assessments?|statements?|summar(?:y|ies)|guidance|consultations?|dialogues?|surveys?|audits?|inspections?|evaluations?|ministerial))\b"
)
RECURRING_ADVERB: Final = re.compile(
    r"\b(?:(?:at least |not less than )?(?P<often>annually|yearly|semi-?annually|biannually|biennially|quarterly|monthly|weekly)(?! thereafter)"
    r"|on an? (?P<basis>annual|yearly|semi-?annual|biannual|biennial|quarterly|monthly|weekly|regular annual) basis"
    r"|(?:once|twice|at least once|at least twice) (?:a|every|each|per) (?P<per>year|month|quarter|week))\b"
)
"""How often something is due where no first day is told."""

OFTEN: Final = {
    "annual": (1, "year"),
    "annually": (1, "year"),
    "yearly": (1, "year"),
    "year": (1, "year"),
    "biennial": (2, "year"),
    "biennially": (2, "year"),
    "triennial": (3, "year"),
    "half-yearly": (6, "month"),
    "semiannual": (6, "month"),
    "semi-annual": (6, "month"),
    "semiannually": (6, "month"),
    "semi-annually": (6, "month"),
    "biannual": (6, "month"),
    "biannually": (6, "month"),
    "quarterly": (3, "month"),
    "quarter": (3, "month"),
    "monthly": (1, "month"),
    "month": (1, "month"),
    "bimonthly": (2, "month"),
    "weekly": (1, "week"),
    "week": (1, "week"),
}
