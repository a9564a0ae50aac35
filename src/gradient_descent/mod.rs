//! Gradient descent: walking downhill to a minimum.
//!
//! ```text
//! step = η · f′(x)          x ← x − step          until ‖step‖∞ ≤ tolerance
//! ```
//!
//! A *minimum* of a function f is a point x with no smaller value around it. The *derivative* f′(x)
//! is the slope at x: how much f grows for each unit that x grows. With several variables there is
//! one slope for each, and together they are the *gradient*, which points uphill. So take a point,
//! the *initial value*, and move it a little against its slope, again and again. The *learning
//! rate* η says how little. The slope shrinks on the way to the minimum, where it is 0, and the
//! steps shrink with it, although η stays the same; when no variable moves by more than the
//! *tolerance*, the walk is over. A *maximum of steps* ends the walks that get nowhere.
//!
//! What is found is a point where f is flat. It is the minimum if f is a single valley; otherwise
//! it is the valley in which the initial value lies, or, rarely, a *saddle*, flat but lower on two
//! sides.
//!
//! # The learning rate
//! With f(x) = x², the derivative is 2·x, and a step leaves x − η·2·x = (1 − 2·η)·x. So the point
//! approaches 0 if 0 < η < 1, jumps between two points if η = 1, and goes further away with every
//! step if η is larger. Other functions have other limits: near a minimum, η must be less than 2
//! divided by the largest curvature f″.
//! ```
//! use constnet::{gradient_descent::{DescentError, GradientDescent, Stop}, prelude::*};
//!
//! let slope = |x: &SVector<f64, 1>| x * 2.0;
//!
//! // Too small a rate takes long; close to 1, every step overshoots and comes back.
//! for (rate, steps) in [(0.001, 7_249), (0.1, 87), (0.4, 14), (0.9, 97)] {
//!     let mut x = SVector::from([1.0]);
//!     let descent = GradientDescent::new(rate).tolerance(1e-9).minimize(&mut x, slope)?;
//!     assert_eq!((descent.stop, descent.steps), (Stop::SmallStep, steps));
//!     assert!(x[0].abs() < 1e-6);
//! }
//!
//! // η = 1 jumps from 1 to −1 and back for ever.
//! let mut x = SVector::from([1.0]);
//! let descent = GradientDescent::new(1.0).max_steps(1_001).minimize(&mut x, slope)?;
//! assert_eq!((x[0], descent.stop, descent.last_step), (-1.0, Stop::MaxSteps, 2.0));
//!
//! // η = 1.5 doubles x each time, until its slope is not a finite number any more.
//! let error = GradientDescent::new(1.5).minimize(&mut x, slope).unwrap_err();
//! assert!(matches!(error, DescentError::Derivative { steps: 1_023, .. }));
//! assert_eq!(x[0], 2.0_f64.powi(1_023));
//! # Ok::<(), DescentError>(())
//! ```
//!
//! Source: Cauchy (1847), *Méthode générale pour la résolution des systèmes d'équations
//! simultanées*; Goodfellow, Bengio, Courville, *Deep Learning* (2016), section 4.3, equation 4.5.

mod descent;
mod error;
#[cfg(feature = "dual")]
mod exact;
mod network;
mod progress;
mod walk;

pub use descent::{Descent, GradientDescent, Stop};
pub use error::DescentError;
#[cfg(feature = "dual")]
pub use exact::exact;
pub use walk::{Walk, Waypoint};
