# SPDX-License-Identifier: Apache-2.0
"""The settings of algorithms as columns."""

from __future__ import annotations

import json
from typing import Any, Iterator, Mapping, Sequence


def flattened(settings: Mapping[str, Any], prefix: str = "") -> Iterator[tuple[str, Any]]:
    """("compression.bits", 4) for {"compression": {"bits": 4}}; lists as JSON."""
    for key, value in settings.items():
        if isinstance(value, Mapping):
            yield from flattened(value, f"{prefix}{key}.")
        else:
            yield prefix + key, json.dumps(value) if isinstance(value, list) else value


def differing_settings(algorithms: Sequence[Mapping[str, Any]]) -> dict[str, dict[str, Any]]:
    """By algorithm, every setting that at least two algorithms have and in which they differ."""
    flat = {str(algorithm["name"]): dict(flattened(algorithm)) for algorithm in algorithms}
    values: dict[str, list[Any]] = {}
    for settings in flat.values():
        for key, value in settings.items():
            values.setdefault(key, []).append(value)
    differing = {key for key, found in values.items()
                 if key not in ("name", "paradigm") and any(value != found[0] for value in found)}
    return {name: {key: value for key, value in settings.items() if key in differing}
            for name, settings in flat.items()}
