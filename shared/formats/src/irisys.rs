use crate::{Expected, Payload, Readings, Refusal};

pub struct CountLogs<'a>(pub Payload<'a>);

impl TryFrom<CountLogs<'_>> for Readings {
    type Error = Refusal;

    fn try_from(CountLogs(_payload): CountLogs<'_>) -> Result<Self, Refusal> {
        Err(Refusal::body(Expected::Json))
    }
}
