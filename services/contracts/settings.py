"""What the service of record is told."""

from shared.settings import Settings


class ContractsSettings(Settings):
    port: int = 18081
    poll_seconds: float = 1.0
