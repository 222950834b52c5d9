"""Dasbor Koperasi: who is here, where one can go, and the sidebar that every page shares.

``streamlit run dashboard.py`` imports this file once as the server's application, where the address it
listens on is checked, and runs it as a script for every screen.
"""

from pathlib import Path

import streamlit as st
from starlette.middleware import Middleware

from pages.parts import banner, data, filters, guard, live, server, upload

PICTURES = Path(__file__).parent / "pages" / "parts"

if __name__ != "__main__":
    server.prepare()
    app = st.App(__file__, middleware=[Middleware(server.ThisComputerOnly)])
else:
    st.set_page_config(page_title="Dasbor Koperasi", page_icon=PICTURES / "icon.png", layout="wide")
    st.logo(PICTURES / "logo.svg", size="large", icon_image=PICTURES / "icon.png")
    # First on every path: until a navigation is declared, the server would run any file in pages/ as it is.
    page = st.navigation(
        {
            "": [
                st.Page("pages/overview.py", title="Ringkasan", icon=":material/dashboard:", default=True),
                st.Page(
                    "pages/cooperatives.py", title="Koperasi", icon=":material/groups:", url_path="koperasi"
                ),
            ],
            "Pengaturan": [
                st.Page(
                    "pages/import_history.py",
                    title="Riwayat unggahan",
                    icon=":material/history:",
                    url_path="riwayat-unggahan",
                ),
            ],
        }
    )
    with guard.entrance():
        scene = guard.enter(data.open_view())
        live.watch(scene)
        upload.sidebar(scene)
        scene = guard.narrow(scene, filters.sidebar(scene.view))
        banner.show(scene)
        upload.preview(scene)
        page.run()
