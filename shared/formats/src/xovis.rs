use crate::{Expected, Payload, Readings, Refusal};

pub struct Package<'a>(pub Payload<'a>);

impl TryFrom<Package<'_>> for Readings {
    type Error = Refusal;

    fn try_from(Package(_payload): Package<'_>) -> Result<Self, Refusal> {
        Err(Refusal::body(Expected::Json))
    }
}
