"""The professions that bodies tell apart when they give credit."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Profession(models.TextChoices):
    """After the list of the ACCME's learner records (cme-rules 2.1), and who else learns in oncology."""

    PHYSICIAN = "physician", _("Physician")
    NURSE = "nurse", _("Nurse")
    PHARMACIST = "pharmacist", _("Pharmacist")
    PHYSICIAN_ASSOCIATE = "physician-associate", _("Physician associate")
    PSYCHOLOGIST = "psychologist", _("Psychologist")
    DENTIST = "dentist", _("Dentist")
    DIETITIAN = "dietitian", _("Dietitian")
    OPTOMETRIST = "optometrist", _("Optometrist")
    SOCIAL_WORKER = "social-worker", _("Social worker")
    SCIENTIST = "scientist", _("Scientist")
    STUDENT = "student", _("Student")
    OTHER = "other", _("Other profession")
