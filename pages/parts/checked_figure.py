"""A chart that Plotly has checked, and that is handed to the browser as it was checked."""

from __future__ import annotations

from typing import Any

from plotly import graph_objects as go


class CheckedFigure(go.Figure):  # type: ignore[misc]  # Plotly ships no types
    """A figure that nobody changes any more.

    Plotly copies a figure deeply whenever it is asked for, with the outlines of the map: a seventh of a run.
    """

    def __init__(self, described: dict[str, Any]) -> None:
        super().__init__(described)
        self._handed_out: dict[str, Any] = super().to_dict()

    def to_dict(self) -> dict[str, Any]:
        """Return the one description that there is; who changes it changes the chart."""
        return self._handed_out
