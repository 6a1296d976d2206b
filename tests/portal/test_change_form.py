"""The form with which staff describe a change."""

from services.portal.domain import change_form
from services.portal.domain.clients import Link
from tests.portal import record


def test_what_is_left_empty_in_one_language_is_said_in_the_words_of_the_other() -> None:
    form = change_form.read([("title.nl", "Andere dienst"), ("title.en", "")])
    assert change_form.body(form)["title"] == {"nl": "Andere dienst", "en": "Andere dienst"}


def test_lines_become_texts_in_both_languages() -> None:
    form = change_form.read(
        [
            ("begins.0.subprocessor_id", str(record.NEW_PARTY)),
            ("begins.0.data_categories.nl", "namen\n\nadressen"),
            ("begins.0.data_categories.en", "names"),
        ]
    )
    assert change_form.body(form)["begins"][0]["data_categories"] == [
        {"nl": "namen", "en": "names"},
        {"nl": "adressen", "en": "adressen"},
    ]


def test_a_row_without_a_sub_processor_is_no_row() -> None:
    form = change_form.read([("begins.0.purpose.nl", "iets"), ("ends", "x")])
    assert (change_form.body(form)["begins"], form["ends"]) == ([], ["x"])


def test_a_replacement_takes_over_the_task_and_not_the_place() -> None:
    form = change_form.replacing(Link.model_validate(record.MONEYBIRD))
    row = form["begins"][0]
    assert form["ends"] == [str(record.OLD_LINK)]
    assert row["purpose.en"] == "keep the client's invoices"
    assert row["data_categories.nl"] == "NAW-gegevens\nfactuurregels"
    assert "location.nl" not in row
