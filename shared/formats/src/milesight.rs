use crate::{Expected, Payload, Readings, Refusal};

pub struct Report<'a>(pub Payload<'a>);

impl TryFrom<Report<'_>> for Readings {
    type Error = Refusal;

    fn try_from(Report(_payload): Report<'_>) -> Result<Self, Refusal> {
        Err(Refusal::body(Expected::Json))
    }
}
