"""Turns what a source said into one flat record per subject, as printed; every field with its sentence.

The crawler never normalises: a licence is the text that stood there. Fields that were not said are left out.
"""

from typing import Any, Literal

import msgspec

Kind = Literal["repository", "listing", "organisation", "document"]


class Observation(msgspec.Struct, kw_only=True, omit_defaults=True):
    """What one source said about one subject at one time. Only fields that were said are written."""

    kind: Kind
    """`repository`, `listing` (an entry of a directory), `organisation` or `document` (a text such as a README)."""
    source: str
    """Who speaks: `github`, `opencode`, `osba`."""
    source_key: str
    """Key of the subject within source and kind, the same in every run: a forge's id where there is one."""
    url: str | None = None
    """Address of the subject for people, as printed."""
    observed_at: str
    """When the response came, ISO 8601 in UTC."""
    evidence_id: str
    """The stored response that says so."""
    locator: str | None = None
    """Where in the response it stands: a JSON path, a line, a selector."""
    unchanged: bool | None = None
    """True: this response only confirms an earlier observation (its evidence: `confirms`); facts are left out."""
    confirms: str | None = None
    """Evidence of the earlier observation that still holds."""
    state: dict[str, Any] | None = None
    """What the next run needs to ask less: validators, blob ids, a fingerprint."""
    reasons: list[str] | None = None
    """Why the subject was looked at: `watchlist`, `topic:…`, `term:…`, `organisation:…`, `link:…`, `category:…`."""
    relevant: bool | None = None
    """False: seen, but not of this market; kept so that the search space can be shown."""
    missing: list[str] | None = None
    """Facts that were asked for and not given: they are unknown, not zero."""

    name: str | None = None
    """Name as printed."""
    summary: str | None = None
    """Description as printed."""
    homepage: str | None = None
    """Home page as printed."""
    licence: str | None = None
    """Licence as printed. Turning it into an SPDX expression is the catalogue's work."""
    licence_name: str | None = None
    """Licence in words, if the source prints that too."""
    language: str | None = None
    """Language of a document's text, if known."""
    text: str | None = None
    """Text of a document."""
    about: str | None = None
    """Source key of the repository a document or listing stands in."""
    names: list[str] | None = None
    """Watched products that a post names."""

    forge: str | None = None
    """`github` or `gitlab`."""
    host: str | None = None
    """Host of the forge."""
    forge_id: str | None = None
    """Number the forge gave the repository; survives renames and moves."""
    path: str | None = None
    """Owner and name as the forge prints them now."""
    asked_as: list[str] | None = None
    """Paths under which it was asked for or known before, where they differ from `path`."""
    owner_kind: str | None = None
    """`organisation`, `group` or `user`; a user's own name is not kept apart from the path."""
    owner_name: str | None = None
    """Display name of the owner, organisations only."""
    default_branch: str | None = None
    """Name of the default branch."""
    created_at: str | None = None
    """When the repository was created."""
    archived: bool | None = None
    """Marked as archived."""
    archived_at: str | None = None
    """When it was archived."""
    disabled: bool | None = None
    """Disabled by the forge."""
    is_fork: bool | None = None
    """Marked as a fork by the forge."""
    is_mirror: bool | None = None
    """Marked as a mirror by the forge."""
    is_empty: bool | None = None
    """Holds no commits."""
    is_template: bool | None = None
    """Marked as a template."""
    deletion_scheduled: bool | None = None
    """The forge is about to delete it."""
    parent: str | None = None
    """Path of the repository it was forked from."""
    mirror_url: str | None = None
    """Address it mirrors, as printed."""
    status: str | None = None
    """`gone`, `blocked`, `forbidden` or `unknown` if the repository itself could not be read."""
    status_reason: str | None = None
    """The forge's reason for that status."""
    topics: list[str] | None = None
    """Topics as printed."""
    stars: int | None = None
    """Stars."""
    forks: int | None = None
    """Forks on the same forge."""
    watchers: int | None = None
    """People who watch it (not the stars)."""
    open_issues: int | None = None
    """Open issues, change requests not among them."""
    closed_issues: int | None = None
    """Closed issues."""
    open_changes: int | None = None
    """Open change requests."""
    merged_changes: int | None = None
    """Merged change requests."""
    languages: dict[str, float] | None = None
    """Programming languages, share of the code in percent."""
    main_language: str | None = None
    """Main programming language."""
    head: str | None = None
    """Commit id of the default branch."""
    last_commit_at: str | None = None
    """Date of the newest commit of the default branch."""
    last_activity_at: str | None = None
    """The forge's own date of last activity; moves with issues and synchronisation too."""
    window_days: int | None = None
    """Length of the window of the following figures, ending at the run's reference time."""
    commits: int | None = None
    """Commits of the default branch in the window, bots included."""
    commits_read: int | None = None
    """Commits of the window whose author was looked at: the sample behind the figures on people."""
    bot_commits: int | None = None
    """Commits by bots among `commits_read`."""
    authors: int | None = None
    """Different people among `commits_read`, bots left out. A count; no names are kept."""
    absence_factor: int | None = None
    """Smallest number of people with half of the commits among `commits_read`, bots left out."""
    latest_release: str | None = None
    """Tag of the newest final release, as the forge names it."""
    latest_release_at: str | None = None
    """Date of that release."""
    releases: list[dict[str, Any]] | None = None
    """Releases that were listed, newest first: `tag`, `at`, `prerelease`, `draft`."""
    releases_total: int | None = None
    """Number of all releases, if the forge says it."""
    tags: list[dict[str, Any]] | None = None
    """Tags that were listed, newest first: `tag`, `at`."""
    tags_total: int | None = None
    """Number of all tags, if the forge says it."""
    advisories: list[dict[str, Any]] | None = None
    """Security advisories that were published, newest first: `id`, `cve`, `severity`, `at`, `withdrawn_at`, and
    `patched`: every affected part has a version without the weakness. An empty list: none was published."""
    security_policy: bool | None = None
    """A security policy is in force."""
    security_policy_url: str | None = None
    """Where it stands."""
    code_of_conduct: str | None = None
    """Key of the code of conduct."""
    contributing_url: str | None = None
    """Contribution guide."""
    funding: list[str] | None = None
    """Platforms through which the project takes money."""
    badges: list[dict[str, Any]] | None = None
    """Badges the badge service granted: `badge`, `level`."""

    categories: list[str] | None = None
    """Categories as printed."""
    version: str | None = None
    """Version as printed in the listing."""
    release_date: str | None = None
    """Release date as printed in the listing."""
    development_status: str | None = None
    """Development status as printed."""
    software_type: str | None = None
    """Type of software as printed."""
    platforms: list[str] | None = None
    """Platforms as printed."""
    used_by: list[str] | None = None
    """Users as the listing names them: a claim of the listing, not proof of use."""
    maintenance: str | None = None
    """Kind of maintenance as printed."""
    contractors: list[dict[str, Any]] | None = None
    """Companies under contract: `name`, `website`, `until`."""
    maintainer: str | None = None
    """Organisation that keeps or owns the software, as printed."""
    based_on: list[str] | None = None
    """Addresses the listing says it is based on."""
    repository_url: str | None = None
    """Repository the listing names as its own."""
    features: list[str] | None = None
    """Features as printed, all languages."""
    findings: list[str] | None = None
    """What was wrong with the listing's file, in words."""

    website: str | None = None
    """Web site of an organisation."""
    city: str | None = None
    """Seat as printed."""
    country: str | None = None
    """Country as printed."""
    relation: str | None = None
    """What the listing says of the organisation: `member`, `forum-member`, `supporter`, `news`."""
    extractor: str | None = None
    """Which extractor found the entry."""
    confidence: str | None = None
    """`high` or `low`: how sure the extractor is of the entry's bounds."""

    def record(self) -> dict[str, Any]:
        """The fields that were said."""
        said: dict[str, Any] = msgspec.to_builtins(self)
        return said
