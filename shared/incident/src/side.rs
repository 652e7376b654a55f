//! Whose side a fault is on: a proposal from facts, with the rule it rests on.
//! The specialist decides (S2 4.2.4).

#[cfg(test)]
mod tests;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use spp_quality::Symptom;

/// A party to the handling of incidents.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Side {
    /// Исполнитель.
    Contractor,
    /// Клиент; in the facts of equipment, also whomever the client engaged.
    Client,
    /// Третье лицо: the supplier that S2 note 5 names.
    ThirdParty,
}

/// The clause by which a side acts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Clause {
    /// The contractor removes the fault.
    #[serde(rename = "4.2.4.1")]
    Contractor,
    /// The client's technical services remove it, told by the contractor.
    #[serde(rename = "4.2.4.2")]
    Client,
    /// The third party gets in touch with the client under warranty.
    #[serde(rename = "4.2.4.3")]
    ThirdParty,
    /// The client repairs or orders paid repair.
    #[serde(rename = "4.2.4.4")]
    OwnRepair,
}

/// What a proposal rests on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Facts {
    /// The symptom.
    pub symptom: Symptom,
    /// Whether the fault was found in the contractor's data centre.
    pub in_data_centre: bool,
    /// Who supplied the equipment; none where that is not known.
    pub supplied_by: Option<Side>,
    /// Who mounted it.
    pub mounted_by: Option<Side>,
    /// The last day of its warranty.
    pub warranty_until: Option<NaiveDate>,
    /// The day of the diagnosis, at the site.
    pub today: NaiveDate,
}

/// A proposed side.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Proposal {
    /// Whose side.
    pub side: Side,
    /// By which clause it goes on.
    pub clause: Clause,
    /// Where the rule is written.
    pub source: &'static str,
    /// The rule in Russian.
    pub ru: &'static str,
    /// The rule in English.
    pub en: &'static str,
    /// Whether the facts suffice; otherwise the rule says what is to be found out.
    pub sure: bool,
}

impl Side {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Contractor, Self::Client, Self::ThirdParty];

    /// Its code.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Contractor => "contractor",
            Self::Client => "client",
            Self::ThirdParty => "third_party",
        }
    }
}

impl Clause {
    /// Its number in S2.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Contractor => "4.2.4.1",
            Self::Client => "4.2.4.2",
            Self::ThirdParty => "4.2.4.3",
            Self::OwnRepair => "4.2.4.4",
        }
    }

    /// Whose side it is about.
    #[must_use]
    pub fn side(self) -> Side {
        match self {
            Self::Contractor => Side::Contractor,
            Self::Client | Self::OwnRepair => Side::Client,
            Self::ThirdParty => Side::ThirdParty,
        }
    }
}

/// Whose side the rules put a fault on: the first of them that holds.
#[must_use]
pub fn propose(facts: &Facts) -> Proposal {
    let by = |side| facts.supplied_by == Some(side) || facts.mounted_by == Some(side);
    let own = matches!(facts.symptom, Symptom::ServiceOutage);
    let warranty = facts.warranty_until.map(|last| facts.today <= last);
    match (by(Side::ThirdParty), by(Side::Client), warranty) {
        _ if facts.in_data_centre || own => DATA_CENTRE,
        _ if facts.symptom == Symptom::Firmware => FIRMWARE,
        (true, _, Some(true)) => WARRANTY,
        (true, _, Some(false)) => NO_WARRANTY,
        (true, _, None) => WARRANTY_UNKNOWN,
        (false, true, _) => CLIENT,
        (false, false, _) => NOT_NAMED,
    }
}

const DATA_CENTRE: Proposal = Proposal {
    side: Side::Contractor,
    clause: Clause::Contractor,
    source: "S2 4.2.4.1, note 2",
    ru: "Неисправность выявлена в ЦОД исполнителя.",
    en: "The fault was found in the contractor's data centre.",
    sure: true,
};

const FIRMWARE: Proposal = Proposal {
    side: Side::Contractor,
    clause: Clause::Contractor,
    source: "S2 4.2.6",
    ru: "Обновление прошивки датчика до актуальной выполняет исполнитель.",
    en: "The contractor updates a sensor's firmware to the current one.",
    sure: true,
};

const WARRANTY: Proposal = Proposal {
    side: Side::ThirdParty,
    clause: Clause::ThirdParty,
    source: "S2 4.2.4.3, note 5",
    ru: "Оборудование поставило или смонтировало третье лицо, гарантия действует. Если диагностика покажет, что случай не гарантийный, действует п. 4.2.4.4.",
    en: "The third party supplied or mounted the equipment, which is under warranty. Where the diagnosis shows that the warranty does not cover the case, 4.2.4.4 applies.",
    sure: true,
};

const NO_WARRANTY: Proposal = Proposal {
    side: Side::Client,
    clause: Clause::OwnRepair,
    source: "S2 4.2.4.4",
    ru: "Оборудование поставило или смонтировало третье лицо, гарантия истекла: клиент устраняет неисправность своими силами или заказывает платный ремонт у поставщика или монтажника.",
    en: "The third party supplied or mounted the equipment, and its warranty is over: the client repairs it, or orders paid repair from the supplier or installer.",
    sure: true,
};

const WARRANTY_UNKNOWN: Proposal = Proposal {
    side: Side::ThirdParty,
    clause: Clause::ThirdParty,
    source: "S2 4.2.4.3, note 5",
    ru: "Оборудование поставило или смонтировало третье лицо. Срок гарантии не указан: проверьте, гарантийный ли это случай; если нет, действует п. 4.2.4.4.",
    en: "The third party supplied or mounted the equipment. Its warranty is not on record: check whether it covers the case; otherwise 4.2.4.4 applies.",
    sure: false,
};

const CLIENT: Proposal = Proposal {
    side: Side::Client,
    clause: Clause::Client,
    source: "S2 4.2.4.2, note 3",
    ru: "Поставку или монтаж оборудования клиент осуществлял своими силами или силами сторонних лиц.",
    en: "The client, or others on the client's behalf, supplied or mounted the equipment.",
    sure: true,
};

const NOT_NAMED: Proposal = Proposal {
    side: Side::Contractor,
    clause: Clause::Contractor,
    source: "S2 4.2.4",
    ru: "Регламент не называет сторону для этого случая: неисправность не выявлена в ЦОД, и не указано, что оборудование поставил или смонтировал кто-то, кроме исполнителя. Решает ответственный специалист.",
    en: "The rules name no side for this case: the fault was not found in the data centre, and nobody but the contractor is known to have supplied or mounted the equipment. The responsible specialist decides.",
    sure: false,
};
