//! Hikvision ISAPI: an alert an interval, alternately as bare XML and as a
//! part of a multipart body beside a picture. Its sign of life is an alert of
//! another kind.

use chrono::{DateTime, Utc};

use super::{Device, Plate, Push};
use crate::profile::Interval;

/// The line between the parts.
const BOUNDARY: &str = "boundary";

/// Alerts that come later than this, in seconds, are sent after an outage.
const LATE: i64 = 900;

/// A camera.
pub struct Hikvision {
    plate: Plate,
    alerts: u32,
}

impl Hikvision {
    /// Switched on.
    pub fn new(plate: Plate) -> Self {
        Self { plate, alerts: 0 }
    }

    fn alert(&self, now: DateTime<Utc>, kind: &str, state: &str, content: &str) -> String {
        format!(
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\r\n\
             <EventNotificationAlert version=\"2.0\" xmlns=\"http://www.isapi.org/ver20/XMLSchema\">\r\n\
             <ipAddress>10.41.3.64</ipAddress>\r\n\
             <protocol>HTTP</protocol>\r\n\
             <portNo>80</portNo>\r\n\
             <macAddress>{}</macAddress>\r\n\
             <channelID>1</channelID>\r\n\
             <dateTime>{}</dateTime>\r\n\
             <activePostCount>1</activePostCount>\r\n\
             <eventType>{kind}</eventType>\r\n\
             <eventState>{state}</eventState>\r\n\
             <eventDescription>{kind} alarm</eventDescription>\r\n\
             <channelName>Camera 01</channelName>\r\n\
             {content}</EventNotificationAlert>\r\n",
            self.plate.sensor.serial,
            self.plate.text(now.timestamp()),
        )
    }

    fn counting(&self, one: &Interval, now: DateTime<Utc>) -> String {
        let is_late = LATE < now.timestamp() - one.end();
        let content = format!(
            "<isDataRetransmission>{is_late}</isDataRetransmission>\r\n\
             <peopleCounting>\r\n\
             <statisticalMethods>timeRange</statisticalMethods>\r\n\
             <TimeRange>\r\n\
             <startTime>{}</startTime>\r\n\
             <endTime>{}</endTime>\r\n\
             </TimeRange>\r\n\
             <enter>{}</enter>\r\n\
             <exit>{}</exit>\r\n\
             <pass>{}</pass>\r\n\
             </peopleCounting>\r\n\
             <childCounting>\r\n\
             <enter>{}</enter>\r\n\
             <exit>{}</exit>\r\n\
             </childCounting>\r\n",
            self.plate.text(one.start),
            self.plate.text(one.end()),
            one.people.entered,
            one.people.exited,
            one.people.entered * 6,
            one.people.entered / 10,
            one.people.exited / 10,
        );
        self.alert(now, "PeopleCounting", "active", &content)
    }

    fn push(&mut self, alert: String) -> Push {
        self.alerts += 1;
        if self.alerts % 2 == 1 {
            return Push::new("application/xml; charset=\"UTF-8\"", alert);
        }
        let mut body = format!(
            "--{BOUNDARY}\r\n\
             Content-Disposition: form-data; name=\"PeopleCounting\"; filename=\"PeopleCounting.xml\"\r\n\
             Content-Type: application/xml; charset=\"UTF-8\"\r\n\
             Content-Length: {}\r\n\r\n{alert}\r\n\
             --{BOUNDARY}\r\n\
             Content-Disposition: form-data; name=\"scene\"; filename=\"scene.jpg\"\r\n\
             Content-Type: image/jpeg\r\n\r\n",
            alert.len(),
        )
        .into_bytes();
        // A picture too small to show anyone.
        body.extend([
            0xFF, 0xD8, 0xFF, 0xE0, 0x00, 0x10, b'J', b'F', b'I', b'F', 0, 0xFF, 0xD9,
        ]);
        body.extend_from_slice(format!("\r\n--{BOUNDARY}--\r\n").as_bytes());
        Push::new(&format!("multipart/form-data; boundary={BOUNDARY}"), body)
    }
}

impl Device for Hikvision {
    fn beat(&mut self, now: DateTime<Utc>) -> Option<Push> {
        let alert = self.alert(now, "videoloss", "inactive", "");
        Some(Push::new("application/xml; charset=\"UTF-8\"", alert))
    }

    fn counts(&mut self, batch: &[Interval], now: DateTime<Utc>) -> Vec<Push> {
        let alerts: Vec<_> = batch.iter().map(|one| self.counting(one, now)).collect();
        alerts.into_iter().map(|alert| self.push(alert)).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::devices::testing::{batch, check, now, plate, read};

    #[test]
    fn the_service_reads_it() {
        let plate = plate("hikvision");
        let mut device = Hikvision::new(plate);
        // The first is bare, the second multipart, and so on.
        check(
            &mut device,
            plate,
            &batch(300, &[(12, 9), (0, 0), (5, 6)]),
            &[
                "1: +0 300 in 12 out 9",
                "1: +300 300 in 0 out 0",
                "1: +600 300 in 5 out 6",
            ],
        );
        let beat = read(plate, &device.beat(now()).unwrap());
        assert_eq!((beat.readings.len(), beat.device.clock), (0, Some(now())));
    }

    #[test]
    fn both_framings_are_sent() {
        let plate = plate("hikvision");
        let pushes = Hikvision::new(plate).counts(&batch(300, &[(1, 1), (1, 1)]), now());
        let kinds: Vec<_> = pushes
            .iter()
            .map(|push| push.content_type.split('/').next().unwrap())
            .collect();
        assert_eq!(kinds, ["application", "multipart"]);
    }
}
