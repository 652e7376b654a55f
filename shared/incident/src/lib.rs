#![doc = include_str!("../README.md")]

pub mod alarm;
pub mod articles;
pub mod class;
pub mod deadline;
pub mod group;
pub mod life;
pub mod side;
