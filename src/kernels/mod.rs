//! Loops over numbers. A kernel knows shapes and scalars, nothing of layers.

pub(crate) mod plain;
