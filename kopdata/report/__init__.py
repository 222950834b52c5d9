"""Pictures and printed lists: what leaves the dashboard as a file to look at."""

from kopdata.report.picture import picture
from kopdata.report.typesetting import TypesettingError, typeset

__all__ = ["TypesettingError", "picture", "typeset"]
