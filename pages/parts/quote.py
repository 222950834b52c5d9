"""Siap dikutip: the view in sentences to copy, and as a picture to send on."""

from __future__ import annotations

from typing import Final

import streamlit as st

from kopdata import wording
from kopdata.queries import Overview
from pages.parts import data, downloads
from pages.parts.guard import Scene

_HTML: Final = """
<p class="words"></p>
<div class="row">
  <button type="button">Salin teks</button>
  <span class="told" role="status"></span>
</div>
"""
_CSS: Final = """
:host { display: block; }
.words {
  margin: 0 0 0.75rem;
  padding: 0.75rem 1rem;
  border: 1px solid var(--st-border-color);
  border-radius: var(--st-base-radius);
  background: var(--st-secondary-background-color);
  color: var(--st-text-color);
  font: inherit;
  font-size: 1rem;
  line-height: 1.6;
  overflow-wrap: anywhere;
}
.row { display: flex; flex-wrap: wrap; align-items: center; gap: 0.75rem; min-height: 2.5rem; }
button {
  min-height: 2.5rem;
  padding: 0.25rem 0.75rem;
  border: 1px solid var(--st-widget-border-color, var(--st-border-color));
  border-radius: var(--st-button-radius);
  background: var(--st-background-color);
  color: var(--st-text-color);
  font: inherit;
  font-size: 0.875rem;
  cursor: pointer;
}
button:hover { border-color: var(--st-primary-color); }
button:focus-visible { outline: 2px solid var(--st-primary-color); outline-offset: 2px; }
.told { color: var(--st-text-color); font-size: 0.875rem; }
@media print { .row { display: none; } }
"""
_JS: Final = """
export default function ({ data, parentElement }) {
  const words = parentElement.querySelector(".words");
  const told = parentElement.querySelector(".told");
  if (words.textContent !== data.words) {
    words.textContent = data.words;
    told.textContent = "";
  }
  parentElement.querySelector("button").onclick = async () => {
    told.textContent = "";
    try {
      await navigator.clipboard.writeText(data.words);
      told.textContent = "Tersalin.";
    } catch {
      getSelection().selectAllChildren(words);
      told.textContent =
        "Peramban tidak mengizinkan. Teks sudah dipilih: tekan Ctrl+C, atau tekan lama lalu pilih Salin.";
    }
  };
}
"""
_COPYABLE: Final = st.components.v2.component("copyable_words", html=_HTML, css=_CSS, js=_JS)
"""A text with its own button: Streamlit's copy button of a code block is labelled in English."""


def draw(scene: Scene, overview: Overview) -> None:
    """Draw the sentences of this view with "Salin teks", and "Unduh gambar"."""
    st.subheader("Siap dikutip", anchor=False)
    sentence = wording.quote(
        overview,
        scene.filter,
        is_demo=scene.view.store.is_demo,
        section_name=data.settings(scene.view).section_name,
        official=data.official_note(scene.view, scene.filter, overview),
    )
    with st.container(gap="small", key="quote"):
        _COPYABLE(data={"words": sentence}, key="copyable_quote")
        downloads.button(
            "Unduh gambar",
            # What is shown now is what is drawn, even if the store has moved since.
            lambda: data.picture(scene.view, scene.filter, overview),
            key="quote_picture",
            file_name=f"{wording.names_file(overview, scene.filter)}.png",
            mime="image/png",
            icon=":material/image:",
        )
