"""What a search looks for, in the language of each full-text index: FTS5's, and a server's tsquery.

Between the search as a person typed it (`models.search_query`) and the statements of `models.store.search`. Every word
stands in quotes and holds letters and digits only, so that nothing a person types is read as an operator.
"""

from models.search_query import Form, Term, Wanted, folded, storable
from models.transcript import Speaker


def fts5(wanted: Wanted, speaker: Speaker | None, caseworker: str | None) -> str:
    """The MATCH expression over the columns of `models.search_tables`.

    https://www.sqlite.org/fts5.html, section 3. A caseworker is met by the words of his id; whoever reads compares it.
    """
    held = " AND ".join(_either(group) for group in wanted.groups)
    if wanted.unwanted:
        held = f"({held}) NOT {_either(wanted.unwanted)}"
    parts = [f"{{text}} : ({held})"]
    if speaker is not None:
        parts.append(f'{{speaker}} : "{speaker.value}"')
    if caseworker is not None:
        parts.append(f"{{caseworker}} : {_quoted((caseworker,))}")
    return " AND ".join(parts)


def tsquery(wanted: Wanted) -> str:
    """The same words in the text form of a tsquery: https://www.postgresql.org/docs/current/datatype-textsearch.html"""
    held = [_server_either(group) for group in wanted.groups]
    return " & ".join([*held, *(f"!{_server_either([term])}" for term in wanted.unwanted)])


def _either(terms: tuple[Term, ...]) -> str:
    forms = [f"{_quoted(form)}{' *' if term.prefix else ''}" for term in terms for form in term.forms]
    return f"({' OR '.join(forms)})"


def _quoted(form: Form) -> str:
    return '"' + storable(" ".join(form)).replace('"', '""') + '"'


def _server_either(terms: tuple[Term, ...] | list[Term]) -> str:
    forms = [_server_phrase(form, prefix=term.prefix) for term in terms for form in term.forms]
    return f"({' | '.join(forms)})"


def _server_phrase(form: Form, *, prefix: bool) -> str:
    words = [folded(word).replace("£", "gbp").replace("%", "pct").replace("'", "''") for word in form]
    quoted = [f"'{word}'" for word in words]
    if prefix:
        quoted[-1] += ":*"
    return f"({' <-> '.join(quoted)})"
