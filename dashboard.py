"""Dasbor Koperasi: who is here, where one can go, and the sidebar that every page shares.

``streamlit run dashboard.py`` imports this file once as the server's application, where the address it
listens on is checked, and runs it as a script for every screen.
"""

import streamlit as st
from starlette.middleware import Middleware

from pages.parts import banner, compression, data, filters, guard, live, server, sign, stage, steps, upload
from pages.parts.steps import Step

MENU = {
    "": [
        ("overview", "Ringkasan", "dashboard", ""),
        ("cooperatives", "Koperasi", "groups", "koperasi"),
        ("repairs", "Perbaikan di ODS", "build", "perbaikan"),
        ("cooperative", "Satu koperasi", "person_pin_circle", "koperasi-ini"),
    ],
    "Pemantauan": [
        ("monitoring", "Pemantauan", "checklist", "pemantauan"),
        ("visit", "Catat kunjungan", "add_location_alt", "catat-kunjungan"),
        ("coaching", "Pembinaan", "school", "pembinaan"),
        ("dissolution", "Usulan pembubaran", "gavel", "usulan-pembubaran"),
        ("outreach", "Sosialisasi", "campaign", "sosialisasi"),
    ],
    "Pengaturan": [
        ("import_history", "Riwayat unggahan", "history", "riwayat-unggahan"),
        ("compare", "Bandingkan keadaan", "compare_arrows", "bandingkan"),
        ("identity", "Gabung dan pisah", "call_merge", "gabung-pisah"),
        ("regions", "Wilayah", "map", "wilayah"),
        ("office", "Kantor", "apartment", "kantor"),
        ("backup", "Cadangan", "archive", "cadangan"),
    ],
}
"""Sections of the menu; of each page its file, title, icon and address. The one at "" opens first."""
REACHED_BY_NAME = {"cooperative", "compare", "dissolution"}
"""Pages that a name, a change or a case leads to; they do not stand in the menu, which from thirteen pages on
would fold by itself, in English."""

if __name__ != "__main__":
    server.prepare()
    addresses = {address for pages in MENU.values() for _file, _title, _icon, address in pages}
    app = st.App(
        __file__,
        middleware=[
            Middleware(server.ThisComputerOnly),
            Middleware(server.KnownPagesOnly, addresses=addresses),
            Middleware(compression.CompressedFiles, addresses=addresses),
        ],
    )
else:
    st.set_page_config(page_title="Dasbor Koperasi", page_icon=sign.ICON, layout="wide")
    # First on every path: until a navigation is declared, the server would run any file in pages/ as it is.
    page = st.navigation(
        {
            section: [
                st.Page(
                    f"pages/{file}.py",
                    title=title,
                    icon=f":material/{icon}:",
                    url_path=address or None,
                    default=not address,
                    visibility="hidden" if file in REACHED_BY_NAME else "visible",
                )
                for file, title, icon, address in pages
            ]
            for section, pages in MENU.items()
        },
        position="hidden" if stage.is_on() else "sidebar",
    )
    with guard.entrance():
        scene = guard.enter(data.open_view())
        sign.show(scene)
        side = stage.side()
        step = steps.begin(is_overview=not page.url_path)
        if step < Step.ALL:
            steps.ask_for_more(step, side)
        else:
            live.watch(scene, side)
        if steps.draws_filters(step):
            if not stage.is_on():
                upload.sidebar(scene)
            scene = guard.narrow(scene, filters.draw(scene.view, side))
        else:
            scene = guard.narrow(scene, scene.filter)
        with stage.frame():
            banner.show(scene)
            with guard.page_end():
                page.run()
        # Last: a press on a dialog's button is lost when it meets the rest of a run that was stopped. And
        # beside the page, always in the same place, so that no dialog of the run before outlives it.
        upload.check(scene)
        banner.question(scene)
