"""What the portal asks contracts of the record of processing."""

from datetime import date

from services.portal.domain.processing_record import ProcessingRecord
from services.portal.peers.call import Part


async def read(part: Part, on: date | None, after: str) -> ProcessingRecord:
    found = await part.get("/record-of-processing", on=on, after=after)
    return ProcessingRecord.model_validate(found)
