//! constnet for a program in another language, which takes turns with it.

use crate::{Result, contender::Make, measure::time, workload::Workload};
use std::{
    collections::HashMap,
    io::{Write, stdin, stdout},
};

/// Reads lines such as `W2-32 100`, runs that workload so many times, and answers with the nanoseconds.
/// Ends with its input.
pub fn serve(workloads: &[Workload], make: Make) -> Result<()> {
    let mut contenders = HashMap::new();
    for workload in workloads {
        let contender = make(workload)?.ok_or("constnet does every workload")?;
        contenders.insert(workload.file_name(), contender);
    }
    for line in stdin().lines() {
        let line = line?;
        let (name, times) = line.split_once(' ').ok_or("expected a name and a number")?;
        let contender = contenders.get_mut(name).ok_or_else(|| format!("no workload {name}"))?;
        let times = times.parse()?;
        contender.run(u32::div_ceil(times, 8));
        println!("{}", time(&mut **contender, times).as_nanos());
        stdout().flush()?;
    }
    Ok(())
}
