//! Manifests, frozen versions and the differences between them.
