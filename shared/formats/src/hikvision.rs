use crate::{Expected, Payload, Readings, Refusal};

pub struct Alert<'a>(pub Payload<'a>);

impl TryFrom<Alert<'_>> for Readings {
    type Error = Refusal;

    fn try_from(Alert(_payload): Alert<'_>) -> Result<Self, Refusal> {
        Err(Refusal::body(Expected::Json))
    }
}
