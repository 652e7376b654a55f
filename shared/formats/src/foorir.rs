use crate::{Expected, Payload, Readings, Refusal};

pub struct Upload<'a>(pub Payload<'a>);

impl TryFrom<Upload<'_>> for Readings {
    type Error = Refusal;

    fn try_from(Upload(_payload): Upload<'_>) -> Result<Self, Refusal> {
        Err(Refusal::body(Expected::Json))
    }
}
