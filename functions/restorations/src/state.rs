//! How a restoration stands: the last thing that was said of it.

use spp_store::restorations::Entry;

/// What was said last.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum State {
    /// The contractor proposes it; nothing is read of it yet.
    Proposed,
    /// The client has agreed: it stands, and is read.
    Agreed,
    /// The client has not agreed.
    Declined,
    /// It was taken back, before or after the client agreed.
    Withdrawn,
}

impl State {
    /// All of them.
    pub const ALL: [Self; 4] = [
        Self::Proposed,
        Self::Agreed,
        Self::Declined,
        Self::Withdrawn,
    ];

    /// The code that is stored and told.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Proposed => "proposed",
            Self::Agreed => "agreed",
            Self::Declined => "declined",
            Self::Withdrawn => "withdrawn",
        }
    }

    /// The state with this code.
    pub fn find(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.as_str() == code)
    }

    /// The state by a log.
    pub fn of(log: &[Entry]) -> Option<Self> {
        Self::find(&log.last()?.event)
    }

    /// Whether this may be said next.
    pub const fn may_become(self, next: Self) -> bool {
        match (self, next) {
            (Self::Proposed, Self::Agreed | Self::Declined)
            | (Self::Proposed | Self::Agreed, Self::Withdrawn) => true,
            (_, Self::Proposed)
            | (Self::Agreed | Self::Declined | Self::Withdrawn, Self::Agreed | Self::Declined)
            | (Self::Declined | Self::Withdrawn, Self::Withdrawn) => false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_client_answers_once_and_what_is_over_stays_over() {
        let check = |state: State, expected: &[State]| {
            let next = State::ALL.into_iter();
            let next: Vec<_> = next.filter(|next| state.may_become(*next)).collect();
            assert_eq!(next, expected, "{state:?}");
        };
        check(
            State::Proposed,
            &[State::Agreed, State::Declined, State::Withdrawn],
        );
        check(State::Agreed, &[State::Withdrawn]);
        check(State::Declined, &[]);
        check(State::Withdrawn, &[]);
    }
}
