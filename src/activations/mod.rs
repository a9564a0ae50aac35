//! Activations: the non-linear functions between layers.

mod elementwise;
mod elu;
mod fast_sigmoid;
mod fast_tanh;
mod gelu;
mod hard_sigmoid;
mod hard_swish;
mod hard_tanh;
mod identity;
mod leaky_relu;
mod log_softmax;
mod relu;
mod shift;
mod sigmoid;
mod silu;
mod softmax;
mod softplus;
mod tanh;

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
