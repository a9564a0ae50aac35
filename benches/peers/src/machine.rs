//! Where and when, and what was compared.

use std::time::{SystemTime, UNIX_EPOCH};

/// One line on the processor, the day and the compiler, and one on the libraries.
pub fn description() -> String {
    format!("{}, {}, {}\n\n{}\n", processor(), today(), env!("PEERS_RUSTC"), env!("PEERS_VERSIONS"))
}

fn processor() -> String {
    let info = std::fs::read_to_string("/proc/cpuinfo").unwrap_or_default();
    let field = |name: &str| {
        let line = info.lines().find(|line| line.split(':').next().map(str::trim) == Some(name));
        line.and_then(|line| line.split(':').nth(1)).map_or("unknown", str::trim).to_owned()
    };
    format!("{} (family {}, model {})", field("model name"), field("cpu family"), field("model"))
}

/// The day by universal time: days since 1970 become a date of the Gregorian calendar, whose cycle of 400
/// years has 146,097 days; years begin in March, so that a leap day is a year's last.
fn today() -> String {
    let seconds = SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |t| t.as_secs());
    let days = seconds / 86_400 + 719_468;
    let (cycle, day) = (days / 146_097, days % 146_097);
    let year = (day - day / 1_460 + day / 36_524 - day / 146_096) / 365;
    let day = day - (365 * year + year / 4 - year / 100);
    let month = (5 * day + 2) / 153;
    let day = day - (153 * month + 2) / 5 + 1;
    let (month, next) = if month < 10 { (month + 3, 0) } else { (month - 9, 1) };
    format!("{}-{month:02}-{day:02}", year + cycle * 400 + next)
}
