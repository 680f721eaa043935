//! Results and figures become documents: number formats, prose, templates.
