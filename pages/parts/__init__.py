"""What the pages share on screen: state keys, filters, tiles, tables, upload."""
