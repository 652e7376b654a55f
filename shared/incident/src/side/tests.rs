use chrono::NaiveDate;
use spp_quality::Symptom;

use super::{Clause, Facts, Side, propose};

#[test]
fn the_rules_put_each_case_on_its_side() {
    use Side::{Client, Contractor, ThirdParty};
    let today = NaiveDate::from_ymd_opt(2026, 11, 25).unwrap();
    let (valid, over) = (Some(today), today.pred_opt());
    let check = |centre, supplied, mounted, warranty, clause: Clause, source| {
        let proposal = propose(&Facts {
            symptom: Symptom::NoContact,
            in_data_centre: centre,
            supplied_by: supplied,
            mounted_by: mounted,
            warranty_until: warranty,
            today,
        });
        assert_eq!((proposal.clause, proposal.source), (clause, source));
        assert_eq!(proposal.side, clause.side());
    };
    let third = "S2 4.2.4.3, note 5";
    let client = "S2 4.2.4.2, note 3";
    check(
        true,
        Some(Client),
        None,
        None,
        Clause::Contractor,
        "S2 4.2.4.1, note 2",
    );
    check(
        false,
        Some(ThirdParty),
        None,
        valid,
        Clause::ThirdParty,
        third,
    );
    check(
        false,
        Some(Client),
        Some(ThirdParty),
        valid,
        Clause::ThirdParty,
        third,
    );
    check(
        false,
        Some(ThirdParty),
        None,
        None,
        Clause::ThirdParty,
        third,
    );
    check(
        false,
        Some(ThirdParty),
        Some(Client),
        over,
        Clause::OwnRepair,
        "S2 4.2.4.4",
    );
    check(
        false,
        Some(Client),
        Some(Contractor),
        valid,
        Clause::Client,
        client,
    );
    check(
        false,
        Some(Contractor),
        Some(Client),
        None,
        Clause::Client,
        client,
    );
    check(
        false,
        Some(Contractor),
        Some(Contractor),
        None,
        Clause::Contractor,
        "S2 4.2.4",
    );
    check(false, None, None, None, Clause::Contractor, "S2 4.2.4");
}
