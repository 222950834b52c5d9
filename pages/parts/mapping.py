"""Questions about the columns and words of a file that no rule knows, and their answers."""

from __future__ import annotations

import hashlib

import streamlit as st

from kopdata.access import Right
from kopdata.imports import ParsedFile
from kopdata.imports.answers import KEPT_AS_NOTE, NO_STATUS, Answers, word_key
from kopdata.imports.unclear import UnclearColumn
from kopdata.wording import mapping as words
from pages.parts.guard import Scene
from pages.parts.text import plain


def draw(scene: Scene, parsed: ParsedFile, upload: str) -> Answers | None:
    """Ask what is unclear about the file; return the answers in the run in which they were given.

    Returns None in every other run, and where the file was read with these very answers. The keys bear the
    name of the ``upload``, so that no answer outlives it unless it is remembered.
    """
    if parsed.needs_name:
        st.warning(words.NEEDS_NAME)
    if guessed := words.guessed_columns(parsed):
        st.info(plain(guessed), icon=":material/visibility:")
    if not (parsed.unclear_columns or parsed.unknown_status_words) or not scene.actor.may(Right.IMPORT):
        return None
    is_open = parsed.needs_name or any(words.open_questions(parsed))
    with (
        st.expander(words.mapping_title(parsed), expanded=is_open, icon=":material/help:"),
        st.form(f"mapping_{upload}", border=False, enter_to_submit=False),
    ):
        columns = _ask_columns(parsed, upload)
        status_words = _ask_words(parsed, upload)
        if not st.form_submit_button(words.READ_AGAIN, key=f"mapping_read_{upload}"):
            return None
        if twice := _chosen_twice(parsed.unclear_columns, columns):
            st.error(plain(twice))
            return None
    given = Answers({parsed.fingerprint: columns} if columns else {}, status_words)
    return None if parsed.answers.plus(given) == parsed.answers else given


def _ask_columns(parsed: ParsedFile, upload: str) -> dict[str, str]:
    """Ask for each unclear column what it holds; return the answers by the column's key."""
    if not parsed.unclear_columns:
        return {}
    st.caption(words.INTRODUCTION)
    told = parsed.answers.of_header(parsed.fingerprint)
    answers = {}
    for column in parsed.unclear_columns:
        choices = words.field_choices(column, parsed)
        names = list(choices)
        now = told.get(column.key, column.guessed or KEPT_AS_NOTE)
        with st.container(gap="xsmall"):
            chosen = st.selectbox(
                plain(words.column_question(column)),
                names,
                index=names.index(now) if now in choices else 0,
                format_func=choices.__getitem__,
                key=f"mapping_column_{upload}_{_short(column.key)}",
            )
            st.caption(plain(words.column_samples(column)))
            if hint := words.column_hint(column, parsed):
                st.caption(plain(hint))
        answers[column.key] = chosen or KEPT_AS_NOTE
    if more := words.more_columns(parsed):
        st.caption(more)
    return answers


def _ask_words(parsed: ParsedFile, upload: str) -> dict[str, str]:
    """Ask for each unknown word of the status what it means; return the answers by the word's key."""
    answers = {}
    meanings = list(words.STATUS_WORDS)
    for word, count in parsed.unknown_status_words.items():
        key = word_key(word)
        chosen = st.selectbox(
            plain(words.word_question(word, count)),
            meanings,
            index=meanings.index(parsed.answers.status_words.get(key, NO_STATUS)),
            format_func=words.STATUS_WORDS.__getitem__,
            key=f"mapping_word_{upload}_{_short(key)}",
        )
        answers[key] = chosen or NO_STATUS
    return answers


def _chosen_twice(columns: tuple[UnclearColumn, ...], answers: dict[str, str]) -> str:
    """Return why the answers cannot be: two columns for one field; "" where they can."""
    titles = {column.key: column.title for column in columns}
    chosen: dict[str, list[str]] = {}
    for key, name in answers.items():
        if name != KEPT_AS_NOTE:
            chosen.setdefault(name, []).append(titles[key])
    return next((words.chosen_twice(name, both) for name, both in chosen.items() if len(both) > 1), "")


def _short(key: str) -> str:
    """Return a name for a widget about ``key``, which comes from a file and may hold anything."""
    return hashlib.sha256(key.encode()).hexdigest()[:16]
