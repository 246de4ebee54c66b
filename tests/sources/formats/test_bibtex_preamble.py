"""Commands defined in a file's preambles reach its titles, names and years."""

from __future__ import annotations

import pytest

from paperview.exports import bibtex
from paperview.tex import to_text
from tests.sources.formats.bibsupport import papers

ENTRY = r"""@article{a, author={{\one{A}}lpha, Bo and \swap{H}{van der}, Cy and \vanE\ Loo, Di},
  title={\nuSTAR\ views of {\nuSTAR} data}, journal={\jn}, year={{\nothing{1973b}}1973}}
"""
DEFINITIONS = r"""\newcommand{\nothing}[1]{} \newcommand{\one}[1]{#1} \def\swap#1#2{#2#1}
  \providecommand{\vanE}{van der} \DeclareRobustCommand{\nuSTAR}{NuSTAR} \newcommand\jn{Journal}"""


@pytest.mark.parametrize(
    "text",
    [
        f'@preamble{{"{DEFINITIONS}"}}\n{ENTRY}',
        f"@PREAMBLE {{ {{{DEFINITIONS}}} }}\n{ENTRY}",
        f'@preamble("{DEFINITIONS}")\n{ENTRY}',
        f'{ENTRY}@preamble{{"{DEFINITIONS}"}}\n',
        f'@string{{d = "{DEFINITIONS}"}}\n@preamble{{ "x " # d }}\n{ENTRY}',
        f'@preamble{{"\\ifx\\x\\undefined " # {{{DEFINITIONS}}} # "\\fi"}}\n{ENTRY}',
        f'@preamble{{"\\newcommand{{\\x}}{{y}}"}}\n@preamble{{"{DEFINITIONS}"}}\n{ENTRY}',
    ],
    ids=["quotes", "braces", "parentheses", "behind", "string", "joined", "several"],
)
def test_commands_are_put_in_wherever_they_are_defined(text: str) -> None:
    (paper,) = papers(text)
    assert [to_text(name) for name in paper.authors] == [
        "Bo Alpha",
        "Cy van derH",
        "Di van der Loo",
    ]
    assert to_text(paper.title or "") == "NuSTAR views of NuSTAR data"
    assert paper.journal_ref == "Journal (1973)"
    assert str(paper.created) == "1973"


def test_an_entry_that_inherits_has_the_commands_too() -> None:
    (paper, _) = papers(
        r'@preamble{"\newcommand{\nuSTAR}{NuSTAR}"}'
        "@inproceedings{a, title={T}, author={A B}, crossref={b}}"
        "@proceedings{b, title={\\nuSTAR\\ meeting}, year=2001}"
    )
    assert "NuSTAR" in to_text(paper.journal_ref or "")


def test_what_is_copied_needs_no_preamble() -> None:
    (paper,) = papers(f'@preamble{{"{DEFINITIONS}"}}\n{ENTRY}')
    entry = bibtex.dumps(paper)
    assert "nuSTAR" not in entry
    assert papers(entry)[0].authors == paper.authors


def test_without_a_definition_a_command_is_shown_as_written() -> None:
    (paper,) = papers(r"@article{a, title={\nuSTAR\ views}, author={\vanE{} Loo}}")
    assert to_text(paper.title or "") == r"\nuSTAR views"
