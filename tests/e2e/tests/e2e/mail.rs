//! Letters and calls about incidents.
