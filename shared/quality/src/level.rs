//! How a sensor's last days lie beside the usual.

use crate::series::Cell;

/// Hours after which a past hour counts 1/e of a new one.
const MEMORY: f64 = 36.0;

/// Hours of the usual that count for the usual, so that few people alone make
/// no level.
const PRIOR: f64 = 6.0;

/// The level before each hour: the ratio of what was counted to what is usual,
/// of the hours before, the newest most.
#[derive(Debug, Clone)]
pub(crate) struct Levels(Vec<f64>);

/// Counts of some hours beside what is usual at the level of the hours before.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Low {
    pub counted: f64,
    pub expected: f64,
    /// ln(counted / expected).
    pub ratio: f64,
}

impl Levels {
    pub fn of(cells: &[Cell]) -> Self {
        let measured = cells.iter().filter(|cell| speaks(cell));
        let (sum, count) = measured.fold((0.0, 0.0), |(sum, count), cell| {
            (sum + cell.usual.people(), count + 1.0)
        });
        let prior = if 0.0 < count {
            PRIOR * sum / count
        } else {
            0.0
        } + 1.0;
        let forget = (-1.0 / MEMORY).exp();
        let (mut counted, mut usual) = (0.0, 0.0);
        let level =
            |counted: f64, usual: f64| ((counted + prior) / (usual + prior)).clamp(0.3, 3.0);
        let mut levels = Vec::with_capacity(cells.len() + 1);
        for cell in cells {
            levels.push(level(counted, usual));
            (counted, usual) = (counted * forget, usual * forget);
            if speaks(cell) {
                counted += cell.people();
                usual += cell.usual.people();
            }
        }
        levels.push(level(counted, usual));
        Self(levels)
    }

    /// The level before the hour of that index.
    pub fn before(&self, index: usize) -> f64 {
        self.0.get(index).copied().unwrap_or(1.0)
    }

    /// How a window that begins with the hour of that index lies beside the
    /// usual at the level before it; none, where hardly anybody is expected.
    pub fn low(&self, window: &[Cell], first: usize) -> Option<Low> {
        let speaking = || window.iter().filter(|cell| speaks(cell));
        let expected: f64 = speaking().map(|cell| cell.usual.people()).sum();
        let expected = expected * self.before(first);
        let counted = speaking().map(Cell::people).sum();
        Some(Low {
            counted,
            expected,
            ratio: ratio(counted, expected)?,
        })
    }
}

/// Whether an hour tells how lively it is beside the usual.
fn speaks(cell: &Cell) -> bool {
    cell.is_measured() && !cell.unusual
}

/// ln(counted / usual), of numbers large enough to mean something.
pub(crate) fn ratio(counted: f64, usual: f64) -> Option<f64> {
    const LEAST: f64 = 20.0;
    (LEAST <= usual).then(|| ((counted + 1.0) / (usual + 1.0)).ln())
}
