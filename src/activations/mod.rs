//! Activations: the non-linear functions between layers.

mod elementwise;
pub mod elu;
pub mod fast_sigmoid;
pub mod fast_tanh;
pub mod gelu;
pub mod hard_sigmoid;
pub mod hard_swish;
pub mod hard_tanh;
pub mod identity;
pub mod leaky_relu;
pub mod log_softmax;
pub mod relu;
mod shift;
pub mod sigmoid;
pub mod silu;
pub mod softmax;
pub mod softplus;
pub mod tanh;

pub use elu::Elu;
pub use fast_sigmoid::FastSigmoid;
pub use fast_tanh::FastTanh;
pub use gelu::Gelu;
pub use hard_sigmoid::HardSigmoid;
pub use hard_swish::HardSwish;
pub use hard_tanh::HardTanh;
pub use identity::Identity;
pub use leaky_relu::LeakyRelu;
pub use log_softmax::LogSoftmax;
pub use relu::Relu;
pub use sigmoid::Sigmoid;
pub use silu::Silu;
pub use softmax::Softmax;
pub use softplus::Softplus;
pub use tanh::Tanh;
