//! Layers with parameters, and layers around layers.

pub mod batch_norm;
pub mod dense;
pub mod dropout;
pub mod frozen;
pub mod layer_norm;
pub mod residual;
pub mod standardize;
mod statistics;
pub mod unstandardize;

pub use batch_norm::{BatchNorm, FoldError};
pub use dense::Dense;
pub use dropout::Dropout;
pub use frozen::Frozen;
pub use layer_norm::LayerNorm;
pub use residual::Residual;
pub use standardize::Standardize;
pub use statistics::StandardizeError;
pub use unstandardize::Unstandardize;
