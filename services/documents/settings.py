"""What the documents service is told."""

import os
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field, SecretStr

from shared.settings import Settings


class StorageSettings(BaseModel):
    """Endpoints are URLs; the public one is where people's browsers reach the storage."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    s3_endpoint: str = "http://127.0.0.1:18333"
    s3_public_endpoint: str | None = None
    s3_region: str = "us-east-1"
    s3_bucket: str = "schakel"
    s3_access_key: SecretStr
    s3_secret_key: SecretStr


class DocumentsSettings(Settings, StorageSettings):
    """`soffice` is LibreOffice's program; without it the one on the path is used."""

    port: int = 18082
    contracts_url: str = "http://127.0.0.1:18081"
    soffice: Path | None = None
    pdf_seconds: int = Field(default=90, gt=0)
    pdf_at_once: int = Field(default=max(os.cpu_count() or 1, 1), gt=0)
