"""How a statement says that somebody else gets data: the turns of phrase around a party.

Every expression is bounded, so that no text makes reading slow.
"""

import re

# In the sentence, the heading above or the line that leads the list.
CUE = re.compile(
    r"\b(?:gebruik(?:en|t|te|ten|maken|making)?|gebruikgemaakt|gemaakt van|inzet(?:ten)?|ingezet|zetten"
    r"|sub-?verwerkers?|verwerkers?|derden?|leveranciers?|toeleveranciers?|dienstverleners?"
    r"|partners?|aanbieders?|providers?|ontvangers?|partij(?:en)?|samenwerk\w{0,8}|werkt? samen|werken"
    r"|schakel(?:t|en)|ingeschakeld|inschakelen|uitbested\w{0,3}|besteden|ondergebracht|ge?host\w{0,8}"
    r"|host(?:en|t|ing)|hosting\w{0,16}|gehoste?|draai(?:t|en)|opgeslagen|opslag|opslaan|slaan|slaat"
    r"|bewaren|bewaard|bewaart|afgenomen|afnemen|nemen|delen|deelt|gedeeld|verstrekken|verstrekt|doorgeven"
    r"|doorgegeven|geeft|geven|verzend(?:en|t)|versturen|verstuurd|verstuurt|verzonden|verlopen|verloopt|loopt"
    r"|lopen|afgehandeld|afhandel\w{0,4}|verwerk(?:en|t|ing|te)|verwerkt|ontvang(?:en|t)|geleverd|levert"
    r"|aangeboden|verzorgt|verzorgd|beheerd|beheert|beheer|gemeten|meten|betaal\w{0,20}|betaling\w{0,14}"
    r"|boekhoud\w{0,14}|administratie|factur\w{0,14}|nieuwsbrie\w{0,12}|mail\w{0,12}|e-mail\w{0,12}"
    r"|back-?ups?|platform|software\w{0,12}|pakket|systeem|systemen|computerprogramma\w{0,2}|programma\w{0,2}"
    r"|tools?|applicaties?|plug-?ins?|diensten|dienst|servers?|datacenters?|datacentra|statistiek\w{0,3}"
    r"|houden|houdt|boeken|gaan|gaat|handled|calls?|support|requests?|meetings?|held|chat\w{0,8}|cookies?|helpdesk\w{0,8}|ticket\w{0,10}|crm\w{0,8}|telefonie|gegevens|domein\w{0,16}"
    r"|staan|staat|via|agenda|planning|klanten(?:service|contact)|registr\w{0,8}|certifica\w{0,6}"
    r"|uses?|using|used|processors?|sub-?processors?|third[ -]part(?:y|ies)|vendors?|suppliers?"
    r"|recipients?|hosted|stored?|stores?|shared?|sharing|rely|relies|powered|provided|provides"
    r"|services?|payments?|invoic\w{0,4}|newsletters?|analytics|processe?s?|processed|sent|sends?|runs?"
    r"|systems?|data ?cent(?:er|re)s?|accounting|bookkeeping|kept|keeps?|data)\b",
    re.IGNORECASE,
)
# A list under such a heading or line names parties, or the systems that hold data.
PARTY_LIST = re.compile(
    r"\b(?:sub-?verwerkers?|verwerkers?|derden?|derde partij(?:en)?|leveranciers?|partners?|ontvangers?"
    r"|partij(?:en)?|dienstverleners?|systemen|computerprogramma\w{0,2}|programma\w{0,2}|tools?|software"
    r"|applicaties|diensten|aanbieders?|bedrijven|externen?|plug-?ins?|met wie|aan wie|cookies?|platforms?"
    r"|doorgifte|verstrek\w{0,6}|delen|uitbested\w{0,3}|wie (?:krijg|ontvang)\w{0,3}|hulpmiddelen"
    r"|sub-?processors?|processors?|third[ -]part(?:y|ies)|vendors?|suppliers?|recipients?|providers?"
    r"|companies|services|systems|with whom|who (?:receives|gets|else)|partners|sharing|share|hosting"
    r"|boekhoud\w{0,8}|betaal\w{0,12}|betaling\w{0,4}|factur\w{0,8}|nieuwsbrie\w{0,4}|payments?|analytics)\b",
    re.IGNORECASE,
)
# What the list itself is of: then its items are no parties, whatever the heading says.
NO_PARTY_LIST = re.compile(
    r"\b(?:volgende|onderstaande|deze|following|these|welke|what|soorten|categorieën|categories of)\s+(?:[\w-]{1,20}\s){0,2}?"
    r"(?:persoonsgegevens|gegevens|doelen|doeleinden|rechten|gevallen|situaties|redenen|maatregelen|termijnen"
    r"|soorten|categorieën|onderwerpen|voorwaarden|personal data|data|information|purposes|rights|cases|measures"
    r"|grondslagen|functionaliteiten)\b(?! (?:met|aan|naar|door|with|to)\b)"
    r"|bewaartermijn\w{0,3}|bewaren (?:wij|we)|hoe lang|how long|retention|(?:uw|jouw|your) (?:rechten|rights)"
    r"|gegevens (?:die (?:wij|we)|van u) (?:verwerken|verzamelen|bewaren|vastleggen)|data (?:that )?we (?:collect|process)"
    r"|om welke gegevens|persoonsgegevens van u verwerken",
    re.IGNORECASE,
)
STRICT_PARTY_LIST = re.compile(
    r"\b(?:sub-?verwerkers?|verwerkers?|derden|derde partij(?:en)?|leveranciers|partners|ontvangers|partijen|bedrijven"
    r"|dienstverleners|aanbieders|met wie|aan wie|wie (?:krijg|ontvang)\w{0,3}|systemen|computerprogramma's|tools"
    r"|applicaties|programma's|hulpmiddelen|geven gegevens door aan|delen (?:uw |de )?gegevens met|sub-?processors"
    r"|processors|third parties|vendors|suppliers|recipients|companies|with whom|who else|service providers)\b",
    re.IGNORECASE,
)
# A place to look something up, or to follow the provider: nobody is given data by that.
REFERENCE = re.compile(
    r"\b(?:lees|leest|bekijk\w?|zie|raadple\w{1,6}|kijk\w?|meer (?:informatie|weten|lezen)"
    r"|privacy ?-?(?:statement|verklaring|beleid|policy|notice)|voorwaarden|website van|site van"
    r"|pagina|te vinden|vind\w? u|see|read|learn more|more information|find out|visit|terms|opt-?out"
    r"|download\w{0,3}|klik\w{0,2}|click)\b",
    re.IGNORECASE,
)
FOLLOW = re.compile(
    r"\b(?:volg (?:ons|mij)|volgt u ons|vind ons|like ons|deel (?:dit|deze)|follow us|find us|share this"
    r"|connect with us|zoekmachines?|search engines?|webbrowsers?|browsers?|internet ?browsers?"
    r"|verkrijgbaar in de|app ?store|play store)\b",
    re.IGNORECASE,
)
# What an ordinary word means when it is no name.
NO_NAME_AFTER = re.compile(
    r"[-\s]{0,2}(?:blauw\w{0,3}|groen\w{0,3}|rood|kleur\w{0,4}|tint\w{0,3}|lucht|hemel|blue|green|colou?r\w{0,2}"
    r"|sky|shade\w?|tone\w?|vooruitzicht\w{0,3}|prognose\w?|voor (?:20\d\d|de markt|het jaar)"
    r"|for (?:20\d\d|the (?:market|year))|20\d\d\b|dezelfde|hetzelfde|zoals|the same|what|wat)",
    re.IGNORECASE,
)
NO_NAME_BEFORE = re.compile(
    r"\b(?:kleur\w{0,3}|tint|blauwtint|achtergrond in|colou?r|shade|economische|economic|financial|positieve?"
    r"|market|lettertype|lijn|regio|region|team|werk|de|het|een|the|an?|our|onze|ons|this|deze|dit)"
    r"[\s\"'“‘(]{1,3}$",
    re.IGNORECASE,
)
COLOUR = re.compile(r"\b(?:kleur\w{0,4}|colou?r\w{0,2}|tint\w{0,3})\b", re.IGNORECASE)
# What follows a name that leads an item, a row or a sentence.
GLOSS = re.compile(
    r"[\s*_\"'”’)\]]{0,4}(?:$|[,:;|(–—]|\s-\s|-\s|\s?/|(?:voor|is|zijn|wordt|verwerkt|verzorgt|levert|ontvangt|heeft"
    r"|krijgt|slaat|host|regelt|bewaart|verstuurt|biedt|treedt|helpt|meet|ondersteunt|en|of|gebruiken wij"
    r"|gebruiken we|for|has|processes|provides|stores|hosts|sends|handles|receives|and|or|acts|keeps)\b)"
)
VERB_OF_A_PARTY = re.compile(
    r"[\s*_\"'”’)]{0,4}(?:verwerkt|verzorgt|levert|ontvangt|bewaart|slaat|host|hosten|verstuurt|regelt|heeft"
    r" (?:toegang|passende|geen toegang)|krijgt|treedt op|handelt|beheert|biedt|fungeert|processes|provides"
    r"|stores|hosts|sends|handles|receives|acts as|has access)\b"
)
PERSON_BEFORE = re.compile(
    r"(?:dhr|de heer|mevr|mevrouw|mr|mrs|ms|drs|ir|ing|t\.a\.v|tav|ter attentie van|contactpersoon|functionaris"
    r"(?: voor)?(?: de)? gegevensbescherming|fg|dpo|data protection officer|privacy officer|directeur|eigenaar"
    r"|vertegenwoordigd door|represented by|contact person|director|owner|namens|opgesteld door|gevestigd te"
    r"|gevestigd in|gevestigd aan|kantoorhoudend(?: te| aan)?|vestiging|based in|located at|located in|rechtbank"
    r"|adres|postadres|postbus|address|registered office|rechter)[\s.:,(]{1,4}(?:is\s|de heer\s|mevrouw\s)?$",
    re.IGNORECASE,
)
ADDRESS_AFTER = re.compile(r"\s\d{1,4}\s?[a-zA-Z]?(?:\s?[,\n|]|\s+\d{4}\s?[A-Z]{2}\b|$)")
LEGAL_FORM_AFTER = re.compile(
    r",?\s{0,2}(?:B\.\s?V\b\.?|N\.\s?V\b\.?|BV\b|NV\b|VOF\b|V\.O\.F\.|B\.V\.B\.A\.|BVBA\b|Inc\b\.?|LLC\b|Ltd\b\.?|Limited\b"
    r"|GmbH\b|AG\b|Corp\b\.?|Corporation\b|PLC\b|plc\b|S\.A\.|SAS\b|SRL\b|S\.r\.l\.|AB\b|ApS\b|Oy\b|AS\b|A/S)"
)
# Directly before a name: a preposition, with an article and a noun that says what the party is.
SLOT = re.compile(
    r"(?:^|[\s(\"'“‘*:,/|–-])(?P<word>van|via|door|bij|met|aan|naar|in|op|als|zoals|namelijk|waaronder|genaamd|te weten"
    r"|t\.w\.|o\.a\.|onder (?:andere|meer)|bijvoorbeeld|gebruik(?:t|en)?(?: wij| we)?|inzetten|heet|dienst|platform"
    r"|software|pakket|systeem|leverancier|partij|verwerker|subverwerker|bedrijf|programma|tool|partner|aanbieder"
    r"|datacenter|datacentrum|dienstverlener|hostingpartij|hostingprovider|provider|bureau|kantoor|applicatie|plug-?in"
    r"|betaal(?:dienst|provider|partner|platform)|boekhoud(?:pakket|programma|software|kantoor)"
    r"|by|via|with|through|from|to|at|on|of|using|uses?|called|named|namely|such as|including|like"
    r"|provider|vendor|supplier|processor|company|platform|service|tool|partner)"
    r"(?:[\s:]{1,2}(?:het|de|een|onze|ons|the|our|an?|externe?|nederlandse|amerikaanse|duitse|belgische|europese|dutch"
    r"|american|german|belgian|european|irish|ierse|lokale|vaste|online|clouddienst|cloud|dienst(?:en)?|services?|software"
    r"|platform|systeem|pakket|tool|bedrijf|partij|leverancier|verwerker|subverwerker|provider|vendor|supplier"
    r"|company|datacenters?|datacentrum|servers?|boekhoudpakket|boekhoudprogramma|boekhoudsoftware|boekhouder"
    r"|boekhoudkantoor|accountantskantoor|administratiekantoor|accountant|betaalprovider|betaaldienst|betaaldienstverlener"
    r"|mailprogramma|mailingsysteem|nieuwsbriefprogramma|ticketsysteem|helpdesksysteem|crm-systeem|crm-pakket"
    r"|hostingprovider|hostingpartij|webhoster|hoster|registrar|drukkerij|incassobureau|deurwaarder|bezorgdienst"
    r"|koerier|partner|zusterbedrijf|moederbedrijf|dochteronderneming|dochter|firma|stichting|coöperatie|vereniging"
    r"|van|door|bij|of|from|by|and|en|genaamd|called|program|programma|applicatie|app|chatdienst|backupdienst"
    r"|back-updienst|plug-?in|aanbieder|dienstverlener|specialist|telefonieprovider|telecomprovider|processor"
    r"|accounting|bookkeeper|printer)){0,4}[\s\"'“‘(*:_\[]{1,4}$",
    re.IGNORECASE,
)
# What a party is, directly before its name, also as the end of a longer word.
TRADE = re.compile(
    r"\b[a-zà-ÿ-]{0,30}(?:service|dienst|bureau|bedrijf|partij|provider|pakket|software|platform|systeem|programma|tool|applicatie|kantoor|leverancier|aanbieder|specialist|partner|drukkerij|drukker|hoster|registrar|datacenter|datacentrum|accountant|boekhouder|deurwaarder|verwerker|makelaar|verzekeraar|monteur|installateur|beveiliger|bewaker|koerier|vendor|supplier|processor|bookkeeper|accountants|printer|firm|agency|company|vervoerder|bezorger),?[\s\"'“‘(*_]{1,4}$"
)
LABEL = re.compile(r"[\s*•–-]{0,8}[A-Z][\w &/'’-]{1,40}:[\s*_]{1,4}")
PARTY_HEAD = re.compile(
    r"\b(?:partij|party|naam|name|leverancier|supplier|vendor|sub-?verwerkers?|verwerkers?|sub-?processors?|processors?"
    r"|aanbieder|provider|bedrijf|company|ontvanger|recipient|derde|third party|dienstverlener|organisatie)\b",
    re.IGNORECASE,
)
PERSON_AFTER = re.compile(
    r",?\s(?:is\s)?(?:onze|de|our|the|als|as)\s(?:functionaris|privacy|contactpersoon|directeur|medewerker|eigenaar|fg\b|dpo\b"
    r"|data protection officer|director|owner|contact person|oprichter|founder)",
    re.IGNORECASE,
)
TOGETHER = re.compile(r"(?:\s?\([^()]{1,30}\))?[\s*_\"'”’)\]]{0,3}(?:,?\s?(?:maar ook|but also)\b|,|/|&|\+|;|\ben\b|\band\b|\bof\b|\bor\b|,\s?en\b|,\s?and\b|alsmede|evenals|\bals\b)"
                      r"[\s*_\"'“‘(\[]{0,3}(?:de |het |the |ook |also )?$")  # fmt: skip
