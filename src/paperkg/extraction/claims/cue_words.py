"""Kinds of words that tell what a sentence is about: our own offer, what is known, comparison, tests."""

_WORDS = {
    "better": "outperform outperforms outperformed outperforming surpass surpasses surpassing exceed exceeds beat "
    "beats beating faster better worse superior higher lower improvement improvements gains gain improves",
    "than": "than over versus vs against compared comparable baseline baselines competitive relative matches matching "
    "counterparts comparison comparing compare comparably competitors",
    "known": "existing previous prior traditional conventional standard vanilla classical classic typical current "
    "recent recently widely popular commonly established common naive original previously leading",
    "but": "however despite although while unlike instead rather without avoid avoiding whereas yet contrast but not "
    "eliminating removing replacing replace beyond",
    "use": "use uses used using utilize utilizes utilizing leverage leverages leveraging employ employs employing "
    "apply applies applied applying adopt adopts based build builds built via with through combine combines "
    "combining integrate integrates integrating incorporate incorporates incorporating extend extends extending "
    "inspired trained fine finetuned adapt adapting",
    "test": "experiments experimental evaluate evaluated evaluating evaluation evaluations benchmark benchmarks "
    "dataset datasets test tested tests results empirically demonstrate demonstrates corpus corpora leaderboard "
    "validate",
    "offer": "propose proposes proposed introduce introduces introduced introducing present presents presented "
    "develop develops developed release released design designed devise describe construct constructed create "
    "created",
    "new": "novel new first called named termed namely dubbed coined",
    "our": "we our ours us paper work study",
    "need": "success challenge challenges important essential crucial suffer suffers struggle limited critical "
    "remains challenging key fundamental promising remarkable emerged achieved powerful prone fail lack hard "
    "difficult expensive",
    "such": "such including like e g include includes namely particularly",
    "show": "show shows shown find finds found reveal reveals achieves achieve reduce reduces reducing improve "
    "improving enhance enhances increase",
    "aim": "task tasks problem problems for address addresses tackle solve solving applications application",
}
CUE_OF = {word: kind for kind, words in _WORDS.items() for word in words.split()}

PROPOSE = frozenset(
    "propose proposes introduce introduces present presents develop develops release design designs devise "
    "describe describes offer build construct create contribute provide".split()
)
AUTHORS = frozenset("we paper work study article authors i report".split())
OURS = frozenset("we our it this these proposed".split())
"""Words by which a sentence speaks of the paper's own method without naming it."""
