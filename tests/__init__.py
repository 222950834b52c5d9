"""Every test of the project; the folder being a package puts the project's root on the path."""
