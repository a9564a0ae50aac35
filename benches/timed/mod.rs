//! Time, and a proof that nothing was allocated meanwhile.

use allocation_counter::measure;
use std::time::{Duration, Instant};

/// The time of `repetitions` calls, which allocate nothing.
pub fn timed(repetitions: u64, mut call: impl FnMut()) -> Duration {
    let mut time = Duration::ZERO;
    let allocated = measure(|| {
        let start = Instant::now();
        for _ in 0..repetitions {
            call();
        }
        time = start.elapsed();
    });
    assert_eq!(allocated.count_total, 0, "something was allocated");
    time
}
