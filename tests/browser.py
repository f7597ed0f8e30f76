"""Where Chromium is: ``python -m tests.browser`` exits 0 when it is installed."""

import os
import shutil
import sys


def chromium() -> str | None:
    """Return the path of the browser, from CHROMIUM or from the PATH."""
    return os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")


if __name__ == "__main__":
    sys.exit(0 if chromium() else 1)
