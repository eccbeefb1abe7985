"""Turns `oscan review --check` into a profile in plain words, or the file, line and reason of its first mistake."""

import sys
from typing import Literal

from oscan.settings import Settings


def run_check(settings: Settings, language: Literal["de", "en"]) -> int:
    """Explain the profile of `settings` on standard output.

    Raises DefinitionError if there is none of that name, or it has a mistake.
    """
    from oscan.commands.asking import profile_of
    from review.explain import explain

    profile, vocabulary = profile_of(settings)
    sys.stdout.write(explain(profile, vocabulary, language))
    return 0
