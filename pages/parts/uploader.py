"""A field that takes one file, in Indonesian: Streamlit's own words on it are English and cannot be set."""

from __future__ import annotations

from dataclasses import dataclass

import streamlit as st

from pages.parts.state import Key


@dataclass(frozen=True, slots=True)
class Uploaded:
    """A file as it came: its name and its content, neither checked."""

    name: str
    content: bytes


def in_indonesian(container: str, megabytes: int) -> str:
    """Return the style that words the uploaders in the container of this key."""
    zone = f'.st-key-{container} [data-testid="stFileUploaderDropzone'
    return f"""<style>
{zone}"] button p {{ font-size: 0; }}
{zone}"] button p::after {{ content: "Pilih atau seret berkas"; font-size: 0.95rem; }}
{zone}Instructions"] span {{ font-size: 0; }}
{zone}Instructions"] span::after {{ content: "Paling besar {megabytes} MB"; font-size: 0.85rem; }}
</style>"""


def draw(label: str, *, key: str, megabytes: int, help_: str | None = None) -> Uploaded | None:
    """Draw an uploader with its button; return the file in the run in which the button was pressed.

    The uploader is then emptied by a new key, because it would hand its file over again in every run.
    """
    generation = st.session_state.setdefault(Key.generation(key), 0)
    with st.container(key=key):
        st.html(in_indonesian(key, megabytes))
        waiting = st.file_uploader(
            label, key=Key.uploaded(key, generation), max_upload_size=megabytes, help=help_
        )
        st.button(
            "Pakai berkas ini",
            key=Key.use(key, generation),
            type="primary",
            disabled=waiting is None,
            on_click=_take,
            args=(key, generation),
        )
    taken: Uploaded | None = st.session_state.pop(Key.taken(key), None)
    return taken


def _take(key: str, generation: int) -> None:
    uploaded = st.session_state.get(Key.uploaded(key, generation))
    if uploaded is not None:
        st.session_state[Key.taken(key)] = Uploaded(uploaded.name, uploaded.getvalue())
        st.session_state[Key.generation(key)] = generation + 1
