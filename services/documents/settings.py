"""What the documents service is told."""

import os
from pathlib import Path
from typing import Literal, Self

from pydantic import BaseModel, ConfigDict, Field, SecretStr, model_validator

from shared.settings import Settings


class StorageSettings(BaseModel):
    """Endpoints are URLs; the public one is where people's browsers reach the storage.

    ``s3_object_lock``, ``s3_encryption`` and ``s3_lists_uploads`` (that it tells which uploads in
    parts stand open) say what the server has; nobody tries whether it does.
    Issued documents are locked for ``s3_lock_days``; ``s3_seconds`` is how long it may be silent.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    s3_endpoint: str = "http://127.0.0.1:18333"
    s3_public_endpoint: str | None = None
    s3_region: str = "us-east-1"
    s3_bucket: str = "schakel"
    s3_access_key: SecretStr
    s3_secret_key: SecretStr
    s3_seconds: float = Field(default=30, gt=0)
    s3_object_lock: Literal["none", "governance", "compliance"] = "none"
    s3_lock_days: int = Field(default=365, gt=0)
    s3_encryption: Literal["none", "s3", "kms"] = "none"
    s3_kms_key: str | None = None
    s3_lists_uploads: bool = False

    @model_validator(mode="after")
    def _key_is_told(self) -> Self:
        if self.s3_encryption == "kms" and not self.s3_kms_key:
            raise ValueError("s3_encryption kms needs s3_kms_key, the identifier of the key")
        if self.s3_encryption == "kms" and not self.s3_endpoint.startswith("https://"):
            raise ValueError("s3_encryption kms needs an s3_endpoint with https")
        return self


class DocumentsSettings(Settings, StorageSettings):
    """`soffice` is LibreOffice's program; without it the one on the path is used.

    `pdf_seconds` and `pdf_megabytes` (of address space) are what one document may take of it, and
    `pdf_at_once` is how many of them are made side by side.

    ``seal_key``: 32 bytes in base64 under which the keys of seals are shut away. ``tsa_url``: an
    authority (RFC 3161) that is asked for a time stamp with each seal, for at most ``tsa_seconds``;
    none is asked without it.
    """

    port: int = 18082
    contracts_url: str = "http://127.0.0.1:18081"
    notifications_url: str = "http://127.0.0.1:18083"
    soffice: Path | None = None
    pdf_seconds: int = Field(default=90, gt=0)
    pdf_megabytes: int = Field(default=2048, ge=512)
    pdf_at_once: int = Field(default=max(os.cpu_count() or 1, 1), gt=0)
    seal_key: SecretStr
    tsa_url: str = Field(default="", pattern="^(https?://.+)?$")
    tsa_seconds: float = Field(default=5, gt=0, le=60)
    public_url: str | None = None
