"""All that a review is made from beside the catalogue: profile, market, labels, office, program."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from oscan.settings.claims import Subject
from oscan.settings.market import Market
from oscan.settings.profile import Profile
from oscan.settings.scenarios import Scenarios
from oscan.settings.vocabulary import Vocabulary
from review.office import Office


@dataclass(frozen=True, slots=True)
class SourceFacts:
    """What a source says of itself."""

    name: str
    title: str
    terms: str
    """Address of the terms of use."""
    share_alike: bool = False
    """True if what it prints may be passed on under the same terms only."""


@dataclass(frozen=True, slots=True)
class Inputs:
    """Everything that is no row of the catalogue."""

    profile: Profile
    vocabulary: Vocabulary | None
    market: Market
    label: str
    as_of: datetime
    """Reference time of the data (UTC, no zone)."""
    exported_at: datetime
    """UTC, no zone."""
    oscan_version: str
    command: str
    checksum: str
    """Of the snapshot; empty for the last build."""
    profile_sha256: str
    sources: tuple[SourceFacts, ...]
    market_sha256: str = ""
    """Of the market's files at the time of the build."""
    entered_until: date | None = None
    """Latest day that a person entered anything for."""
    sample: bool = False
    """True if the data were replayed from the recorded sample."""
    scenarios: tuple[Scenarios, Mapping[str, Subject]] | None = None
    """Scenarios of cost for this profile, and whom each word for a product in them means; None if there are none."""
    office: Office = field(default_factory=Office)
    previous: str | None = None
    """Label of the earlier snapshot that is judged beside; None for a first review."""
    other: Profile | None = None
    """Another profile by which the same state is judged beside; None: with none is compared."""

    @property
    def age_days(self) -> int:
        """Whole days from the reference time to the export."""
        return max(0, (self.exported_at - self.as_of).days)

    @property
    def too_old(self) -> bool:
        """Whether the profile allows no snapshot of this age."""
        return self.age_days > self.profile.parameters.snapshot_max_age_days
