//! Losses: how wrong an output is, as one number, and how that number changes with the output.

mod binary_cross_entropy;
mod cross_entropy;
mod error;
mod huber;
mod loss;
mod mean;
mod mean_absolute_error;
mod output;
mod sigmoid_cross_entropy;
mod softmax_cross_entropy;
mod squared_error;
mod target;

pub use binary_cross_entropy::BinaryCrossEntropy;
pub use cross_entropy::CrossEntropy;
pub use error::LossError;
pub use huber::Huber;
pub use loss::Loss;
pub use mean_absolute_error::MeanAbsoluteError;
pub use sigmoid_cross_entropy::SigmoidCrossEntropy;
pub use softmax_cross_entropy::{SmoothedCrossEntropy, SoftmaxCrossEntropy};
pub use squared_error::{MeanSquaredError, SquaredErrorSum};
pub use target::{Classes, Elements};

use loss::samples;
