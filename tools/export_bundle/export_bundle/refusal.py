"""What cannot be exported is refused: the reason, and what to try, in one line."""


class Refusal(Exception):
    """A wrong use, or a network that no bundle can hold.

    reason: what was wrong and where; remedy: what to do about it.
    """

    def __init__(self, reason: str, remedy: str):
        super().__init__(f"{one_line(reason)}; {one_line(remedy)}")


def one_line(text: object, longest: int = 300) -> str:
    """The text without line breaks, shortened."""
    line = " ".join(str(text).split())
    return line if len(line) <= longest else line[: longest - 1] + "…"
