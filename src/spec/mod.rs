//! What the author wrote, as plain types with a JSON Schema.
