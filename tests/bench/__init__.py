"""How fast the dashboard is, measured beside a bare Streamlit page; ``make bench``."""
