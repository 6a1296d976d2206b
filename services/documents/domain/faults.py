"""What can be wrong with a template or with the data that it is to print."""

from shared.errors import Invalid, Unavailable


class TemplateFault(Invalid):
    """The template can't be used as it is; the detail says where and why."""


def unreadable(why: str) -> TemplateFault:
    return TemplateFault("template-unreadable", f"The template can't be read: {why}.")


def ungrammatical(part: str, place: str, why: str) -> TemplateFault:
    detail = f"The template has a mistake in {part}, {place}: {why}."
    return TemplateFault("template-mistake", detail, part=part, place=place)


def variable_missing(variable: str, part: str, place: str) -> TemplateFault:
    detail = f"The template asks for {variable}, which the data does not have: {part}, {place}."
    return TemplateFault(
        "template-variable-missing", detail, variable=variable, part=part, place=place
    )


def forbidden(part: str, place: str, why: str) -> TemplateFault:
    detail = f"The template does what no template may, in {part}, {place}: {why}."
    return TemplateFault("template-forbidden", detail, part=part, place=place)


class TemplateLost(Unavailable):
    """Storage answers, and does not give the template back as it was."""

    def __init__(self) -> None:
        super().__init__(
            "template-lost", "Storage does not have this template as it was; upload it again."
        )


class PdfEngineMissing(Unavailable):
    """LibreOffice is not installed here; the DOCX stands by itself until it is."""

    def __init__(self) -> None:
        super().__init__(
            "pdf-engine-missing",
            "LibreOffice is not installed here, so there is no PDF yet; it follows once it is.",
        )


class PdfFailed(Unavailable):
    """LibreOffice gave no PDF this time."""

    def __init__(self, why: str) -> None:
        super().__init__("pdf-failed", f"{why}; it is tried again by itself.")
