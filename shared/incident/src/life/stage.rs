//! The stages of an incident.

use serde::{Deserialize, Serialize};

use crate::side::{Clause, Side};

macro_rules! stages {
    ($($(#[$doc:meta])* $stage:ident $code:literal $ball:expr,)*) => {
        /// Where an incident stands.
        #[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
        #[serde(rename_all = "snake_case")]
        pub enum Stage {
            $($(#[$doc])* $stage,)*
        }

        impl Stage {
            /// All of them.
            pub const ALL: [Self; [$($code),*].len()] = [$(Self::$stage),*];

            /// Its code.
            #[must_use]
            pub fn as_str(self) -> &'static str {
                match self {
                    $(Self::$stage => $code,)*
                }
            }

            /// Who has to act: the time that passes is this party's.
            #[must_use]
            pub fn whose(self) -> Option<Side> {
                match self {
                    $(Self::$stage => $ball,)*
                }
            }
        }
    };
}

const US: Option<Side> = Some(Side::Contractor);
const CLIENT: Option<Side> = Some(Side::Client);
const THIRD: Option<Side> = Some(Side::ThirdParty);

stages! {
    /// Nothing has happened yet.
    #[default]
    New "new" None,
    /// Noticed, not yet on record.
    Detected "detected" US,
    /// On record.
    Recorded "recorded" US,
    /// Under diagnosis.
    Diagnosing "diagnosing" US,
    /// The client's authorised person is asked (S2 4.2.3).
    ClientAsked "client_asked" CLIENT,
    /// The contractor repairs remotely (S2 4.2.4.1).
    RemoteRepair "remote_repair" US,
    /// The contractor has to visit the site (S2 4.2.4.1).
    VisitDue "visit_due" US,
    /// The time of that visit is agreed.
    VisitAgreed "visit_agreed" US,
    /// The client's technical services are to be told (S2 4.2.4.2).
    TellClient "tell_client" US,
    /// They are told, and have not answered.
    AwaitingAnswer "awaiting_answer" CLIENT,
    /// The client works on it.
    InWork "in_work" CLIENT,
    /// The client has handed it back to the contractor.
    HandedBack "handed_back" US,
    /// The client has not confirmed the cause: a visit by plan `korp`, or another side.
    Unconfirmed "unconfirmed" US,
    /// The time of the visit for further diagnosis is agreed.
    DiagnosisAgreed "diagnosis_agreed" US,
    /// The third party is to be told (S2 4.2.4.3).
    TellThirdParty "tell_third_party" US,
    /// It is told.
    ThirdPartyTold "third_party_told" THIRD,
    /// The client repairs or orders paid repair (S2 4.2.4.4).
    OwnRepair "own_repair" CLIENT,
    /// Somebody says that it is fixed; the watch has not seen it yet.
    Repaired "repaired" US,
    /// The watch sees that it works again; it is proposed to be closed.
    Recovered "recovered" US,
    /// It is over.
    Closed "closed" None,
}

impl Stage {
    /// The stage in which a side's handling begins.
    #[must_use]
    pub fn of(clause: Clause) -> Self {
        match clause {
            Clause::Contractor => Self::RemoteRepair,
            Clause::Client => Self::TellClient,
            Clause::ThirdParty => Self::TellThirdParty,
            Clause::OwnRepair => Self::OwnRepair,
        }
    }

    /// Whether the side is still to be decided, so that nobody else was involved.
    #[must_use]
    pub fn is_undecided(self) -> bool {
        matches!(
            self,
            Self::Detected | Self::Recorded | Self::Diagnosing | Self::ClientAsked
        )
    }
}
