//! A progress bar for people who watch.

use super::{Epoch, report::Readable};
use indicatif::{ProgressBar, ProgressFinish, ProgressStyle};

/// An observer for [`fit_with`](super::fit_with) that draws a bar on standard error: epochs done,
/// time left, and the losses. The bar stays on screen when training ends, early or not. Without a terminal nothing is
/// drawn. Needs the feature `progress`.
///
/// ```
/// use constnet::{prelude::*, training::progress_bar};
///
/// let inputs = [SVector::from([1.0_f32])];
/// let data = Dataset::new(&inputs, &[3.0_f32])?;
/// let mut net = Dense::<1, 1>::new([[0.0]], [0.0]);
/// fit_with(&mut net, &data, &MeanSquaredError, Sgd::new(0.1), &Fit::new(1), progress_bar())?;
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn progress_bar<N>() -> impl FnMut(&Epoch, &N) {
    drawn_by(ProgressBar::no_length())
}

fn drawn_by<N>(bar: ProgressBar) -> impl FnMut(&Epoch, &N) {
    // What is done when the observer is dropped.
    let bar = bar.with_finish(ProgressFinish::Abandon);
    // The template is constant, so the fallback is never seen.
    let style = ProgressStyle::with_template("{bar:30} epoch {pos}/{len} {msg} {eta}");
    bar.set_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()));
    move |epoch, _| {
        bar.set_length(epoch.of as u64);
        bar.set_position(epoch.number as u64);
        let loss = Readable(epoch.loss);
        bar.set_message(match epoch.validation.map(Readable) {
            Some(validation) => std::format!("loss {loss} validation {validation}"),
            None => std::format!("loss {loss}"),
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use indicatif::{ProgressDrawTarget, TermLike};
    use std::{
        boxed::Box,
        io::Result,
        string::String,
        sync::{Arc, Mutex},
    };

    /// A terminal of one line.
    #[derive(Debug, Clone, Default)]
    struct Line(Arc<Mutex<String>>);

    impl TermLike for Line {
        fn width(&self) -> u16 {
            80
        }
        fn move_cursor_up(&self, _: usize) -> Result<()> {
            Ok(())
        }
        fn move_cursor_down(&self, _: usize) -> Result<()> {
            Ok(())
        }
        fn move_cursor_right(&self, _: usize) -> Result<()> {
            Ok(())
        }
        fn move_cursor_left(&self, _: usize) -> Result<()> {
            Ok(())
        }
        fn write_line(&self, text: &str) -> Result<()> {
            self.write_str(text)
        }
        fn write_str(&self, text: &str) -> Result<()> {
            self.0.lock().unwrap().push_str(text);
            Ok(())
        }
        fn clear_line(&self) -> Result<()> {
            self.0.lock().unwrap().clear();
            Ok(())
        }
        fn flush(&self) -> Result<()> {
            Ok(())
        }
    }

    #[test]
    fn a_loss_can_be_read_however_small_or_large() {
        let shown = |loss| std::format!("{}", Readable(loss));
        assert_eq!([0.0, 7e-6, 9.99e-4, 1e-3].map(shown), ["0.0000", "7.0e-6", "1.0e-3", "0.0010"]);
        assert_eq!([2.5, 1234.5, 4e30].map(shown), ["2.5000", "1234.5000", "4.0e30"]);
        assert_eq!([f64::NAN, f64::INFINITY].map(shown), ["NaN", "inf"]);
    }

    #[test]
    fn the_bar_stays_where_training_ended_early() {
        let line = Line::default();
        let target = ProgressDrawTarget::term_like(Box::new(line.clone()));
        let mut observer = drawn_by(ProgressBar::with_draw_target(None, target));
        for number in 1..=3 {
            let (loss, gradient_norm) = (0.5, 1.0);
            let epoch = Epoch { number, of: 10, loss, validation: Some(0.25), gradient_norm };
            observer(&epoch, &());
        }
        drop(observer);
        let line = line.0.lock().unwrap();
        assert!(line.contains("epoch 3/10 loss 0.5000 validation 0.2500"), "{line}");
    }
}
