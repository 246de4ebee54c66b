"""Tests see the styles that users see, though style sheets are asked only once."""

from tests.ui import styling
from tests.ui.corpora import FIVE
from tests.ui.support import SINGLE, WIDE, Reader, reading, source


def is_styled_as_by_textual(reader: Reader) -> bool:
    sheet = reader.app.stylesheet
    for node in reader.top.walk_children(with_self=True):
        parts = [node, *(part.node for part in node._component_styles.values())]
        known = [dict(one.styles.base._rules) for one in parts if one]
        styling.apply_to_parts(sheet, node)
        styling.apply(sheet, node)
        parts = [node, *(part.node for part in node._component_styles.values())]
        if known != [dict(one.styles.base._rules) for one in parts if one]:
            return False
    return True


async def test_styles_are_those_of_textual_whatever_is_done() -> None:
    async with reading(source(FIVE), size=WIDE) as reader:
        for key in ("enter", "tab", "slash", "question_mark", "escape", "enter", "Y"):
            await reader.press(key)
            assert is_styled_as_by_textual(reader), key
        await reader.press("escape")
        for size in (SINGLE, (20, 5), WIDE):
            await reader.resize(*size)
            assert is_styled_as_by_textual(reader), size
        reader.app.theme = "paperview-light"
        await reader.pilot.pause()
        assert is_styled_as_by_textual(reader)
