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

    # Of this session only.
    SCENE: Final = "scene"
    STEP: Final = "step"
    MAP_DISTRICT: Final = "map_district"
    LISTED: Final = "listed"
    OPENED: Final = "opened_cooperative"
    UPLOADER: Final = "uploader"
    DRAWN: Final = "drawn_uploader"
    PENDING: Final = "pending_upload"
    STARTING: Final = "starting_office"
    TOAST: Final = "toast"
