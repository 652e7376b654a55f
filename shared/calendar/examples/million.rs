//! How long a million deadlines take: `cargo run --release -p spp-calendar --example million`.

use std::hint::black_box;
use std::time::Instant;

use chrono::{DateTime, TimeDelta, Utc};
use spp_calendar::{Beyond, BusinessDuration, Production};

const DEADLINES: u32 = 1_000_000;

fn main() -> Result<(), Beyond> {
    let began = Instant::now();
    let calendar = black_box(Production::built_in());
    println!("the calendar is made in {:?}", began.elapsed());

    let first = DateTime::<Utc>::UNIX_EPOCH + TimeDelta::days(19_360);
    // A step that visits all hours of four years, in no helpful order.
    let moment = |number: u32| {
        let seconds = u64::from(number) * 7_919_981 % (4 * 365 * 86_400);
        first + TimeDelta::seconds(i64::try_from(seconds).unwrap_or_default())
    };
    let began = Instant::now();
    for number in 0..DEADLINES {
        let length = BusinessDuration::minutes(u64::from(number % 12_000));
        black_box(calendar.after(moment(number), length)?);
    }
    println!("{DEADLINES} times `after` takes {:?}", began.elapsed());

    let began = Instant::now();
    for number in 0..DEADLINES {
        black_box(calendar.working_days_after(moment(number), number % 10)?);
    }
    println!(
        "{DEADLINES} times `working_days_after` takes {:?}",
        began.elapsed()
    );

    let began = Instant::now();
    for number in 0..DEADLINES {
        black_box(calendar.between(moment(number), moment(number + 1))?);
    }
    println!("{DEADLINES} times `between` takes {:?}", began.elapsed());
    Ok(())
}
