"""The public pages of what happened: one file per noun, its list and its single record."""
