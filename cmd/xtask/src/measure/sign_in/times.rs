//! The time of a wrong password against the time of an unknown address.

use std::time::{Duration, Instant};

use anyhow::ensure;

use super::super::figure::median;
use super::{register, sign_in};

/// Tries of each kind, taken in turns.
const TRIES: usize = 200;
/// Failures that one address may have before it has to wait.
const FREE: usize = 4;

/// The medians and their difference as a table.
pub(super) fn measure(api: &str) -> anyhow::Result<String> {
    let email = |number: usize| format!("known{}@example.org", number / FREE);
    for number in (0..TRIES).step_by(FREE) {
        register(api, &email(number), number)?;
    }
    let (mut wrong, mut unknown) = (Vec::new(), Vec::new());
    for number in 0..TRIES {
        let known = email(number);
        let nobody = format!("nobody{number}@example.org");
        // Whoever comes first in a pair must not matter.
        let mut pair = [(&mut wrong, known), (&mut unknown, nobody)];
        if number % 2 == 1 {
            pair.reverse();
        }
        for (times, email) in pair {
            let begun = Instant::now();
            let answer = sign_in(api, &email, "not the password", TRIES + number)?;
            times.push(begun.elapsed());
            ensure!(answer.status == 401, "sign-in: {} {}", answer.status, answer.body);
        }
    }
    Ok(table(median(wrong), median(unknown)))
}

fn table(wrong: Duration, unknown: Duration) -> String {
    let difference = wrong.abs_diff(unknown).as_secs_f64() / wrong.as_secs_f64() * 100.0;
    let milliseconds = |time: Duration| time.as_secs_f64() * 1000.0;
    format!(
        "| Signing in, median of {TRIES} | Measured | Target |\n|---|--:|--:|\n\
         | wrong password | {:.2} ms | |\n| unknown address | {:.2} ms | |\n\
         | difference | {difference:.2} % | < 5 % |",
        milliseconds(wrong),
        milliseconds(unknown),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_difference_is_told_in_parts_of_the_median() {
        let told = table(Duration::from_millis(40), Duration::from_millis(41));
        assert!(told.contains("| wrong password | 40.00 ms | |"), "{told}");
        assert!(told.contains("| difference | 2.50 % | < 5 % |"), "{told}");
    }
}
