//! Findings and how they are shown: codes, severities, labels, hints, rendering.
