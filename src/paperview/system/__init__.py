"""The interface to the system: streams, terminals, signals, clipboard, browser, editor.

The names below are imported when they are first used.
"""

from typing import TYPE_CHECKING

from paperview.lazy import lazy_names

if TYPE_CHECKING:
    from paperview.system.browser import open_address
    from paperview.system.clipboard import Outcome, Way, copy
    from paperview.system.crash import CRASHED, report
    from paperview.system.editor import failure_to_edit
    from paperview.system.job_control import can_suspend, suspend

__all__ = [
    "CRASHED",
    "Outcome",
    "Way",
    "can_suspend",
    "copy",
    "failure_to_edit",
    "open_address",
    "report",
    "suspend",
]

__getattr__ = lazy_names(
    __name__,
    {
        "open_address": "browser",
        "Outcome": "clipboard",
        "Way": "clipboard",
        "copy": "clipboard",
        "CRASHED": "crash",
        "report": "crash",
        "failure_to_edit": "editor",
        "can_suspend": "job_control",
        "suspend": "job_control",
    },
)
