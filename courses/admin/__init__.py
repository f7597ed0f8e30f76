"""Courses in the administration: what learners read, and who controls the content."""

from courses.admin import disclosures, reading

__all__ = ["disclosures", "reading"]
