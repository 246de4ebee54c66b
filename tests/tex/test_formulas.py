"""The whole of a formula is kept; parentheses show its structure where Unicode has no form."""

from __future__ import annotations

from paperview.tex import render, to_text
from tests.cases import for_each

SNIPPETS = [
    # Fractions, roots, scripts.
    (r"$O(n^2\log n)$", "O(n² log n)"),
    (r"$\frac{a+b}{c}$", "(a+b)/c"),
    (r"$\frac{1}{2\pi}$", "1/(2π)"),
    (r"$x\frac{1}{2}$ and $\frac12x$", "x(1/2) and (1/2)x"),
    (r"$\frac ab/\frac cd$, $1/\frac ab$, $\frac g2!$", "(a/b)/(c/d), 1/(a/b), (g/2)!"),
    (r"$\frac{\frac{a}{b}}{c}$, $\frac{1}{1+\frac{1}{x}}$", "(a/b)/c, 1/(1+1/x)"),
    (r"$\frac{a}{(b(c))}$, $x^{\frac12}$, $x^\frac12(y)$", "a/(b(c)), x^(1/2), x^(1/2)(y)"),
    (r"$\log\frac{n}{k}$", "log (n/k)"),
    (r"$k={p\over q}-N$ is $7\frac12$ or $x_{7 \frac12}$", "k=p/q-N is 7 1/2 or x_(7 1/2)"),
    (r"7$\frac12$, n$\frac12$, spin-$\frac12$", "7 1/2, n(1/2), spin-1/2"),
    (r"${n \choose k}$ is $\binom{n}{k}$", "(n choose k) is (n choose k)"),
    (r"${a \atop b}$", "(a; b)"),
    (r"$\sqrt{x+1}$, $\sqrt2$, $\sqrt[3]{x}$, $\sqrt[n]{2}$", "√(x+1), √2, ∛x, ⁿ√2"),
    (r"$\sqrt{2}x$, $\sqrt2^n$, $\sqrt n\log n$", "√(2)x, (√2)ⁿ, √n log n"),
    (r"$x^{a+b}$, $x_{min}$, $x_{\rm max}$", "x^(a+b), x_(min), x_(max)"),
    (r"$x_{ij}^{n+1}$, $10^{-3}$, $a_q$, $L^\infty$", "xᵢⱼⁿ⁺¹, 10⁻³, a_q, L^∞"),
    (r"$x^{n_k}$, $x_{i,j}$, $f^{(\alpha)}$, $n^{O(1)}$", "x^(nₖ), x_(i,j), f^(α), n^(O(1))"),
    (r"$C^*$-algebra, but $a^*b$", "C*-algebra, but a^* b"),
    (r"$a_{q}b$, $A\otimes_{\mathbb Z}B$, $R_\mu{}^\nu$", "a_q b, A⊗_ℤ B, R_μ^ν"),
    (r"$r_{_N}$, $r_{_{N-1}}$, $x^{^{n}m}$", "r_N, r_(N-1), x^(ⁿm)"),
    (r"30$^\circ$C, H$_2$O, $^{13}$C, $f'(x)$", "30°C, H₂O, ¹³C, f′(x)"),
    (r"$f''$, $f'''$, $y^{\prime\prime}$, 5$''$", "f″, f‴, y″, 5″"),
    (r"38^\circ 53', x_\alpha, G^\uparrow, 10^5", "38° 53', x_α, G^↑, 10^5"),
    # Operators, relations, names.
    (r"$\sum_{i=1}^n x_i$, $\int_0^1 f(x)\,dx$", "∑ᵢ₌₁ⁿ xᵢ, ∫₀¹ f(x) dx"),
    (r"$\sum_{i\in I}f(i)$, $\prod_{p}(1-p)$, $\sum x$", "∑_(i∈I) f(i), ∏ₚ (1-p), ∑x"),
    (r"$2\pi r$, $\partial x$, $\lim_{n\to\infty}a_n$", "2π r, ∂x, lim_(n→∞) aₙ"),
    (r"\alpha\to\beta, $O(\log^*n)$, $G\times G$", "α → β, O(log* n), G × G"),
    (r"$x\in\mathbb{R}^n$, $a\to b$, $z\sim10$, $\sim$10", "x ∈ ℝⁿ, a → b, z ∼ 10, ∼10"),
    (r"$\not=$, $x\not\in A$, $\stackrel{<}{\sim}$", "≠, x ∉ A, ≲"),
    (r"$\not\!p$, $\slashed{D}$, $\cancel{E}_T$", "p̸, D̸, E̸_T"),
    (r"$\buildrel < \over \sim$, $x\mathrel{\buildrel > \over \sim}y$", "≲, x ≳ y"),
    (r"$A\stackrel{f}{\to}B\xrightarrow{g}C$", "A →ᶠ B →ᵍ C"),
    (r"$\Gamma\backslash G$, $|\uparrow\downarrow\rangle$", "Γ \\ G, |↑↓⟩"),
    (r"$\log{}n$, $n\mathop{\rm polylog} n$", "log n, n polylog n"),
    (r"$\operatorname*{arg\,max}_x$", "arg maxₓ"),
    (r"$\underbrace{x+y}_{n}$, $\ensuremath{x^2}$, \ensuremath{x^2}", "(x+y)ₙ, x², x²"),
    # Brackets, tables, cases.
    (r"$\left( a, b \right]$ and $\left. f \right|_0$", "(a, b] and f|₀"),
    (r"$\langle x, y \rangle$, $\lfloor n/2 \rfloor$, $\left\{ x \right\}$", "⟨x, y⟩, ⌊n/2⌋, {x}"),
    (
        r"$\{0,1\}^n$ and $|\ket{0}|$, $\braket{a|b}$, $\ketbra{a}{b}$",
        "{0,1}ⁿ and ||0⟩|, ⟨a|b⟩, |a⟩⟨b|",
    ),
    (r"$\begin{pmatrix} a & b \\ c & d \end{pmatrix}$", "(a, b; c, d)"),
    (
        r"$\pmatrix{a & b\cr c & d}$, $f=\cases{1 & if $x>0$\cr 0}$",
        "(a, b; c, d), f={1, if x>0; 0}",
    ),
    (r"$\inf_{\substack{u\in W\\ u\ne 0}}f$", "inf_(u∈W;u≠0) f"),
    (r"$82\substack{+5 \\ -3}$", "82(+5; -3)"),
    (r"so \begin{align*} x &= 1 \\ y &= 2 \end{align*} and", "so x = 1; y = 2 and"),
    # Accents and alphabets.
    (r"$\mathcal{N}=4$, ${\cal O}(n)$, $\mathfrak{sl}_2$", "𝒩=4, 𝒪(n), 𝔰𝔩₂"),
    (r"$\bar x$, $\hat{f}$, $\tilde{\chi}^0_1$, $\widehat{AB}$", "x̄, f̂, χ̃⁰₁, hat(AB)"),
    (r"$\overline{M_{g,n}}$, $\overline{MS}$, $\overline{CP^2}$", "M̅_(g,n), M̅S̅, C̅P̅²"),
    # Where formulas begin and end.
    (r"$$x \mbox{ if $n$ is odd}$$ or \[y\]or \(z\)", "x if n is odd or y or z"),
    (r"$x \text{ if $n$ is odd}$ and $y$", "x if n is odd and y"),
    (r"$R\!\hbox{$\epsilon$}\hbox{$L$}$, $a$", "RϵL, a"),
    (r"$ x $ and $ \mu ^+\to e^+ $ for \$5", "x and μ⁺ → e⁺ for $5"),
    (r"with $ Jac H \not\equiv 0$, the $2n$th of $400 nm$", "with Jac H ≢ 0, the 2nth of 400 nm"),
    (r"10$\,$km, 5$~$GeV, $x\,$and, 7$\,\times\,$10", "10 km, 5 GeV, x and, 7 × 10"),
    (r"$\sim$5%, $\sim$~461, 5\%, D_\perp~0.2", "∼5%, ∼ 461, 5%, D_⊥~0.2"),
]


@for_each(("source", "expected"), SNIPPETS)
def test_formula_is_read_exactly(source: str, expected: str) -> None:
    assert to_text(source) == expected
    assert render(source).text == expected
