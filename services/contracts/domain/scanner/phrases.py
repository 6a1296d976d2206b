"""What statements say of a link, and how the record says it in both languages."""

import re
from typing import NamedTuple

from services.contracts.domain.finding_texts import Mechanism
from services.contracts.domain.transfer import Capacity
from shared.text import Text


class Phrase(NamedTuple):
    cue: re.Pattern[str]
    says: Text
    capacity: Capacity | None = None


def _phrase(cue: str, nl: str, en: str, capacity: Capacity | None = None) -> Phrase:
    return Phrase(re.compile(rf"\b(?:{cue})", re.IGNORECASE), Text(nl=nl, en=en), capacity)


OWN: Capacity = "own_administration"
SUB: Capacity = "subprocessor"
PURPOSES = (
    _phrase(r"back-?ups?\b|reservekopie|off-?site", "back-ups bewaren", "keeping back-ups", SUB),
    _phrase(r"domein(?:naam|namen|registratie|aanvra)|domain (?:name|registration)|registrar|\.nl-domein",
            "domeinnamen registreren", "registering domain names"),
    _phrase(r"web ?hosting|hosting|ge?host|servers?\b|data ?cent(?:er|re|ra|rum)|rekken|racks|virtual machines"
            r"|infrastructuur|infrastructure|klantensite|opslag|storage",
            "hosting en opslag", "hosting and storage", SUB),
    _phrase(r"boekhoud|boeken bij|administratie en|facturatie|facturen|facturer|verkoopfactu|invoic|bookkeeping"
            r"|accounting|accountant|belastingaangifte|jaarrekening|klantenadministratie|de administratie",
            "boekhouding en facturatie", "bookkeeping and invoicing", OWN),
    _phrase(r"betaling|betaal|afreken|payments?\b|card payment|creditcard|incasso", "betalingen afhandelen",
            "handling payments"),
    _phrase(r"webanalyse|statistiek|bezoekcijfers|bezoekersaantal|analytics|hoe (?:de )?(?:bezoekers|gebruikers)"
            r"|hoe (?:onze|de) (?:web)?site|site statistics|how visitors|web analysis|usage of (?:our|the) (?:web)?site",
            "bezoekcijfers van de website", "statistics of the website", OWN),
    _phrase(r"nieuwsbrie|mailing|newsletter|e-mailmarketing|email marketing", "nieuwsbrieven versturen",
            "sending newsletters", OWN),
    _phrase(r"transactional|uitgaande e-?mail|mail ?relay|outgoing e-?mail|systeemmail|receipts", "uitgaande e-mail versturen",
            "sending outgoing e-mail"),
    _phrase(r"spam|virus(?:scan|filter)", "e-mail filteren", "filtering e-mail", SUB),
    _phrase(r"crm\b|klantbeheer|relatiebeheer|klantgerelateerd|offertes?\b|customer relation", "klantbeheer",
            "keeping customer records", OWN),
    _phrase(r"tickets?\b|helpdesk|vragen van klanten|klantvragen|support requests|customer support|klantenservice|vragen behandel"
            r"|support\b", "vragen van klanten behandelen", "handling questions of customers"),
    _phrase(r"chat", "chatten met bezoekers", "chatting with visitors"),
    _phrase(r"telefon|gesprekken verlopen|bellen|phone calls|telephony", "telefonie", "telephony", OWN),
    _phrase(r"certifica(?:at|ten|tes?)\b|ssl\b|tls\b", "certificaten uitgeven", "issuing certificates"),
    _phrase(r"ddos|aanvallen|attacks|firewall|content delivery|cdn\b|versneld", "beveiliging en versnelling van websites",
            "protecting and speeding up websites", SUB),
    _phrase(r"monitor|storing|uptime|status ?page|statuspagina|foutmelding|error tracking", "bewaken van de diensten",
            "watching over the services"),
    _phrase(r"drukwerk|brieven|bezorg|pakket(?:ten|je)|verzending|printing|parcels|delivery of", "brieven en pakketten bezorgen",
            "delivering letters and parcels"),
    _phrase(r"videoverga|videobel|video ?call|video meetings|vergaderen", "videovergaderen", "video meetings", OWN),
    _phrase(r"filmpje|video's|videos\b|kaartjes|lettertypen|fonts\b|maps\b", "onderdelen van de website tonen",
            "showing parts of the website"),
    _phrase(r"grote bestanden|bestanden (?:delen|uitwissel|verstur)|file sharing|sharing files", "bestanden uitwisselen",
            "exchanging files"),
    _phrase(r"advertent|advertis|remarketing|retargeting|conversie", "adverteren", "advertising", OWN),
    _phrase(r"salaris|loonadministratie|personeelsadministratie|payroll|verlofregistratie", "salarisadministratie", "payroll", OWN),
    _phrase(r"enquête|klanttevredenheid|beoordeling|reviews?\b|survey|\w{0,20}formulier|forms?\b", "formulieren en beoordelingen",
            "forms and reviews"),
    _phrase(r"e-?mail ?(?:verkeer|en documenten|berichten)|(?:onze|zakelijke|reguliere|our) e-?mail|via de mail|voor de mail|onze mail"
            r"|mailbox|postvak|kantoor(?:software|automatisering)|agenda|business e-?mail|office documents",
            "zakelijke e-mail en kantoorwerk", "business e-mail and office work", OWN),
    _phrase(r"interne (?:berichten|communicatie)|internal (?:messages|communication)", "interne berichten", "internal messages", OWN),
    _phrase(r"beveilig(?:t|er|ing van (?:het|ons) (?:gebouw|pand))|binnenkomt|toegangscontrole|camera", "beveiliging van het gebouw",
            "guarding the building", OWN),
)  # fmt: skip
DATA = (
    _phrase(r"naw-|naam\b|namen\b|names?\b", "naam", "name"),
    _phrase(r"naw-|adres\b|adressen\b|woonplaats|correspondentieadres|address(?:es)?\b", "adres en woonplaats",
            "address and place of residence"),
    _phrase(r"e-?mail ?adres|mailadres|e-?mail address", "e-mailadres", "e-mail address"),
    _phrase(r"telefoonnummer|phone number|mobiele nummer", "telefoonnummer", "telephone number"),
    _phrase(r"bankrekening|iban\b|rekeningnummer|bank account", "bankrekeningnummer", "bank account number"),
    _phrase(r"betaalgegevens|creditcard|payment details|card number", "betaalgegevens", "payment details"),
    _phrase(r"details met betrekking tot uw bestelling|bestelgegevens|uw bestelling|order details|orders?\b",
            "bestelgegevens", "order details"),
    _phrase(r"factuurgegevens|facturen\b|factuur\b|invoices?\b", "factuurgegevens", "invoice details"),
    _phrase(r"ip-?adres|ip ?address", "IP-adres", "IP address"),
    _phrase(r"cookies?\b|bezoekgegevens|surfgedrag|usage data|hoe (?:bezoekers|gebruikers|je|u) (?:de|onze|uw|je)? ?(?:web)?site",
            "gegevens over het gebruik van de website", "data on the use of the website"),
    _phrase(r"inloggegevens|wachtwoord|gebruikersnaam|log-?in details|passwords?\b", "inloggegevens", "log-in details"),
    _phrase(r"geboortedatum|date of birth", "geboortedatum", "date of birth"),
    _phrase(r"\bbsn\b|burgerservicenummer|social security", "burgerservicenummer", "citizen service number"),
    _phrase(r"camerabeelden|cctv|footage", "camerabeelden", "camera footage"),
    _phrase(r"bedrijfsnaam|company name", "bedrijfsnaam", "company name"),
    _phrase(r"locatiegegevens|location data", "locatiegegevens", "location data"),
    _phrase(r"gespreksopname|opnamen? van|call recording", "gespreksopnamen", "call recordings"),
)  # fmt: skip
SUBJECTS = (
    _phrase(r"klanten|customers|clients", "klanten", "customers"),
    _phrase(r"(?:website)?bezoekers|gebruikers onze website|visitors", "bezoekers van de website", "visitors of the website"),
    _phrase(r"sollicitant|applicants", "sollicitanten", "applicants"),
    _phrase(r"domeinnaamhouder|de houder|registrants?", "houders van domeinnamen", "holders of domain names"),
)  # fmt: skip
CONTROLLER = re.compile(
    r"\b(?:(?:zelf|zelfstandig\w?|eigen) (?:verwerkings)?verantwoordelijke|controller (?:of|in) its own"
    r"|independent controller|eigen verantwoordelijkheid)\b",
    re.IGNORECASE,
)
OWN_BOOKS = re.compile(
    r"\b(?:onze (?:eigen )?(?:administratie|boekhouding|boeken|salarissen|nieuwsbrief)|our own (?:administration|books))\b",
    re.IGNORECASE,
)
FOR_US = re.compile(
    r"\b(?:gegevens van (?:onze )?klanten van|data of our (?:clients|customers)|sub-?verwerkers?|sub-?processors?)\b",
    re.IGNORECASE,
)
MECHANISMS: tuple[tuple[re.Pattern[str], Mechanism], ...] = (
    (re.compile(r"standaard ?contract|modelcontract|standard contractual|\bSCC'?s?\b|model clauses", re.I), "scc"),
    (re.compile(r"data privacy framework|gegevensprivacykader|\bDPF\b", re.I), "dpf"),
    (re.compile(r"binding corporate|bindende bedrijfs|\bBCR'?s?\b", re.I), "bcr"),
    (re.compile(r"adequaatheidsbesluit|adequacy decision", re.I), "adequacy"),
)  # fmt: skip
