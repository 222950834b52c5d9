"""Tables that a phone can show: on a narrow screen each row becomes a block, a line for each cell."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import streamlit as st

from pages.parts.text import plain

_STACKED: Final = """
@media (max-width: 640px) {{
    {at} :is(table, tbody, tr, td) {{ display: block; width: 100%; box-sizing: border-box; }}
    {at} thead {{ display: none; }}
    {at} tr {{ padding-block: 0.5rem; }}
    {at} td {{
        border: none; padding: 0.1rem 0 !important; white-space: normal; overflow-wrap: anywhere;
    }}
    {at} td :is(div, p) {{ display: inline; }}
    {at} td:first-child {{ font-weight: 600; }}
    {at} tr + tr {{ border-top: 1px solid rgb(128 128 128 / 35%); }}
    {at} td::before {{ font-weight: 600; }}
    {titles}
}}
"""


def table(key: str, rows: Sequence[dict[str, str]], alt: str) -> None:
    """Draw rows of the same columns; what stands in them is text from outside, their titles are ours."""
    at = f".st-key-{key}"
    titles = "\n    ".join(
        f'{at} td:nth-child({place})::before {{ content: "{title}: "; }}'
        for place, title in enumerate(rows[0] if rows else (), start=1)
    )
    with st.container(key=key):
        st.html(f"<style>{_STACKED.format(at=at, titles=titles)}</style>")
        st.table(
            [{title: plain(cell) for title, cell in row.items()} for row in rows],
            border="horizontal",
            hide_index=True,
            alt=alt,
        )
