//! Layers with parameters, and layers around layers.

mod dense;

pub use dense::Dense;
