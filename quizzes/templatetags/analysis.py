"""Figures of an item analysis as they are written in pages."""

from django import template

from quizzes.statistics import texts

register = template.Library()
register.filter("share", texts.share)
register.filter("figure", texts.figure)
register.filter("between", texts.between)
register.filter("probability", texts.probability)
register.filter("grade", texts.grade)
register.filter("seconds", texts.seconds)
register.filter("points", texts.points)
