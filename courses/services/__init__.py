"""Changes to modules, editions, terms, and what learners have read."""

from courses.services.editions import publish_edition, store_edition, store_rendering
from courses.services.modules import add_term, change_module, change_term
from courses.services.reading import answer_question, record_leaving, record_visit, start_from_page, start_module

__all__ = [
    "add_term",
    "answer_question",
    "change_module",
    "change_term",
    "publish_edition",
    "record_leaving",
    "record_visit",
    "start_from_page",
    "start_module",
    "store_edition",
    "store_rendering",
]
