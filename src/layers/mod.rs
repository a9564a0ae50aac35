//! Layers with parameters, and layers around layers.

mod batch_norm;
mod dense;
mod dropout;
mod frozen;
mod layer_norm;
mod residual;
mod standardize;
mod statistics;
mod unstandardize;

pub use batch_norm::{BatchNorm, FoldError};
pub use dense::Dense;
pub use dropout::Dropout;
pub use frozen::Frozen;
pub use layer_norm::LayerNorm;
pub use residual::Residual;
pub use standardize::Standardize;
pub use statistics::StandardizeError;
pub use unstandardize::Unstandardize;
