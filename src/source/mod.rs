//! Text with places: files, byte spans, lines; YAML paths and CSV cells to where they stand.
