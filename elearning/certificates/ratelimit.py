"""The limit on requests under the name by which it was known before other apps needed it."""

from elearning.ratelimit import SECONDS, exceeded

__all__ = ["SECONDS", "exceeded"]
