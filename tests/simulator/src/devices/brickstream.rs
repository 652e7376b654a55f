//! Brickstream: `Metrics` in XML, version 5, a report a day of its local
//! calendar.

use std::fmt::Write;

use chrono::{DateTime, NaiveDate, Utc};

use super::{Device, Plate, Push};
use crate::demo::Lines;
use crate::profile::Interval;

/// A stereo counter.
pub struct Brickstream {
    plate: Plate,
}

impl Brickstream {
    /// Switched on.
    pub fn new(plate: Plate) -> Self {
        Self { plate }
    }

    fn properties(&self, now: DateTime<Utc>) -> String {
        let hours = self.plate.offset(now) / 3_600;
        format!(
            "  <Properties>\n    \
             <Version>5</Version>\n    \
             <TransmitTime>{}</TransmitTime>\n    \
             <MacAddress>00:b0:9d:61:0f:5c</MacAddress>\n    \
             <IpAddress>10.41.3.79</IpAddress>\n    \
             <HostName>brickstream-{serial}</HostName>\n    \
             <HttpPort>80</HttpPort>\n    \
             <HttpsPort>443</HttpsPort>\n    \
             <Timezone>{hours}</Timezone>\n    \
             <TimezoneName>(GMT {hours:02}:00)</TimezoneName>\n    \
             <DST>0</DST>\n    \
             <HwPlatform>2510</HwPlatform>\n    \
             <SerialNumber>{serial}</SerialNumber>\n    \
             <DeviceType>0</DeviceType>\n    \
             <SwRelease>{}</SwRelease>\n  \
             </Properties>\n",
            now.timestamp(),
            self.plate.sensor.firmware,
            serial = self.plate.sensor.serial,
        )
    }

    fn object(&self) -> String {
        let id = match self.plate.sensor.lines {
            Lines::Both(id) | Lines::Registers(id, _) => id,
        };
        format!(
            "      <Object Id=\"{id}\" DeviceId=\"escalator\" Devicename=\"Escalator\" \
             ObjectType=\"0\" Name=\"Escalator\" ExternalId=\"{id}\">\n"
        )
    }

    fn count(&self, one: &Interval) -> String {
        let face = |at| self.plate.local(at).format("%H:%M:%S");
        format!(
            "        <Count StartTime=\"{}\" EndTime=\"{}\" UnixStartTime=\"{}\" \
             Enters=\"{}\" Exits=\"{}\" Status=\"4\"/>\n",
            face(one.start),
            face(one.end()),
            one.start,
            one.people.entered,
            one.people.exited,
        )
    }
}

impl Device for Brickstream {
    fn counts(&mut self, batch: &[Interval], now: DateTime<Utc>) -> Vec<Push> {
        let mut body = "<?xml version=\"1.0\"?>\n\
             <Metrics SiteId=\"tverskaya\" Sitename=\"Tverskaya\" DeviceId=\"escalator\" \
             Devicename=\"Escalator\" DivisionId=\"retail\">\n"
            .to_owned();
        body += &self.properties(now);
        let minutes = self.plate.sensor.record / 60;
        // Writing into a text does not fail.
        _ = writeln!(body, "  <ReportData Interval=\"{minutes}\">");
        let date = |one: &Interval| self.plate.local(one.start).date_naive();
        for day in batch.chunk_by(|one, next| date(one) == date(next)) {
            let date: NaiveDate = day.first().map(date).unwrap_or_default();
            _ = writeln!(body, "    <Report Date=\"{date}\">");
            body += &self.object();
            body.extend(day.iter().map(|one| self.count(one)));
            body += "      </Object>\n    </Report>\n";
        }
        body += "  </ReportData>\n</Metrics>\n";
        vec![Push::new("text/xml", body)]
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::devices::testing::{batch, check, now, plate, read};

    #[test]
    fn the_service_reads_it() {
        let plate = plate("brickstream");
        let mut device = Brickstream::new(plate);
        check(
            &mut device,
            plate,
            &batch(900, &[(12, 9), (3, 4)]),
            &["0: +0 900 in 12 out 9", "0: +900 900 in 3 out 4"],
        );
        let push = device.counts(&batch(900, &[(1, 1)]), now()).remove(0);
        assert_eq!(read(plate, &push).device.clock, Some(now()));
    }

    #[test]
    fn a_row_may_end_at_midnight() {
        let plate = plate("brickstream");
        let long = batch(900, &[(1, 0); 50]);
        let lines: Vec<_> = (0..50)
            .map(|row| format!("0: +{} 900 in 1 out 0", row * 900))
            .collect();
        let lines: Vec<_> = lines.iter().map(String::as_str).collect();
        check(&mut Brickstream::new(plate), plate, &long, &lines);
    }
}
