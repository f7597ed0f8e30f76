"""Filling in the form of an item of any kind: what a page would send for an answer."""

from quizzes.models import Attempt, Item


def posts(item: Item, order: list, answer: object) -> list[dict[str, list[str]]]:
    """The forms to send, one after the other, for ``answer``; of a case one for each question."""
    if item.kind == "case":
        return [
            {**_fields(question["kind"], order[place], given), "question": [str(place + 1)], "next": ["1"]}
            for place, (question, given) in enumerate(zip(item.content["questions"], answer["answers"], strict=True))
        ]
    return [_fields(item.kind, order, answer)]


def right_posts(attempt: Attempt, number: int) -> list[dict[str, list[str]]]:
    """The forms that answer item ``number`` of the attempt rightly."""
    place = attempt.paper[number - 1]
    item = Item.objects.get(test=attempt.test_id, key=place["item"])
    return posts(item, place["options"], item.by_kind.key(item.content))


def _fields(kind: str, order: list, answer: object) -> dict[str, list[str]]:
    match kind:
        case "multiple-response":
            return {"option": [str(order.index(index) + 1) for index in answer]}
        case "multiple-true-false":
            return {
                f"statement-{shown}": [str(answer[index]).lower()]
                for shown, index in enumerate(order, start=1)
                if answer[index] is not None
            }
        case "extended-matching":
            return {
                f"vignette-{number}": [str(order.index(index) + 1)]
                for number, index in enumerate(answer, start=1)
                if index is not None
            }
        case "ordering":
            return {f"step-{shown}": [str(answer.index(index) + 1)] for shown, index in enumerate(order, start=1)}
        case "numeric":
            return {name: [value] for name, value in answer.items() if value}
    return {"option": [str(order.index(answer) + 1)]}
