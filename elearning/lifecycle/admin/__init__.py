"""The calendar of modules, renewals, terms, scheduled publications and reminders in the administration."""

from elearning.lifecycle.admin import calendar, publications, records, terms

__all__ = ["calendar", "publications", "records", "terms"]
