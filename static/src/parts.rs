//! What screens are made of.

pub mod address;
pub mod chart;
pub mod data_table;
pub mod dialog;
pub mod drawing;
pub mod evidence;
pub mod field;
pub mod file;
pub mod form;
pub mod frame;
pub mod icon;
pub mod notice;
pub mod pause;
pub mod period;
pub mod restorations;
pub mod secret;
pub mod show;
pub mod spark;
pub mod state;
pub mod sure;
pub mod term;
pub mod title;
pub mod zone;
