//! The program of the settings, which few people open: it is loaded by itself.

fn main() {
    portal::settings();
}
