"""Changes to modules, editions, terms, disclosures, and what learners have read."""

from courses.services.disclosures import (
    add_support,
    change_address,
    decide_relationship,
    end_support,
    enter_declaration,
    store_contributors,
)
from courses.services.editions import publish_edition, store_edition, store_rendering
from courses.services.modules import add_term, change_module, change_term
from courses.services.reading import answer_question, record_leaving, record_visit, start_from_page, start_module
from courses.services.requests import answer_request, request_disclosure

__all__ = [
    "add_support",
    "add_term",
    "answer_question",
    "answer_request",
    "change_address",
    "change_module",
    "change_term",
    "decide_relationship",
    "end_support",
    "enter_declaration",
    "publish_edition",
    "record_leaving",
    "record_visit",
    "request_disclosure",
    "start_from_page",
    "start_module",
    "store_contributors",
    "store_edition",
    "store_rendering",
]
