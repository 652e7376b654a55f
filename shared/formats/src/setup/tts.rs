use spp_counts::ValueKind::Cumulative;

use super::{LOOK, Setup, words};
use crate::Format;

pub(super) const SETUP: Setup = Setup {
    format: Format::Tts,
    maker: words(
        "IMBUILDINGS over The Things Stack",
        "IMBUILDINGS через The Things Stack",
    ),
    models: words("People Counter LoRaWAN", "People Counter LoRaWAN"),
    kinds: &[Cumulative],
    intervals: &[900, 600, 1800, 3600],
    headers: &[],
    steps: &[
        words(
            "In the console of The Things Stack make an application for this counter alone and register the counter in it: a webhook belongs to an application, and its address names one sensor.",
            "В консоли The Things Stack создайте приложение только для этого счётчика и зарегистрируйте его: webhook принадлежит приложению, а его адрес называет один датчик.",
        ),
        words(
            "With the device, under Payload formatters → Uplink, choose the device repository's formatter, or paste the maker's decoder.",
            "У устройства в Payload formatters → Uplink выберите форматтер из репозитория устройств либо вставьте декодер изготовителя.",
        ),
        words(
            "In the application open Integrations → Webhooks, press + Add webhook and choose Custom webhook.",
            "В приложении откройте Integrations → Webhooks, нажмите + Add webhook и выберите Custom webhook.",
        ),
        words(
            "Webhook ID: any; Webhook format: JSON; Base URL: the whole address with its path. No additional headers and no API key for downlinks are needed.",
            "Webhook ID — любой; Webhook format — JSON; Base URL — адрес целиком вместе с путём. Дополнительные заголовки и ключ для downlink не нужны.",
        ),
        words(
            "Under Enabled event types tick Uplink message, and Join accept if you like: leave their own paths empty.",
            "В Enabled event types отметьте Uplink message и, при желании, Join accept: их собственные пути оставьте пустыми.",
        ),
        LOOK,
    ],
    note: Some(words(
        "The counter has no clock: what counts is when the network received the frame. The totals of 16 bits are read, so that lost frames lose nobody. total_counter_a is in and total_counter_b is out; if it is mounted the other way round, flip the channel here.",
        "Своих часов у счётчика нет: временем считается приём кадра сетью. Читаются 16-битные итоги, поэтому потерянные кадры никого не теряют. total_counter_a — вход, total_counter_b — выход; если счётчик висит наоборот, переверните канал здесь.",
    )),
};
