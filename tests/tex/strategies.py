"""Text made of TeX's signs and commands, with no regard for its grammar."""

from __future__ import annotations

from hypothesis import strategies as st

_SIGNS = [
    *"{}$^_~%&#[]()|<>=,.'`\"- \n",
    *("\\" + sign for sign in "{}$%&#_'\"`^~=.,;!\\()[]| -/1@"),
]
_COMMANDS = r"""
    \frac \sqrt \sqrt[ \over \choose \atop \not \hat \mathbb \mathcal \log \in \times \left \right.
    \text{ \mbox{ \emph{ \bf \rm \v \o \i \k \t{ \ie \foo \foo{ \cite[ \cite{ \item \item[
    \footnote{ \verb| \overset \stackrel{ \ket{ \braket{ \begin{align} \end{align} \begin{pmatrix}
    \end{pmatrix} \begin{x} \begin{itemize}[ \substack{ \pmatrix{ \cases{ \underbrace{ \buildrel
    \mathrel{ \textsc{ \ce{ \SI{ \ion{ \unicode{x2013} \newcommand{\a}{ \def\a{ \a \label{
    \raisebox{ \raise \kern- \underline{ \mathop{ \operatorname{ \langle \rangle \| \sum_ \uparrow
    \AA \slash \textendash \texorpdfstring{ \href{ \url{ \color{ \xrightarrow[ \mathrm{ \ensuremath{
""".split()  # noqa: SIM905  # as a list it would be three times as long
_WORDS = [*("\\alpha ", "\\bar ", "\\partial ", "\\cal ", "\\em ", "\\c ", "\\sc ii", "\\&amp;")]
_REST = [
    *("--", "---", "``", "''", "$$", "{{", "}}", "http://a.b/", "x", "ab", "Zorn", "5", "é", "𝒪")
]

tex = st.lists(st.sampled_from([*_SIGNS, *_COMMANDS, *_WORDS, *_REST]), max_size=40).map(
    "".join
) | st.text(max_size=80)
"""Pieces of TeX in any order, or any text at all."""
