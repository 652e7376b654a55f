use crate::{Expected, Payload, Readings, Refusal};

pub struct Request<'a>(pub Payload<'a>);

impl TryFrom<Request<'_>> for Readings {
    type Error = Refusal;

    fn try_from(Request(_payload): Request<'_>) -> Result<Self, Refusal> {
        Err(Refusal::body(Expected::Json))
    }
}
