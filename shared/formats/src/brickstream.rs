use crate::{Expected, Payload, Readings, Refusal};

pub struct Metrics<'a>(pub Payload<'a>);

impl TryFrom<Metrics<'_>> for Readings {
    type Error = Refusal;

    fn try_from(Metrics(_payload): Metrics<'_>) -> Result<Self, Refusal> {
        Err(Refusal::body(Expected::Json))
    }
}
