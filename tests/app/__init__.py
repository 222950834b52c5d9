"""Pages run without a browser: every page with nothing, with the demo, and without the right to be there."""
