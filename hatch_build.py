"""The build of the wheel: completions and the manual page are made from the parsers."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class CustomBuildHook(BuildHookInterface):
    """Puts what shells and `man` look for into the wheel's `share/`."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Make the files, unless the package is installed as it stands in the checkout."""
        if version == "editable":
            return
        sys.path.insert(0, str(Path(self.root, "src")))
        from paperview.commands.installed import files  # noqa: PLC0415 - only now it can be found

        folder = Path(self.root, "build", "share")
        for name, text in files().items():
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
            build_data["shared_data"][str(path)] = f"share/{name}"
