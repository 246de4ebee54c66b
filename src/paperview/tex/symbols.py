r"""Tables of TeX commands and their signs in Unicode.

Each table is written as ``name sign`` pairs and keyed, when loaded, by the whole token
(``\alpha``). The tables differ in how a blank after the command is treated, because TeX needs
that blank only to end the name:

* a ``SYMBOLS`` entry keeps it (``2\pi r`` is ``2π r``),
* a ``PREFIXES`` entry binds to what follows and drops it (``\partial x`` is ``∂x``),
* a ``CLOSERS`` entry binds to what is before it (``x \rangle`` is ``x⟩``),
* a ``RELATIONS`` entry is set apart from its operands (``a\to b`` is ``a → b``),
* a ``BINARIES`` entry has a blank on both sides or on none, as it has in the source on one,
* a ``TEXT_LETTERS`` entry is a letter of a word and drops it (``Stra\ss e`` is ``Straße``), and so
  does a ``TEXT_SIGNS`` entry, a sign of running text (``GPU\slash CPU`` is ``GPU/CPU``),
* a ``NAMES`` entry is a word and is set off from its neighbours (``n\log n`` is ``n log n``).

Sources of the names: plain TeX, LaTeX2e, amsmath, amssymb, stmaryrd, textcomp and MnSymbol;
mathscinet and textcmds, which the American Mathematical Society's records need; biblatex; the units
and comparison signs of the astronomical journals' classes (aas, aa, mn2e) and of revtex; the
abbreviations that authors define.
"""

from __future__ import annotations


def table(pairs: str) -> dict[str, str]:
    r"""Read ``name sign name sign ...`` into a dictionary keyed by ``\name``."""
    words = pairs.split()
    return {f"\\{name}": sign for name, sign in zip(words[::2], words[1::2], strict=True)}


def commands(names: str) -> list[str]:
    r"""Return ``\name`` for each of the ``names``, which blanks separate."""
    return [f"\\{name}" for name in names.split()]


_GREEK = table("""
    alpha α  beta β  gamma γ  delta δ  epsilon ϵ  varepsilon ε  zeta ζ  eta η  theta θ  vartheta ϑ
    iota ι  kappa κ  varkappa ϰ  lambda λ  mu μ  nu ν  xi ξ  omicron ο  pi π  varpi ϖ  rho ρ
    varrho ϱ  sigma σ  varsigma ς  tau τ  upsilon υ  phi ϕ  varphi φ  chi χ  psi ψ  omega ω
    digamma ϝ
    Gamma Γ  Delta Δ  Theta Θ  Lambda Λ  Xi Ξ  Pi Π  Sigma Σ  Upsilon Υ  Phi Φ  Psi Ψ  Omega Ω
    varGamma Γ  varDelta Δ  varTheta Θ  varLambda Λ  varXi Ξ  varPi Π  varSigma Σ  varUpsilon Υ
    varPhi Φ  varPsi Ψ  varOmega Ω  upmu μ  upalpha α  upbeta β  upgamma γ
""")

_LETTERLIKE = table("""
    infty ∞  ell ℓ  hbar ℏ  hslash ℏ  Re ℜ  Im ℑ  wp ℘  aleph ℵ  beth ℶ  gimel ℷ  daleth ℸ
    imath ı  jmath ȷ  Bbbk 𝕜  mho ℧  eth ð  complement ∁  emptyset ∅  varnothing ∅  top ⊤  bot ⊥
    angle ∠  measuredangle ∡  sphericalangle ∢  prime ′  backprime ‵  flat ♭  natural ♮  sharp ♯
    ldots …  dots …  dotsc …  dotso …  textellipsis …  cdots ⋯  dotsb ⋯  dotsm ⋯  dotsi ⋯
    vdots ⋮  ddots ⋱  iddots ⋰  square □  Box □  blacksquare ■  qed □  Diamond ◇  lozenge ◊
    blacklozenge ⧫  diamond ⋄  bigstar ★  bigcirc ◯  triangle △  vartriangle △  triangledown ▽
    bigtriangleup △  bigtriangledown ▽  blacktriangle ▲  blacktriangledown ▼  blacktriangleleft ◀
    blacktriangleright ▶  clubsuit ♣  diamondsuit ♢  heartsuit ♡  spadesuit ♠  circledS Ⓢ
    checkmark ✓  maltese ✠  backepsilon ϶  degree °  degr °  arcdeg °  arcmin ′  arcsec ″
    fdg °.  farcm ′.  farcs ″.  sun ☉  earth ⊕  Sun ☉  Earth ⊕  venus ♀  mars ♂  jupiter ♃
    saturn ♄  uranus ♅  neptune ♆  Msun M☉  msun M☉  Lsun L☉
    micron μm  mum μm  euro €  texteuro €  pounds £  copyright ©  textcopyright ©  circledR ®
    textregistered ®  texttrademark ™  dag †  ddag ‡  textdagger †  textdaggerdbl ‡
    textsection §  textparagraph ¶  textbullet •  textopenbullet ◦  textasteriskcentered ∗
    textperiodcentered ·  textnumero №  textvisiblespace ␣  textpm ±  texttimes ×  textdiv ÷
    textrightarrow →  textleftarrow ←  rq ’  textquotedblright ”  textbar |  lt <  gt >  colon :
    And &  vert |  Vert ‖  lbrack [  rbrack ]
    LaTeX LaTeX  LaTeXe LaTeX2e  TeX TeX  BibTeX BibTeX  AmSTeX AmSTeX  ConTeXt ConTeXt  XeTeX XeTeX
    GeV GeV  MeV MeV  keV keV  TeV TeV  kpc kpc  Mpc Mpc  kms km/s
    eps ε  reals ℝ
""")

_ESCAPES = {f"\\{sign}": sign for sign in "{}$%&#_"} | {"\\|": "‖"}

SYMBOLS = _GREEK | _LETTERLIKE | _ESCAPES

OPENERS = table("""
    langle ⟨  llangle ⟪  lfloor ⌊  lceil ⌈  lbrace {  lvert |  lVert ‖  llbracket ⟦  ulcorner ⌜
    llcorner ⌞
""")
CLOSERS = table("""
    rangle ⟩  rrangle ⟫  rfloor ⌋  rceil ⌉  rbrace }  rvert |  rVert ‖  rrbracket ⟧  urcorner ⌝
    lrcorner ⌟
""")

LARGE_OPERATORS = table("""
    sum ∑  prod ∏  coprod ∐  int ∫  iint ∬  iiint ∭  iiiint ⨌  oint ∮  oiint ∯  oiiint ∰  fint ⨍
    bigcup ⋃  bigcap ⋂  bigsqcup ⨆  biguplus ⨄  bigvee ⋁  bigwedge ⋀  bigoplus ⨁  bigotimes ⨂
    bigodot ⨀
""")

PREFIXES = (
    OPENERS
    | LARGE_OPERATORS
    | table("surd √  partial ∂  nabla ∇  forall ∀  exists ∃  nexists ∄  neg ¬  lnot ¬")
)

_COMPARISONS = table("""
    leq ≤  le ≤  leqslant ≤  leqq ≦  geq ≥  ge ≥  geqslant ≥  geqq ≧  neq ≠  ne ≠  ll ≪  gg ≫
    lll ⋘  ggg ⋙  approx ≈  approxeq ≊  sim ∼  simeq ≃  cong ≅  ncong ≇  equiv ≡  asymp ≍
    propto ∝  varpropto ∝  doteq ≐  triangleq ≜  coloneqq ≔  eqqcolon ≕  lesssim ≲  gtrsim ≳
    lsim ≲  gsim ≳  ltsim ≲  gtsim ≳  simlt ≲  simgt ≳  lapprox ⪅  gapprox ⪆  lessapprox ⪅
    gtrapprox ⪆  lessgtr ≶  gtrless ≷  nless ≮  ngtr ≯  nleq ≰  ngeq ≱  thicksim ∼  thickapprox ≈
    subset ⊂  subseteq ⊆  subsetneq ⊊  subsetneqq ⫋  nsubseteq ⊈  Subset ⋐  supset ⊃  supseteq ⊇
    supsetneq ⊋  nsupseteq ⊉  sqsubset ⊏  sqsubseteq ⊑  sqsupset ⊐  sqsupseteq ⊒  in ∈  ni ∋
    owns ∋  notin ∉  perp ⊥  parallel ∥  nparallel ∦  mid |  nmid ∤  models ⊨  vDash ⊨  Vdash ⊩
    vdash ⊢  dashv ⊣  nvdash ⊬  prec ≺  succ ≻  preceq ⪯  succeq ⪰  preccurlyeq ≼  succcurlyeq ≽
    precsim ≾  succsim ≿  lhd ⊲  rhd ⊳  unlhd ⊴  unrhd ⊵  triangleleft ◁  triangleright ▷
    vartriangleleft ⊲  vartriangleright ⊳  trianglelefteq ⊴  trianglerighteq ⊵  bowtie ⋈  Join ⋈
    pitchfork ⋔  smile ⌣  frown ⌢  between ≬  therefore ∴  because ∵  agt ≳  simless ≲  simgreat ≳
    greaterequivlnt ≳  lessequivlnt ≲
    lneq ⪇  gneq ⪈  lneqq ≨  gneqq ≩  lnsim ⋦  gnsim ⋧  lnapprox ⪉  gnapprox ⪊  lessdot ⋖  gtrdot ⋗
    lesseqgtr ⋚  gtreqless ⋛  lesseqqgtr ⪋  gtreqqless ⪌  eqslantless ⪕  eqslantgtr ⪖  bumpeq ≏
    Bumpeq ≎  circeq ≗  eqcirc ≖  doteqdot ≑  Doteq ≑  fallingdotseq ≒  risingdotseq ≓  backsim ∽
    backsimeq ⋍  curlyeqprec ⋞  curlyeqsucc ⋟  nprec ⊀  nsucc ⊁  precapprox ⪷  succapprox ⪸
    precnapprox ⪹  succnapprox ⪺  precneqq ⪵  succneqq ⪶  precnsim ⋨  succnsim ⋩  subseteqq ⫅
    supseteqq ⫆  supsetneqq ⫌  varsubsetneq ⊊  varsupsetneq ⊋  nsim ≁  VDash ⊫  Vvdash ⊪  nvDash ⊭
    nVdash ⊮  nVDash ⊯  ntriangleleft ⋪  ntriangleright ⋫  ntrianglelefteq ⋬  ntrianglerighteq ⋭
""")

_ARROWS = table("""
    to →  rightarrow →  leftarrow ←  gets ←  leftrightarrow ↔  longrightarrow ⟶  longleftarrow ⟵
    longleftrightarrow ⟷  Rightarrow ⇒  Leftarrow ⇐  Leftrightarrow ⇔  Longrightarrow ⟹
    Longleftarrow ⟸  Longleftrightarrow ⟺  iff ⇔  implies ⇒  impliedby ⇐  mapsto ↦  longmapsto ⟼
    hookrightarrow ↪  hookleftarrow ↩  twoheadrightarrow ↠  twoheadleftarrow ↞  rightarrowtail ↣
    rightrightarrows ⇉  leftleftarrows ⇇  rightleftarrows ⇄  leftrightarrows ⇆
    rightleftharpoons ⇌  leftrightharpoons ⇋  rightharpoonup ⇀  rightharpoondown ⇁
    leftharpoonup ↼  leadsto ⇝  rightsquigarrow ⇝  leftrightsquigarrow ↭  dashrightarrow ⇢
    dashleftarrow ⇠  curvearrowright ↷  curvearrowleft ↶  looparrowright ↬  looparrowleft ↫
    circlearrowright ↻  circlearrowleft ↺  nearrow ↗  searrow ↘  swarrow ↙  nwarrow ↖  nrightarrow ↛
    nleftarrow ↚  nRightarrow ⇏  nLeftarrow ⇍  nleftrightarrow ↮  nLeftrightarrow ⇎  multimap ⊸
    leftarrowtail ↢  leftharpoondown ↽  Lleftarrow ⇚  Rrightarrow ⇛
""")

RELATIONS = _COMPARISONS | _ARROWS

BINARIES = table("""
    times ×  cdot ·  div ÷  pm ±  mp ∓  ast ∗  star ⋆  circ ∘  bullet •  cup ∪  cap ∩  sqcup ⊔
    sqcap ⊓  uplus ⊎  Cup ⋓  Cap ⋒  setminus ∖  smallsetminus ∖  wedge ∧  land ∧  vee ∨  lor ∨
    curlywedge ⋏  curlyvee ⋎  barwedge ⊼  veebar ⊻  oplus ⊕  ominus ⊖  otimes ⊗  oslash ⊘  odot ⊙
    circledast ⊛  circledcirc ⊚  boxplus ⊞  boxminus ⊟  boxtimes ⊠  boxdot ⊡  rtimes ⋊  ltimes ⋉
    leftthreetimes ⋋  rightthreetimes ⋌  wr ≀  amalg ⨿  dagger †  ddagger ‡  dotplus ∔  intercal ⊺
    divideontimes ⋇  circleddash ⊝  bmod mod  backslash \\  uparrow ↑  downarrow ↓  updownarrow ↕
    Uparrow ⇑  Downarrow ⇓  Updownarrow ⇕  upuparrows ⇈  downdownarrows ⇊  upharpoonright ↾
    upharpoonleft ↿  downharpoonright ⇂  downharpoonleft ⇃  restriction ↾  Lsh ↰  Rsh ↱
""")

TEXT_LETTERS = table("""
    aa å  ae æ  AE Æ  oe œ  OE Œ  o ø  O Ø  l ł  L Ł  ss ß  SS ẞ  i ı  j ȷ  dh ð  DH Ð  dj đ  DJ Đ
    th þ  TH Þ  ng ŋ  NG Ŋ  ij ĳ  IJ Ĳ  S §  P ¶
    dbar đ  Dbar Đ  Dj Đ  cprime '  cdprime ''  lasp ʿ  rasp ʾ  ohorn ơ  OHORN Ơ  uhorn ư  UHORN Ư
""")
"""Letters and signs of running text; in formulas these names are the authors' own macros."""

TEXT_SIGNS = table("""
    textendash –  textemdash —  textquotesingle ' textquotedbl "  lq ‘  textquoteleft ‘
    textquoteright ’  textquotedblleft “  quotedblbase „  quotesinglbase ‚  guillemotleft «
    guillemotright »  guilsinglleft ‹  guilsinglright ›  textless <  textgreater >  textunderscore _
    greater >
    textasciitilde ~  texttildelow ~  textasciicircum ^  textbackslash \\  textdollar $  slash /
    textdegree °  textcelsius °C  textmu μ  textohm Ω  textperthousand ‰  textcent ¢  textsterling £
    textyen ¥  textexclamdown ¡  textquestiondown ¿  textordfeminine ª  textordmasculine º
    textonehalf ½  textonequarter ¼  textthreequarters ¾  textonesuperior ¹  texttwosuperior ²
    textthreesuperior ³  textschwa ə  textbraceleft {  textbraceright }  textdoublepipe ǂ
    textdoublebarpipe ǂ  textglotstop ʔ  cydot ·  ndash –  mdash —
    hyphen -  nbhyphen -  bibrangedash –  bibdatedash –  addslash /  bibinitperiod .
""")

NAMES = {
    command: command[1:]
    for command in commands("""
        log ln lg exp sin cos tan cot sec csc sinh cosh tanh coth sech csch arcsin arccos arctan
        arg lim sup inf max min det dim ker deg gcd lcm hom mod argmax argmin diag sgn sign rank
        supp span tr Tr trace End Hom Aut Out Inn Ext Tor Spec Proj Gal Pic Res Sym Stab Vol vol
        coker ord codim diam dist conv polylog poly erf erfc Li Ker Mat Rep Mod Ind Der Irr Hilb
        GL SL SU SO Sp PGL PSL PSU GF NP Pr
    """)
} | {
    **dict.fromkeys(commands("limsup varlimsup"), "lim sup"),
    **dict.fromkeys(commands("liminf varliminf"), "lim inf"),
    **dict.fromkeys(commands("projlim varprojlim"), "proj lim"),
    **dict.fromkeys(commands("injlim varinjlim"), "inj lim"),
}

ABBREVIATIONS = table("""
    ie i.e.  Ie I.e.  eg e.g.  Eg E.g.  etc etc.  cf cf.  viz viz.  wrt w.r.t.  aka a.k.a.
    iid i.i.d.  vs vs.  wlog w.l.o.g.
""") | {"\\etal": "et al."}

SPACES = frozenset(
    {*(f"\\{sign}" for sign in ",;: \n\t")}
    | {*commands("quad qquad thinspace enspace enskip par newline linebreak pagebreak break")}
    | {*commands("newpage clearpage vfill vfil smallbreak medbreak bigbreak space nobreakspace")}
    | {*commands("addspace addnbspace addthinspace addnbthinspace addlowpenspace addhighpenspace")}
    | {*commands("addlpthinspace addhpthinspace addabbrvspace addabthinspace bibinitdelim")}
    | {*commands("bibnamedelima bibnamedelimb bibnamedelimc bibnamedelimd bibnamedelimi")}
)
"""Commands for space: a blank."""

INVISIBLE = frozenset(
    commands("""
        big Big bigg Bigg bigl bigr bigm Bigl Bigr Bigm biggl biggr Biggl Biggr displaystyle
        textstyle scriptstyle scriptscriptstyle limits nolimits tiny scriptsize footnotesize small
        normalsize large Large LARGE huge Huge centering noindent indent nobreak allowbreak protect
        relax null xspace nonumber notag strut mathstrut hfill hfil unboldmath boldmath smallskip
        medskip bigskip maketitle hline negthinspace ignorespaces sloppy nolinebreak
        textcompwordmark nopunct isdot unspace
    """)
)
"""Commands for the look only: nothing is shown, and a blank after them is dropped."""

TRANSPARENT = frozenset(
    commands("""
        mathrm mathnormal mathit mathsf mathbin mathord mathopen mathclose mathpunct
        mathinner smash boxed fbox rlap llap clap mathrlap mathllap mathclap makebox ssf
    """)
)
"""Commands whose argument is shown as it is, in the mode around it."""

TEXT_GROUPS = frozenset(
    commands("""
        text textrm textnormal textup textmd textsf mbox hbox mkbibacro mkbibordinal autocap
        NoCaseChange textnohyphenation mkbibnamefamily mkbibnamegiven mkbibnameprefix
        mkbibnamesuffix mkbibnamelast mkbibnamefirst mkbibnameaffix bibnamefont bibfnamefont
        citenamefont natexlab
    """)
)
"""Commands whose argument is ordinary text, also within mathematics."""
