"""What a report of evidence says of itself: how far each proof goes, and how to check it."""

from services.notifications.domain.evidence import Proof
from shared.text import Text

LEVELS: dict[Proof, Text] = {
    "queued": Text(
        nl="De ontvanger is vastgelegd; er is nog niets overgedragen.",
        en="The recipient was frozen; nothing was handed over yet.",
    ),
    "accepted_by_mail_server": Text(
        nl="De mailserver nam het bericht aan en verantwoordelijkheid ervoor (SMTP 250, RFC 5321"
        " 4.2.5). Dat bewijst niet dat iemand het las.",
        en="The mail server took the message and responsibility for it (SMTP 250, RFC 5321 4.2.5)."
        " That does not prove that anybody read it.",
    ),
    "reported_delivered": Text(
        nl="De ontvangende kant meldde dat zij het bericht in de postbus heeft gelegd"
        " (RFC 3464). Dat bewijst niet dat iemand het las.",
        en="The receiving side reported that it put the message in the mailbox (RFC 3464)."
        " That does not prove that anybody read it.",
    ),
    "in_doubt": Text(
        nl="De verbinding brak na de laatste byte: of het bericht is aangenomen weet niemand"
        " (RFC 1047), tot het logboek van de mailserver het zegt.",
        en="The link broke after the last byte: nobody knows whether the message was taken"
        " (RFC 1047), until the log of the mail server says so.",
    ),
    "failed": Text(
        nl="Niet bereikt: geweigerd, teruggekomen, na veel uitstel opgegeven, of de persoon was"
        " vertrokken.",
        en="Not reached: refused, come back, given up after many deferrals, or the person had"
        " left.",
    ),
    "seen_in_portal": Text(
        nl="De ontvanger opende het bericht in het portaal.",
        en="The recipient opened the notice in the portal.",
    ),
    "acknowledged": Text(
        nl="De ontvanger verklaarde in het portaal ervan kennis te hebben genomen.",
        en="The recipient said in the portal to have taken note of it.",
    ),
    "none": Text(
        nl="Ingetrokken voordat het was verzonden; deze persoon is hiervan niets verteld.",
        en="Withdrawn before it was sent; this person was told nothing of it.",
    ),
}

CHECK = (
    Text(
        nl="Alle controlegetallen zijn SHA-256, hexadecimaal. Canonieke JSON is die van RFC 8785.",
        en="All digests are SHA-256, in hex. Canonical JSON is that of RFC 8785.",
    ),
    Text(
        nl="De keten van een kennisgeving begint met het controlegetal van de tekst"
        " “schakel:evidence:1:” gevolgd door de 16 bytes van notice_id.",
        en="The chain of a notice begins with the digest of the text “schakel:evidence:1:” followed"
        " by the 16 bytes of notice_id.",
    ),
    Text(
        nl="Het controlegetal van een regel is dat van de canonieke JSON van at, attempt,"
        " commitment, delivery_id, details, kind en position zoals ze er staan, en previous: het"
        " controlegetal ervóór. Dat van de laatste regel is head, zijn position is length.",
        en="The digest of a row is that of the canonical JSON of at, attempt, commitment,"
        " delivery_id, details, kind and position as they stand, and previous: the digest before"
        " it. That of the last row is head, and its position is length.",
    ),
    Text(
        nl="commitment is het controlegetal van de bytes van salt gevolgd door de canonieke JSON"
        " van payload. Zijn beide null, dan is de persoon gewist: dát iemand is ingelicht staat"
        " nog vast, wie niet meer.",
        en="commitment is the digest of the bytes of salt followed by the canonical JSON of"
        " payload. Where both are null the person was erased: that somebody was told still stands,"
        " to whom does not.",
    ),
    Text(
        nl="payload.digest is het controlegetal van het bericht zoals het is overgedragen: wie de"
        " mail nog heeft kan die ernaast leggen.",
        en="payload.digest is the digest of the message as it was handed over: whoever still has"
        " the mail can hold it beside it.",
    ),
    Text(
        nl="Ontvangers = overgedragen + niet bereikt + in twijfel + wachtend + met de kennisgeving"
        " gestopt.",
        en="Recipients = delivered + unreached + in doubt + waiting + stopped with the notice.",
    ),
)
# Of the file that it stands in; what is printed names that file by itself.
BY_COMMAND = Text(
    nl="Zonder hulpmiddel van wie dit bestand gaf: python -m services.notifications.check --file,"
    " met de naam van dit bestand erachter.",
    en="With free software alone: python -m services.notifications.check --file, and behind it the"
    " name of this file.",
)
