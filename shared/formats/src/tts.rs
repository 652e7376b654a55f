use crate::{Expected, Payload, Readings, Refusal};

pub struct Uplink<'a>(pub Payload<'a>);

impl TryFrom<Uplink<'_>> for Readings {
    type Error = Refusal;

    fn try_from(Uplink(_payload): Uplink<'_>) -> Result<Self, Refusal> {
        Err(Refusal::body(Expected::Json))
    }
}
