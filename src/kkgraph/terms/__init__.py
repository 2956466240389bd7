"""The names the code uses: namespaces, prefixes, graphs, classes and properties.

Every IRI that some logic needs is written here and nowhere else; a test holds
them against `ontology/kk.ttl`.
"""

from typing import Final

from kkgraph.terms.iris import *
from kkgraph.terms.kinds import *
from kkgraph.terms.namespaces import *
from kkgraph.terms.standard import *

# Terms of our own vocabulary that logic speaks of: classes, what facts and things are tied by,
# how they are described, how the survey is divided, links to the outside.
FACT: Final = KK + "Fact"
SECTION: Final = KK + "Section"
AGREEMENT: Final = KK + "Agreement"
DEPARTMENT: Final = KK + "Department"
UNIT: Final = KK + "Unit"
DESCRIPTION_FACT: Final = KK + "Description"

HAS_RESPONSIBLE_PARTY: Final = KK + "hasResponsibleParty"
HAS_DEPARTMENT: Final = KK + "hasDepartment"
HAS_FEE: Final = KK + "hasFee"
HAS_FUNDER: Final = KK + "hasFunder"
HAS_HOLDER: Final = KK + "hasHolder"
HAS_MEMBER: Final = KK + "hasMember"
HAS_ORGANISATION: Final = KK + "hasOrganisation"
HAS_PARTICIPANT: Final = KK + "hasParticipant"
HAS_PARTNER: Final = KK + "hasPartner"
HAS_PAYER: Final = KK + "hasPayer"
HAS_PROGRAMME: Final = KK + "hasProgramme"
HAS_RECIPIENT: Final = KK + "hasRecipient"
HAS_THEME: Final = KK + "hasTheme"
IN_ACTIVITY: Final = KK + "inActivity"
IN_BODY: Final = KK + "inBody"
IS_ABOUT: Final = KK + "isAbout"
IS_LOCATED_IN: Final = KK + "isLocatedIn"
IS_PART_OF: Final = KK + "isPartOf"
IS_UNIT_OF: Final = KK + "isUnitOf"
ROLE: Final = KK + "role"
STATUS: Final = KK + "status"
INTERVAL: Final = KK + "interval"
ASPECT: Final = KK + "aspect"
REPRESENTS_CITY: Final = KK + "representsCity"

# What roles, statuses and aspects may be.
MEMBER: Final = KK + "Member"
PARTICIPANT: Final = KK + "Participant"
SUPPORTER: Final = KK + "Supporter"
BACKER: Final = KK + "Backer"
WINNER: Final = KK + "Winner"
CANCELLED: Final = KK + "Cancelled"
PLANNED: Final = KK + "Planned"
EXPECTED: Final = KK + "Expected"
# What is yet to come, or did not come to be.
UNSETTLED: Final = frozenset({PLANNED, EXPECTED, CANCELLED})
PURPOSE: Final = KK + "Purpose"
FOCUS: Final = KK + "Focus"
COMPOSITION: Final = KK + "Composition"

SUMMARY: Final = KK + "summary"
NOTE: Final = KK + "note"
FULL_NAME: Final = KK + "fullName"
PRINTED_NAME: Final = KK + "printedName"
PRECISION: Final = KK + "precision"
COUNTED_AS: Final = KK + "countedAs"
COUNTED_VALUE: Final = KK + "value"
START: Final = KK + "start"
END: Final = KK + "end"
DATE: Final = KK + "date"
AMOUNT: Final = KK + "amount"
CURRENCY: Final = KK + "currency"
EQUIVALENT_AMOUNT: Final = KK + "equivalentAmount"
EQUIVALENT_CURRENCY: Final = KK + "equivalentCurrency"

LINES: Final = KK + "lines"
PAGES: Final = KK + "pages"
NUMBER: Final = KK + "number"
ORDER: Final = KK + "order"
LEVEL: Final = KK + "level"
FIRST_LINE: Final = KK + "firstLine"
LAST_LINE: Final = KK + "lastLine"
FIRST_PAGE: Final = KK + "firstPage"
LAST_PAGE: Final = KK + "lastPage"
DIGEST: Final = KK + "digest"
HAS_MUNICIPALITY: Final = KK + "hasMunicipality"
VALID_FROM: Final = KK + "validFrom"
MENTIONS: Final = KK + "mentions"
CITED_FROM: Final = KK + "citedFrom"
IS_LISTED_IN: Final = KK + "isListedIn"
IS_PART_OF_SECTION: Final = KK + "isPartOfSection"

HAS_TARGET: Final = KK + "hasTarget"

# Classes of the validation alone, which no data use: see validation.shacl.graph.
CITATION: Final = KK + "Citation"
PAGE_CITATION: Final = KK + "PageCitation"
