//! Results become SVG, on a canvas that measures its text.
