"""The form with which staff bring in a client."""

from services.portal.domain import onboarding_form

FILLED = [
    ("client.name", " Bakkerij "),
    ("client.registration", ""),
    ("contacts.0.name", "Anna"),
    ("contacts.0.email", "anna@bakkerij.example"),
    ("contacts.0.duties", "signatory"),
    ("contacts.0.duties", "notice"),
    ("contacts.1.name", ""),
    ("contacts.1.duties", "privacy"),
    ("contacts.7.name", "Bram"),
    ("products", "webwinkel"),
    ("terms.notice_days", "30"),
    ("terms.emergency_clause", "yes"),
]


def test_a_row_that_holds_a_duty_alone_does_not_count() -> None:
    form = onboarding_form.read(FILLED)
    assert [row["name"] for row in form["contacts"]] == ["Anna", "Bram"]


def test_empty_fields_are_left_out_so_that_the_register_says_what_is_missing() -> None:
    assert "registration" not in onboarding_form.body(onboarding_form.read(FILLED))["client"]


def test_numbers_are_numbers_and_other_text_is_left_for_the_register_to_refuse() -> None:
    form = onboarding_form.read([*FILLED, ("terms.objection_days", "soon")])
    terms = onboarding_form.body(form)["terms"]
    assert (terms["notice_days"], terms["objection_days"]) == (30, "soon")


def test_several_duties_of_one_contact_are_kept() -> None:
    form = onboarding_form.read(FILLED)
    assert form["contacts"][0]["duties"] == ["signatory", "notice"]


def test_the_emergency_clause_is_off_unless_it_is_ticked() -> None:
    assert onboarding_form.read([])["terms"]["emergency_clause"] is False
    assert onboarding_form.read(FILLED)["terms"]["emergency_clause"] is True
