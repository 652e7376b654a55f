use crate::{Expected, Payload, Readings, Refusal};

pub struct Push<'a>(pub Payload<'a>);

impl TryFrom<Push<'_>> for Readings {
    type Error = Refusal;

    fn try_from(Push(_payload): Push<'_>) -> Result<Self, Refusal> {
        Err(Refusal::body(Expected::Json))
    }
}
