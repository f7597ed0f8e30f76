"""What learners have read, for administrators to look at."""

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from courses.models import Progress, Start
from elearning.audit.admin import ReadOnlyAdmin


@admin.register(Progress)
class ProgressAdmin(ReadOnlyAdmin):
    list_display = ["learner", "module", "slide_key", "first_seen", "last_seen", "active_seconds"]
    list_filter = ["module", "last_seen"]
    search_fields = ["learner__email", "learner__name", "slide_key"]
    date_hierarchy = "last_seen"

    def get_queryset(self, request: HttpRequest) -> QuerySet[Progress]:
        return super().get_queryset(request).select_related("learner", "module")


@admin.register(Start)
class StartAdmin(ReadOnlyAdmin):
    list_display = ["learner", "module", "edition", "statement", "at"]
    list_filter = ["module"]
    search_fields = ["learner__email", "learner__name"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Start]:
        return super().get_queryset(request).select_related("learner", "module", "edition__module", "statement__module")
