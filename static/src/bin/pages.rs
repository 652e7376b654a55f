//! The program of the pages that people look at each day.

fn main() {
    portal::pages();
}
