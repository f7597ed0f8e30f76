"""Small QTI items, written for the tests; no public fixture is among them."""

NAMES = ("A", "B", "C")


def item(body, declarations="", rules="", feedback="", title="Item"):
    return f"""<assessmentItem xmlns="http://www.imsglobal.org/xsd/imsqti_v2p2" identifier="i1" title="{title}"
 adaptive="false" timeDependent="false">{declarations}
<outcomeDeclaration identifier="SCORE" cardinality="single" baseType="float"/>
<outcomeDeclaration identifier="FEEDBACK" cardinality="single" baseType="identifier"/>
<itemBody>{body}</itemBody>{rules and f"<responseProcessing>{rules}</responseProcessing>"}{feedback}</assessmentItem>"""


def declared(*right, cardinality="single", base="identifier", mapping="", name="RESPONSE"):
    values = "".join(f"<value>{value}</value>" for value in right)
    correct = f"<correctResponse>{values}</correctResponse>" if right else ""
    return (f'<responseDeclaration identifier="{name}" cardinality="{cardinality}" baseType="{base}">'
            f"{correct}{mapping}</responseDeclaration>")  # fmt: skip


def mapped(default=0, **points):
    entries = "".join(f'<mapEntry mapKey="{key}" mappedValue="{value}"/>' for key, value in points.items())
    return f'<mapping defaultValue="{default}">{entries}</mapping>'


def choices(most=1, names=NAMES):
    listed = "".join(f'<simpleChoice identifier="{name}">Option {name}</simpleChoice>' for name in names)
    return (f'<choiceInteraction responseIdentifier="RESPONSE" maxChoices="{most}"><prompt>Which?</prompt>'
            f"{listed}</choiceInteraction>")  # fmt: skip


def variable(name="RESPONSE"):
    return f'<variable identifier="{name}"/>'


def base(value, kind="identifier"):
    return f'<baseValue baseType="{kind}">{value}</baseValue>'


def score(value):
    return f'<setOutcomeValue identifier="SCORE">{base(value, "float")}</setOutcomeValue>'


def said(name):
    return f'<setOutcomeValue identifier="FEEDBACK">{base(name)}</setOutcomeValue>'


def if_(test, then, otherwise=""):
    last = f"<responseElse>{otherwise}</responseElse>" if otherwise else ""
    return f"<responseCondition><responseIf>{test}{then}</responseIf>{last}</responseCondition>"


def equals(name):
    return f"<match>{variable()}{base(name)}</match>"


def several(*names):
    return f"<match>{variable()}<multiple>{''.join(map(base, names))}</multiple></match>"


CORRECT = f'<match>{variable()}<correct identifier="RESPONSE"/></match>'
MAPPED = '<setOutcomeValue identifier="SCORE"><mapResponse identifier="RESPONSE"/></setOutcomeValue>'


def modal(name, text, show="show"):
    return f'<modalFeedback outcomeIdentifier="FEEDBACK" identifier="{name}" showHide="{show}">{text}</modalFeedback>'
