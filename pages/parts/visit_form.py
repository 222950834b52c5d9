"""The form of a visit: five things and who went first, the rest below; made for a thumb and 390 pixels."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Mapping, Sequence
from contextlib import suppress
from enum import StrEnum
from functools import partial
from typing import Any, Final

import streamlit as st

from kopdata.errors import ConflictError, KopdataError
from kopdata.fieldwork import drafts
from kopdata.fieldwork.drafts import Draft
from kopdata.fieldwork.entries import FIRST_DAY, LONGEST_LINE
from kopdata.fieldwork.photos import LARGEST_MB, photo_content
from kopdata.fieldwork.records import LONGEST_NOTE, Photo
from kopdata.fieldwork.visit_form import Serving, in_one_line, read_form
from kopdata.fieldwork.visits import (
    VisitContradictsError,
    correct_visit,
    record_visit,
    same_answers,
)
from kopdata.fieldwork.vocabulary import Books, Cause, FollowUp, Met, OfficeState, Presence, VillageOffice
from kopdata.vocabulary import AddressFinding, Contact
from kopdata.wording import before_visit
from kopdata.wording import visit_form as words
from kopdata.wording.visits import CONTACTS
from pages.parts import data, uploader, visit_context, visit_position, visit_state
from pages.parts.guard import Scene
from pages.parts.state import Key
from pages.parts.text import plain
from pages.parts.visit_state import UPLOADER, Filling

FIELDS: Final = (
    *("coop_id", "visited_on", "at_address", "serves", "follow_up", "follow_up_details", "contact"),
    *("officers", "assistants", "new_address", "signboard", "office", "books", "met", "last_rat_told"),
    *("cause", "cause_other", "village_office", "notes", "position", "reason"),
)
_STYLE: Final = f"""<style>
.st-key-visit_form button[data-variant="pills"] {{ min-height: 2.75rem; padding-inline: 1rem; }}
.st-key-visit_form .stButtonGroup > div {{ gap: 0.5rem; }}
.st-key-visit_form button[data-selected="true"] p {{ color: CanvasText; }}
:is(.st-key-visit_form, .st-key-visit_message) [data-testid="InputInstructions"] {{ display: none; }}
.st-key-visit_form > :has(> .st-key-visit_kept) {{ position: sticky; bottom: 0.5rem; z-index: 10; }}
.st-key-visit_kept {{ width: fit-content; background: Canvas; border-radius: 0.5rem; padding-inline: 0.5rem }}
.stApp:not([data-test-connection-state=CONNECTED]) .st-key-visit_kept::after {{ content: "{words.CUT_OFF}"; }}
.st-key-visit_save button {{ min-height: 3.25rem; }}
@media (max-width: 640px) {{ .st-key-visit_save button {{ width: 100%; }} }}
</style>"""


class _Asking:
    """Draws the widgets of one form; each keeps its answer the moment it is given."""

    def __init__(self, scene: Scene, filling: Filling) -> None:
        self.scene = scene
        self.filling = filling

    def _wired(self, name: str, value: object) -> dict[str, Any]:
        key = self.filling.widget(name)
        # Streamlit forgets a widget that was not drawn for a while; what was answered it must not.
        st.session_state.setdefault(key, value)
        return {
            "key": key,
            "on_change": visit_state.keep,
            "args": (self.scene, self.filling, FIELDS),
        }

    def _given(self, name: str, options: Sequence[str]) -> str | None:
        given = self.filling.answers.get(name)
        return given if isinstance(given, str) and given in options else None

    def one(
        self, name: str, label: str, options: Sequence[StrEnum], shown: Mapping[Any, str] | None = None
    ) -> None:
        """Ask for one of a few, by large buttons."""
        values = [str(option) for option in options]
        labels = {str(value): said for value, said in (shown or {}).items()}
        st.pills(
            label,
            values,
            format_func=lambda value: labels.get(value, value),
            **self._wired(name, self._given(name, values)),
        )

    def several(self, name: str, label: str, options: Sequence[StrEnum]) -> None:
        """Ask for any of a few."""
        values = [str(option) for option in options]
        given = self.filling.answers.get(name)
        chosen = [value for value in values if isinstance(given, (tuple, list)) and value in given]
        st.pills(label, values, selection_mode="multi", **self._wired(name, chosen))

    def listed(self, name: str, label: str, labels: Mapping[str, str], placeholder: str) -> None:
        """Ask for one of many, by a list that can be searched."""
        st.selectbox(
            label,
            list(labels),
            index=None,
            format_func=lambda value: labels.get(value, value),
            placeholder=placeholder,
            **self._wired(name, self._given(name, list(labels))),
        )

    def line(self, name: str, label: str, placeholder: str = "", longest: int = LONGEST_LINE) -> None:
        """Ask for a line of text."""
        st.text_input(
            label, max_chars=longest, placeholder=placeholder, **self._wired(name, self._text(name, longest))
        )

    def text(self, name: str, label: str, longest: int) -> None:
        """Ask for a longer text."""
        st.text_area(label, max_chars=longest, **self._wired(name, self._text(name, longest)))

    def _text(self, name: str, longest: int) -> str:
        given = self.filling.answers.get(name)
        return given[:longest] if isinstance(given, str) else ""

    def day(self, name: str, label: str, until: dt.date) -> None:
        """Ask for a day that has passed; one that cannot be gives way to ``until``, which is seen at once.

        One that is open stays open.
        """
        said = self.filling.answers.get(name)
        given = None
        with suppress(ValueError):
            given = dt.date.fromisoformat(str(said))
        within = given if given and FIRST_DAY <= given <= until else until if said else None
        st.date_input(
            label,
            value=None,
            min_value=FIRST_DAY,
            max_value=until,
            format="DD/MM/YYYY",
            **self._wired(name, within),
        )


def draw(scene: Scene, filling: Filling, names: Mapping[str, str], until: dt.date) -> None:
    """Draw the form; ``names`` are the koperasi that it offers, ``until`` the last day a visit can bear."""
    st.html(_STYLE)
    ask = _Asking(scene, filling)
    with st.container(key="visit_form"):
        if filling.corrects:
            ask.line("reason", "Alasan perbaikan", "Misalnya: salah tekan")
        ask.listed("coop_id", "Koperasi", names, "Ketik atau pilih nama")
        visit_context.draw(scene, filling.answers.get("coop_id"))
        ask.day("visited_on", "Tanggal", until)
        ask.one("at_address", "Di alamat", list(AddressFinding), words.ADDRESSES)
        ask.one("serves", "Melayani anggota", list(Serving))
        ask.one("follow_up", "Tindak lanjut", list(FollowUp))
        _officers(ask)
        with st.expander("Lengkapi", icon=":material/add_notes:"):
            _further(ask)
        _photos(scene, filling)
        _end(scene, filling)


def _officers(ask: _Asking) -> None:
    """Ask who went; of names that nobody wrote yet, say where they come from."""
    ask.line("officers", "Petugas", "Nama, dengan koma di antaranya", longest=1_000)
    said, coop_id = ask.filling.answers.get("officers"), ask.filling.answers.get("coop_id")
    if said and said == ask.filling.answers.get("offered_officers"):
        asked_of = coop_id if isinstance(coop_id, str) else None
        likely = data.officers_to_offer(ask.scene.view, ask.scene.actor, asked_of)
        if likely is not None and in_one_line(likely.names) == said:
            st.caption(plain(before_visit.offered(likely)))


def _further(ask: _Asking) -> None:
    ask.one("contact", "Cara (hanya kunjungan membuktikan alamat)", list(Contact), CONTACTS)
    ask.line("assistants", "Pendamping (business assistant)", "Nama, dengan koma di antaranya", longest=1_000)
    ask.line("follow_up_details", "Rincian tindak lanjut")
    ask.line("new_address", "Alamat baru")
    ask.one("signboard", "Papan nama", list(Presence))
    ask.one("office", "Kantor", list(OfficeState))
    ask.one("books", "Buku", list(Books))
    ask.several("met", "Bertemu (cukup jabatannya)", list(Met))
    ask.line("last_rat_told", "RAT terakhir menurut keterangan: tahun buku", "Misalnya 2021", longest=4)
    ask.listed(
        "cause",
        "Sebab tidak aktif",
        {str(cause): str(cause) for cause in Cause},
        "Pilih, atau tulis di bawah",
    )
    ask.line("cause_other", "Sebab lain")
    ask.one("village_office", "Perangkat desa", list(VillageOffice))
    ask.text("notes", "Catatan", LONGEST_NOTE)
    ask.line("position", "Posisi (lintang, bujur)", "Misalnya -2.98760, 106.45670", longest=60)
    visit_position.offer(ask.scene, ask.filling)


def _photos(scene: Scene, filling: Filling) -> None:
    generation = st.session_state.setdefault(Key.generation(UPLOADER), 0)
    with st.container(key=UPLOADER):
        st.html(uploader.in_indonesian(UPLOADER, LARGEST_MB))
        st.file_uploader(
            "Foto (JPG, PNG, atau WebP)",
            accept_multiple_files=True,
            key=Key.uploaded(UPLOADER, generation),
            max_upload_size=LARGEST_MB,
            on_change=visit_state.receive_photos,
            args=(scene, filling, generation),
        )
    for number, photo in enumerate(filling.photos, start=1):
        with st.container(border=True, horizontal=True, vertical_alignment="center", key=f"photo_{number}"):
            show_photo(scene, photo, number)
            with st.container(width="content", gap="xsmall"):
                st.markdown(plain(words.photo_line(photo)))
                st.button(
                    f"Hapus foto {number}",
                    key=f"remove_{photo.sha256}",
                    type="tertiary",
                    icon=":material/delete:",
                    on_click=visit_state.remove_photo,
                    args=(scene, filling, photo.sha256),
                )


def show_photo(scene: Scene, photo: Photo, number: int, *, whole: bool = False) -> None:
    """Draw a photo, small unless ``whole``; or say that it is gone."""
    content = photo_content(scene.view.store, photo.sha256 if whole else photo.thumbnail)
    if content is None:
        st.warning(words.PHOTO_LOST)
        return
    st.image(content, width=photo.width if whole else 140, alt=f"Foto {number} dari kunjungan")


def _end(scene: Scene, filling: Filling) -> None:
    for error in filling.refused:
        st.error(plain(str(error)), title=error.title)
    sure = True
    if filling.asked:
        with st.container(key="visit_asked"):
            st.warning(
                "\n".join(f"- {plain(sentence)}" for sentence in filling.asked),
                title=VisitContradictsError.title,
            )
            which = hashlib.sha256("".join(filling.asked).encode()).hexdigest()[:12]
            sure = st.checkbox(words.CONFIRM, key=f"visit_sure_{filling.draft_id}_{which}")
    if filling.unkept:
        with st.container(key="visit_kept", gap="xsmall"):
            st.warning(words.unkept(list(filling.unkept)), icon=":material/cloud_off:")
            st.button(
                words.KEEP_AGAIN,
                key="visit_keep_again",
                icon=":material/refresh:",
                on_click=visit_state.keep,
                args=(scene, filling, FIELDS),
            )
    elif filling.saved_at is not None:
        zone = dt.datetime.now().astimezone().tzinfo or dt.UTC
        with st.container(key="visit_kept"):
            st.markdown(f":material/cloud_done: {words.kept(filling.saved_at, zone)}")
    with st.container(key="visit_save"):
        st.button(
            "Simpan perbaikan" if filling.corrects else "Simpan kunjungan",
            key=f"save_{filling.draft_id}",
            type="primary",
            icon=":material/save:",
            disabled=not sure,
            on_click=_save,
            args=(scene, filling, sure),
        )


def _save(scene: Scene, filling: Filling, sure: bool) -> None:
    """Save what is on the screen; a callback, so that the press does what was asked, whatever comes next."""
    asked = filling.asked if sure else ()
    was_given_up = visit_state.was_given_up(scene, filling)
    visit_state.keep(scene, filling, FIELDS)
    visit_state.begin_again(scene, filling)
    if filling.is_done or filling.refused:
        return
    if elsewhere := words.GIVEN_UP_ELSEWHERE if was_given_up else visit_state.take_over(scene, filling):
        filling.refused = (ConflictError(elsewhere),)
        return
    store = scene.view.store
    try:
        form = read_form(filling.answers)
        save = partial(record_visit, store, filling.draft_id)
        if filling.corrects:
            save = partial(
                correct_visit,
                store,
                filling.corrects,
                reason=str(filling.answers.get("reason") or ""),
                based_on=filling.based_on or 0,
            )
        visit = save(form=form, photos=filling.photos, confirmed=asked, actor=scene.actor, today=data.today())
    except VisitContradictsError as error:
        filling.asked = error.sentences
        return
    except KopdataError as error:
        filling.refused = (error,)
        return
    with suppress(KopdataError):  # the visit is saved, whatever becomes of its draft
        drafts.discard(store, filling.draft_id, actor=scene.actor)
    visit_state.leave_saved(filling, visit.visit_id)
    name = data.cooperative_name(scene.view, visit.coop_id)
    if filling.corrects:
        st.session_state[Key.TOAST] = words.corrected(name)
    elif same_answers(visit, form, filling.photos):
        st.session_state[Key.TOAST] = words.saved(name)
    else:
        st.session_state[Key.TOAST] = words.saved_elsewhere()


def offer_drafts(scene: Scene, waiting: Sequence[Draft], names: Mapping[str, str]) -> None:
    """Draw what was begun and not saved, with the way on and the way out."""
    zone = dt.datetime.now().astimezone().tzinfo or dt.UTC
    for draft in waiting:
        with st.container(border=True, key=f"draft_{draft.draft_id}", gap="xsmall"):
            st.markdown(f"**Draf:** {plain(words.draft_line(draft, names, zone))}")
            with st.container(horizontal=True, gap="xsmall"):
                st.button(
                    "Lanjutkan draf",
                    key=f"resume_{draft.draft_id}",
                    on_click=visit_state.resume,
                    args=(draft.draft_id,),
                )
                st.button(
                    "Hapus draf",
                    key=f"give_up_{draft.draft_id}",
                    type="tertiary",
                    on_click=visit_state.give_up,
                    args=(scene, draft.draft_id),
                )
