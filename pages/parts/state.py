"""Every key of ``st.session_state`` in one place, so that no two parts of the screen share one."""

from __future__ import annotations

from typing import Final


class Key:
    """Keys of the session's state. Those under "in the URL" are also the names of query parameters."""

    # In the URL: a link reproduces the view.
    AS_OF: Final = "keadaan"
    STATUS: Final = "status"
    HEALTH: Final = "kesehatan"
    DISTRICT: Final = "kecamatan"
    TYPE: Final = "jenis"
    MERAH_PUTIH: Final = "merah_putih"
    COUNTED_IN: Final = "angka"
    SEARCH: Final = "cari"
    MAP_MEASURE: Final = "peta"
    TREND_WITHOUT: Final = "tren_tanpa_merah_putih"
    STAGE: Final = "tayang"
    SORT: Final = "urut"
    COLUMNS: Final = "kolom"
    PAGE: Final = "halaman"
    COOPERATIVE: Final = "id"
    LIST_ORDER: Final = "urutan"
    COMPARE_FROM: Final = "dari"
    COMPARE_TO: Final = "ke"
    CHANGE_KINDS: Final = "perubahan"
    CHANGES_PAGE: Final = "halaman_perubahan"
    HISTORY_PAGE: Final = "halaman_riwayat"
    REPAIR_STATES: Final = "perbaikan"
    REPAIR_KINDS: Final = "temuan"
    REPAIRS_PAGE: Final = "halaman_perbaikan"
    COACHING_STATES: Final = "pembinaan"
    WORK_STAGES: Final = "tahap"
    WORK_RESULTS: Final = "hasil"
    WORK_OFFICERS: Final = "petugas"
    WORK_REASONS: Final = "alasan"
    WORK_LATE: Final = "terlambat"
    WORK_ROUND: Final = "putaran"
    WORK_ORDER: Final = "urutan_pemantauan"
    WORK_ORDER_IN_DISTRICT: Final = "urutan_kecamatan"
    WORK_LAYOUT: Final = "tampilan"
    WORK_PAGE: Final = "halaman_pemantauan"
    DRAFT: Final = "draf"
    VISIT: Final = "kunjungan"
    SAVED_VISIT: Final = "tersimpan"

    # Of this session only.
    SCENE: Final = "scene"
    WAY_OUT: Final = "way_out_drawn"
    STEP: Final = "step"
    MAP_DISTRICT: Final = "map_district"
    LISTED: Final = "listed"
    OPENED: Final = "opened_cooperative"
    UPLOADER: Final = "uploader"
    DRAWN: Final = "drawn_uploader"
    PENDING: Final = "pending_upload"
    STARTING: Final = "starting_office"
    TAKING_BACK: Final = "taking_back"
    PENDING_BACKUP: Final = "pending_backup"
    TOAST: Final = "toast"
    TROUBLE: Final = "trouble"
    REFUSED: Final = "refused_download"
    OFFICIAL: Final = "official"
    FILLING: Final = "visit_form"
    WORK_UNFOLDED: Final = "work_narrowing_unfolded"
    MORE_VISITS: Final = "more_visits_of"

    @staticmethod
    def visit_field(draft_id: str, name: str) -> str:
        """Return the key of the widget that asks for an answer of the form of a visit."""
        return f"visit_{name}_{draft_id}"

    # Of this session only, one for each uploader.
    @staticmethod
    def generation(uploader: str) -> str:
        """Return the key of how often this uploader was emptied."""
        return f"{uploader}_generation"

    @staticmethod
    def uploaded(uploader: str, generation: int) -> str:
        """Return the key of the file that waits in this uploader."""
        return f"{uploader}_{generation}"

    @staticmethod
    def use(uploader: str, generation: int) -> str:
        """Return the key of the button that uses that file."""
        return f"{uploader}_use_{generation}"

    @staticmethod
    def taken(uploader: str) -> str:
        """Return the key of the file that was taken from it and is used in this run."""
        return f"{uploader}_taken"
