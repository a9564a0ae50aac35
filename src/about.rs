//! What this crate promises, how it is built, and what has changed: the files of its repository.

/// [ARCHITECTURE.md]: architecture#unsafe
/// [SECURITY.md]: security
/// [layer by layer]: crate::learn::special_values
#[doc = include_str!("../GUARANTEES.md")]
pub mod guarantees {}

/// [GUARANTEES.md]: guarantees
/// [ARCHITECTURE.md]: architecture#unsafe
/// [special values]: crate::learn::special_values
#[doc = include_str!("../SECURITY.md")]
pub mod security {}

#[doc = include_str!("../ARCHITECTURE.md")]
pub mod architecture {}

#[doc = include_str!("../CHANGELOG.md")]
pub mod changelog {}
