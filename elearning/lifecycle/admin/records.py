"""What is looked at only: reviews that affirmed modules, reminders that were sent."""

from django.contrib import admin

from elearning.audit.admin import ReadOnlyAdmin
from elearning.lifecycle.models import ExpiryReminder, Review


@admin.register(Review)
class ReviewAdmin(ReadOnlyAdmin):
    list_display = ["name", "term", "reviewed_on", "statement", "disclosed_on", "recorded_at"]
    list_filter = ["term__module"]
    list_select_related = ["term__module"]
    search_fields = ["name", "term__module__title"]


@admin.register(ExpiryReminder)
class ExpiryReminderAdmin(ReadOnlyAdmin):
    list_display = ["term", "last_valid_day", "audience", "days_before", "count", "queued_at"]
    list_filter = ["audience", "days_before", "term__module"]
    list_select_related = ["term__module"]
