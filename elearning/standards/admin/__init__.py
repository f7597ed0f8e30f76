"""Standards and learning gain in the administration."""

from elearning.standards.admin import gain, panels

__all__ = ["gain", "panels"]
