"""Problem codes of the services, said to a person in the reader's language."""

from services.portal import doubt_refusals, incident_refusals, template_refusals, wording_labels
from services.portal.domain.problem import FieldProblem, Refusal
from services.portal.language import gettext
from services.portal.language import later as _

MESSAGES: dict[str, str] = {
    "missing": _("Fill this in."),
    "string_too_short": _("Fill this in."),
    "string_too_long": _("This is too long."),
    "string_pattern_mismatch": _("This does not have the right form."),
    "date_from_datetime_parsing": _("This is not a date."),
    "date_type": _("Fill in a date."),
    "date_parsing": _("This is not a date."),
    "string_type": _("Fill this in."),
    "model_type": _("Fill this in."),
    "model_attributes_type": _("Fill this in."),
    "uuid_parsing": _("Choose one of the options."),
    "uuid_type": _("Choose one of the options."),
    "too_long": _("These are too many."),
    "int_parsing": _("This is not a whole number."),
    "int_type": _("This is not a whole number."),
    "literal_error": _("Choose one of the options."),
    "too_short": _("Choose at least one."),
    "greater_than_equal": _("This number is too small."),
    "less_than_equal": _("This number is too large."),
    "run-paused": _("This is paused already."),
    "run-not-paused": _("This is not paused (any more)."),
    "run-missing": _("This is not here (any more)."),
    "rendering-complete": _("Its documents are there; nothing is left to make."),
    "rendering-missing": _("This document is not here (any more)."),
    "client-erased": _("This client was erased: nothing is kept of it that could be handed out."),
    "dossier-gone": _("It was there long enough and was removed. Ask for a new one."),
    "dossier-unfinished": _("It is still being made. Look again when it is ready."),
    "letter-unfinished": _("It is still being made. Look again when it is ready."),
    "record-document-unfinished": _("It is still being made. Look again when it is ready."),
    "too-many-controllers": _(
        "With so many clients it is no document to read. Download the record of processing as a"
        " workbook or a table."
    ),
    "file-empty": _("There is nothing in this file. Choose another."),
    "file-name-refused": _("Give the file a plain name of at most 200 characters."),
    "media-type-missing": _("Your browser does not say what kind of file this is. Choose another."),
    "body-too-large": _("This file is too large."),
    "outcome-day-needed": _("Fill in on which day."),
    "warning-needed": _("Fill in what you warned the client of."),
    "disclosed-needed": _("Fill in what was given."),
    "reason-needed": _("Fill in why the client was not told."),
    "told-day-needed": _("Fill in on which day the client was told."),
    "held-day-needed": _("Fill in on which day it was held."),
    "done-needed": _("Fill in what was done, on which day and by whom."),
    "legal-ground-needed": _("Name the law that requires these copies."),
    "passed-on-needed": _("Fill in on which day it was passed on to the client."),
    "answer-needed": _("Fill in the answer and the day on which it was given."),
    "choice-differs": _("The client chose otherwise; fill in why it was done in another way."),
    "day-ahead": _("This day has not come yet."),
    "end-recorded": _("The end of this agreement was recorded already; add to that entry."),
    "person-erased": _("The name was erased from this entry and can’t come back."),
    "request-open": _("Answer the request first; then the name may go."),
    "file-needed": _("Choose the file that shows both signatures."),
    "ends-too-early": _("The end must lie after the beginning."),
    "statement-empty": _("Choose its file, or fill in its text."),
    "statement-in-force": _("It is in force already; another version is what ends it."),
    "statement-unknown": _("A correction begins on the same day as what it corrects."),
    "text-kind-unknown": _("Choose a text, a web page, a Word document (.docx) or a PDF."),
    "text-locked": _("This document is locked with a password. Take that off first."),
    "text-hostile": _("This document can’t be unpacked safely. Save it anew."),
    "text-too-long": _("This document is too long. Send the part that matters."),
    "text-too-hard": _("This document takes too much to read. Paste its text instead."),
    "text-unreadable": _("This document can’t be read; it may be damaged. Save it anew."),
    "text-missing": _(
        "There is no text in this document; it may be a scan. Paste its text instead."
    ),
    "signatory-missing": _("Name somebody who signs."),
    "notice-missing": _("Name somebody who is told of changes."),
    "email-twice": _("Two contacts have the same e-mail address."),
    "duty-missing": _("You are not recorded as somebody who answers this for your organisation."),
    "nothing-changes": _("Say what ends or what begins."),
    "link-twice": _("This task is chosen twice."),
    "product-needed": _("Choose the product for which this is done."),
    "date-in-past": _("This day lies in the past."),
    "product-without-links": _(
        "This product has no sub-processors recorded yet; record them first."
    ),
    "product-without-processing": _(
        "What is done with personal data for this product is not recorded yet; record that first."
    ),
    "product-unknown": _("This product does not exist (any more)."),
    "product-twice": _("This product is named twice."),
    "client-exists": _("There is a client with this number already."),
    "answer-erased": _(
        "This form was sent before, and what came of it was erased. Open it anew for something new."
    ),
    "idempotency-key-reused": _("This form was sent before with other contents. Open it anew."),
    "digest-differs": _(
        "The agreement has changed since you read it. Read the new version, then sign."
    ),
    "newer-version": _(
        "The agreement has changed since you read it. Read the new version, then sign."
    ),
    "already-signed": _("This agreement was signed already."),
    "acceptance-misdated": _("This day does not fit: not before the version, not after today."),
    "amendment-open": _("A proposal waits for the client already. Withdraw that one first."),
    "amendment-settled": _("This proposal was accepted or withdrawn already."),
    "nothing-amended": _("Nothing changes yet. Change a term, or choose a product."),
    "product-taken": _(
        "This client takes this product then, or later. Let it begin once that has ended."
    ),
    "agreement-ending": _("This agreement has an end. Take that end back before a product begins."),
    "product-not-taken": _("This client does not take this product."),
    "data-before-end": _("Give the day on which it ends, or a later one."),
    "notice-too-short": _("With this notice it can’t end so soon."),
    "date-in-future": _("This day has not come yet."),
    "period-endless": _("Fill in until when it runs."),
    "termination-withdrawn": _("This end was taken back already."),
    "mending-runs": _("Annexes are being renewed already. Wait until that is done."),
    "not-signatory": _("You are not recorded as somebody who signs for this organisation."),
    "agreement-ended": _("This agreement has ended."),
    "role-forbids": _("Your role does not allow this."),
    "objection-stands": _("An objection to this change was recorded already."),
    "objection-settled": _("This objection was settled already."),
    "already-approved": _("An approval of this change was recorded already."),
    "approval-not-needed": _("Under this agreement no approval is needed."),
    "change-not-draft": _("This change is a draft no more; it can’t be altered."),
    "review-missing": _(
        "Somebody who did not draft or edit it must review this draft before it is published."
    ),
    "own-draft": _("You drafted or edited this change yourself; ask somebody else to review it."),
    "already-reviewed": _("You reviewed this draft already."),
    "edited-since": _("Somebody edited this since you opened the page. Look at it again."),
    "approval-needed": _(
        "Under specific authorisation nothing replaces the client’s own approval. Ask for it."
    ),
    "objection-blocks": _(
        "This client’s objection blocks the change under its agreement. Decide on the objection."
    ),
    "nothing-held": _("Nothing holds this agreement any more."),
    "leaving-not-open": _("Your agreement gives no right to end it over this change now."),
    "fact-missing": _("A fact is missing without which this notice can’t be sent."),
    "field-needed": _("Fill this in."),
    "change-not-running": _("This change is not running (any more)."),
    "change-not-postponable": _("This change can’t be put off (any more)."),
    "date-not-later": _(
        "What was announced can’t come sooner. Choose a later day, or withdraw the change and"
        " announce it anew."
    ),
    "own-postponement": _("You put it off yourself; ask somebody else to confirm it."),
    "already-confirmed": _("This was confirmed before, and those concerned were told."),
    "change-not-withdrawable": _("This change can’t be withdrawn (any more)."),
    "change-effective": _("This change is in effect already."),
    "change-withdrawn": _("This change was withdrawn."),
    "change-too-early": _("The effective date has not come yet."),
    "change-protected": _("Nobody can go live yet: every client is still protected."),
    "link-unknown": _("This sub-processor no longer has this task."),
    "link-ending": _("This task ends already by another change."),
    "subprocessor-unknown": _("This sub-processor does not exist (any more)."),
    "name-taken": _("There is one of this name already."),
    "key-taken": _("This key is in use already; choose another."),
    "chain-circle": _(
        "That party works under this one, directly or through others; choose another."
    ),
    "country-unknown": _("This is no country. Fill in two capitals, such as NL."),
    "ends-before-it-begins": _("It would end before it begins."),
    "processing-in-use": _("Clients take this product, so this can’t be left unsaid."),
    "processing-incomplete": _(
        "What is done with personal data for this product is not complete yet; complete it first."
    ),
    "line-accepted": _(
        "This line was accepted already. End its task by a change if it must not stand."
    ),
    "effective-on-needed": _(
        "Clients take this product and are told first: fill in the day on which it may begin."
    ),
    "link-incomplete": _("Fill in why it decides itself what for."),
    "link-needs-change": _(
        "Clients take this product and must be told first: announce it as a change. If it had begun"
        " before today, fill in since when and why the record lacked it."
    ),
    "exception-not-later": _("For this client only a later day is possible, or none."),
    "exception-rewrites-past": _(
        "This party had this client's data before. Let the client take the product from that later"
        " day on, or leave the day empty: then the party does not return."
    ),
    "exception-needs-change": _(
        "It does not hold for this client. What begins for a client is announced as a change."
    ),
    "change-running": _(
        "A change with this sub-processor is under way; who is held back is decided there."
    ),
    "link-concerns-nobody": _("This client does not take the product."),
    "agreement-missing": _("Choose the agreement that it is about."),
    "agreement-unknown": _("This agreement is not recorded, or not any more."),
    "client-unknown": _("This client is not recorded, or not any more."),
    "record-document-subject": _("Open the evidence of a change, and have its report made there."),
    "day-to-come": _("Choose today or a day before it."),
    "day-out-of-reach": _("This day lies too far away."),
    "entry-differs": _("An entry stays with its client and its register; record a new one."),
    "note-missing": _("Fill in what the client said, and how you heard it."),
    "no-person": _("The name of this person was erased before."),
    "file-unknown": _("This file is not kept (any more). Choose it again."),
    "no-drift": _("The annex is up to date already."),
    "privacy-shield": _(
        "Privacy Shield has been invalid since 16 July 2020. Choose another mechanism, or a"
        " location inside the EEA."
    ),
    "dpf-unverified": _("Fill in the day on which the certification was verified."),
    "third-country-without-mechanism": _(
        "A transfer outside the EEA needs a transfer mechanism (Art. 46 GDPR)."
    ),
    "outside-eu-promise": _(
        "This breaks the promise that data stay in the EU. Choose a location inside the EU."
    ),
    "zone-differs": _("The zone does not fit the countries. Choose the zone of those countries."),
    "adequacy-lapsed": _(
        "The adequacy decision holds no more. Choose another mechanism, or a location inside the"
        " EEA."
    ),
    "adequacy-decision-unknown": _("There is no adequacy decision for this territory."),
    "link-overlaps": _("This sub-processor has this task for this product already."),
    "client-held": _("A legal hold keeps this. End that hold first, or wait for its last day."),
    "hold-ended": _("This hold has ended already."),
    "text-erased": _("This text was erased when claims had lapsed. Its digest still proves it."),
    "document-erased": _(
        "This file was erased when claims had lapsed. Its digest still proves it."
    ),
    "client-stands": _("End the agreements of this client first; then its data may be erased."),
    "last-owner": _("Somebody has to stay the owner. Make somebody else owner first."),
    "already-staff": _("Somebody with this e-mail address works here already."),
    "staff-unknown": _("This person does not work here (any more)."),
    "application-unknown": _("This integration does not exist or was revoked."),
    "rate-exceeded": _("This was asked too often. Wait a moment, then try again."),
    "slug-taken": _("This short name is in use already; choose another."),
    "setup-token-wrong": _("This set-up code is not right."),
    "last-signatory": _("Nobody else at this client may sign; give somebody else that task first."),
    "last-notice": _(
        "Nobody else at this client is told of changes; give somebody else that task first."
    ),
    "contact-departed": _("You are no longer recorded as somebody at this client."),
    "person-departed": _("You are no longer recorded as somebody at this reseller."),
    "email-taken": _("Somebody else here has this e-mail address."),
    "placed-already": _("The client is served there already."),
    "reseller-unknown": _("This reseller is not recorded; record it first, under Resellers."),
    "not-confirmable": _("This file was taken over already, or it is too old. Hand it in again."),
    "workbook-old": _("Save this workbook as XLSX, without a password, and send that."),
    "date-unexpected": _(
        "The spreadsheet made a date of this. Give the column the kind Text and type it again."
    ),
    "file-unreadable": _("This file can’t be read. Save it again as XLSX or CSV."),
    "file-too-large": _("This file is too large; split it."),
    "too-many-rows": _("This file has too many rows; split it."),
    "too-many-columns": _("This file has too many columns; keep those of the example."),
    "column-unknown": _("We don’t know this column. Name it as in the example, or remove it."),
    "column-twice": _("This column is there twice; leave one out."),
    "column-missing": _("This column is missing; add it as in the example."),
    "word-unknown": _("We don’t know this word here; see the second sheet of the example."),
    "too-long": _("This is too long."),
    "email-invalid": _("Fill in an e-mail address, such as name@company.nl."),
    "country-invalid": _("Fill in two capitals, such as NL."),
    "number-invalid": _("Fill in a whole number of days, 0 to 365."),
    "character-refused": _("A character in here can’t be kept; type it anew."),
    "differs": _(
        "What is recorded says otherwise. Correct the file, or bring the record up to date."
    ),
    "taken-on-other-days": _(
        "This client takes one of these products from a later day on; amend its agreement."
    ),
    "differs-in-file": _("The first row of this client says otherwise."),
    "terms-differ": _("The agreement says otherwise; terms change by an amendment only."),
    "https-needed": _("Messages go over HTTPS alone; give an address that begins with https://."),
    "webhook-endpoints-full": _(
        "There are as many webhooks as can be kept. Remove one that is not used."
    ),
    "webhook-endpoint-halted": _("Nothing is sent there now. Resume it first."),
    "webhook-endpoint-running": _("Messages go there already."),
    "webhook-endpoint-unknown": _("There is no such webhook."),
    "webhook-delivery-unknown": _("There is no such message."),
    "webhook-delivery-queued": _("This message waits to be sent already."),
    "certificate-unreadable": _(
        "This is no certificate file. Choose one that ends in .p12 or .pfx."
    ),
    "certificate-password-wrong": _("This password does not open the file. Type it again."),
    "certificate-key-missing": _(
        "This file holds no certificate together with its private key. Export both in one file."
    ),
    "certificate-weak": _(
        "Its key is too weak, or unknown to PDF readers. Ask for one with RSA of 2048 bits."
    ),
    "certificate-expired": _("This certificate has expired. Ask for a new one."),
    "certificate-premature": _("This certificate is not valid yet. Hand it in on its first day."),
    "certificate-unsuitable": _("This certificate is not meant to sign with. Ask for a seal."),
    "certificate-known": _("This certificate was handed in before. Ask for a new one."),
    "mandate-over": _("This mandate would be over already. Choose a later day, or none."),
    "mandate-withdrawn": _("This mandate was withdrawn already."),
    "countersigned-already": _("This version was countersigned before."),
    "signature-missing": _("The client has not signed this version. Wait until it has."),
    "person-needed": _("Only a member of staff who signs in can do this."),
    "document-kind-unknown": _("Choose the PDF or the Word document as you received it."),
    "client-reached": _("This client was reached meanwhile; no letter is needed."),
    "letter-not-of-this": _("Letters are made of a change and of a breach alone."),
    "letter-posted": _("That this letter was posted is on record already."),
    "posted-on-impossible": _(
        "A letter is posted between the day on which it was asked for and today."
    ),
    "message-missing": _(
        "There is no such message, or what it told was withdrawn before you read it."
    ),
    "message-erased": _("Who was told this has been erased, and the words of it too."),
    "setup-shut": _("Setting up providers is shut on this installation."),
}
MESSAGES |= template_refusals.MESSAGES | incident_refusals.MESSAGES
MESSAGES |= wording_labels.MESSAGES | doubt_refusals.MESSAGES


# What somebody has to know who typed the wrong thing into the field of this name.
AT: dict[tuple[str, str], str] = {
    ("email", "string_pattern_mismatch"): _("Fill in an e-mail address, such as name@company.nl."),
    ("country", "string_pattern_mismatch"): _("Fill in two capitals, such as NL."),
    ("name", "missing"): _("Fill this in."),
    ("name", "string_pattern_mismatch"): _("Leave out line breaks and other invisible signs."),
    ("website", "string_pattern_mismatch"): _("Fill in an address that begins with https://."),
    ("countries", "string_pattern_mismatch"): _("Fill in two capitals each, such as NL, DE."),
    ("country", "missing"): _("Fill in two capitals, such as NL."),
    **dict.fromkeys(
        [("url", code) for code in ("value_error", "url_parsing", "url_type", "string_too_short")],
        _(
            "Give a whole address that begins with https://, without spaces, a name, a password or"
            " a #."
        ),
    ),
}
AT |= doubt_refusals.AT


def explain(refusal: Refusal) -> str:
    """One sentence on the whole: ours when we have one, else what the service said."""
    known = MESSAGES.get(refusal.code)
    return gettext(known) if known else (refusal.detail or refusal.title)


def explain_field(problem: FieldProblem) -> str:
    name = problem.field.rpartition(".")[2]
    known = AT.get((name, problem.code)) or MESSAGES.get(problem.code)
    return gettext(known) if known else problem.message


def by_field(refusal: Refusal) -> dict[str, str]:
    """Messages by the field that they belong to, in the notation ``contacts.0.email``."""
    return {
        problem.field.replace("[", ".").replace("]", "").strip("$."): explain_field(problem)
        for problem in reversed(refusal.errors)
        if problem.field
    }
