//! How all sites stand now, and what befell their sensors. On Spin components see the
//! machine's clock, which nobody can move: there most of these pass.

mod rare;
mod sensors;
mod shops;
mod sites;
mod totals;
