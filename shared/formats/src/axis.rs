use crate::{Expected, Payload, Readings, Refusal};

pub struct RetailData<'a>(pub Payload<'a>);

impl TryFrom<RetailData<'_>> for Readings {
    type Error = Refusal;

    fn try_from(RetailData(_payload): RetailData<'_>) -> Result<Self, Refusal> {
        Err(Refusal::body(Expected::Json))
    }
}
