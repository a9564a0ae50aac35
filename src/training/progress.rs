//! A progress bar for people who watch.

use super::Epoch;
use indicatif::{ProgressBar, ProgressFinish, ProgressStyle};

/// An observer for [`fit_with`](super::fit_with) that draws a bar on standard error: epochs done,
/// time left, and the losses. Nothing is drawn where no terminal is.
///
/// ```
/// use constnet::{prelude::*, training::progress_bar};
///
/// let inputs = [SVector::from([1.0_f32])];
/// let data = Dataset::new(&inputs, &[3.0_f32])?;
/// let mut net = Dense::<1, 1>::new([[0.0]], [0.0]);
/// fit_with(&mut net, &data, MeanSquaredError, Sgd::new(0.1), &Fit::new(1), progress_bar())?;
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn progress_bar<N>() -> impl FnMut(&Epoch, &N) {
    // Where training ends, early or not, the observer is dropped, and the bar stays as it is.
    let bar = ProgressBar::no_length().with_finish(ProgressFinish::Abandon);
    // The template is constant, so the fallback is never seen.
    let style = ProgressStyle::with_template("{bar:30} epoch {pos}/{len} {msg} {eta}");
    bar.set_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()));
    move |epoch, _| {
        bar.set_length(epoch.of as u64);
        bar.set_position(epoch.number as u64);
        bar.set_message(match epoch.validation {
            Some(validation) => std::format!("loss {:.4} validation {validation:.4}", epoch.loss),
            None => std::format!("loss {:.4}", epoch.loss),
        });
    }
}
