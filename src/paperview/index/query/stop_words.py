"""Words of a query that say little about a paper, which then need not have them."""

STOP_WORDS = frozenset(
    (
        *("a", "an", "the", "and", "or", "of", "in", "on", "at", "to", "for", "from", "by", "with"),
        *("as", "is", "are", "was", "were", "be", "been", "do", "does", "did", "has", "have"),
        *("had", "can", "could", "should", "would", "will", "must", "not"),
        *("it", "its", "this", "that", "these", "those", "there", "their", "them", "they", "than"),
        *("then", "so", "if", "but", "we", "our", "you", "your", "my", "into"),
        *("what", "which", "who", "whom", "whose", "how", "why", "when", "where", "about", "some"),
    )
)
"""Words of English that nearly every text has, or that only ask."""
REQUESTS = frozenset(("pdf", "paper", "papers", "article", "preprint", "arxiv"))
"""Words that people put behind a title to ask for the paper itself."""
