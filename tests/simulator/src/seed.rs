//! Enters the demonstration client, once. Whatever is there already is found
//! by its name and kept, so that an entering that was cut off goes on, and a
//! lost state file is made anew.

use std::io::Write;
use std::path::Path;

use anyhow::{Context, bail};
use chrono::{DateTime, Datelike, Days, NaiveDate, NaiveTime, SecondsFormat, TimeDelta, Utc};
use serde_json::{Value, json};

use crate::admin::{Admin, id, text};
use crate::demo::{self, Lines, Sensor, Site};
use crate::history;
use crate::holes;
use crate::http::Http;
use crate::profile;
use crate::state::{Account, State};

/// The name of the client's key.
const KEY: &str = "Демонстрация";

/// Enters what is missing, and tells how to sign in.
///
/// # Errors
/// The service does not answer, or refuses.
pub fn seed(admin: &Admin, path: &Path, password: &str, days: u32) -> anyhow::Result<()> {
    let mut state = match State::load(path)? {
        Some(state) if is_known(admin.http(), &state)? => state,
        _ => {
            let state = enter(admin, days)?;
            state.save(path)?;
            state
        }
    };
    if state.sensors.iter().any(|account| account.until.is_none()) {
        let until = history::import(admin, &state)?;
        for account in &mut state.sensors {
            account.until = Some(until);
        }
        state.save(path)?;
    }
    users(admin, state.client, password)?;
    holes::restore(admin, &state, password)?;
    let text = sign_in(admin.http(), password) + &tell(admin.http(), &state, path);
    // Whoever does not listen any more need not be told.
    _ = std::io::stdout().write_all(text.as_bytes());
    Ok(())
}

/// Whether the server knows the client by its key.
fn is_known(http: &Http, state: &State) -> anyhow::Result<bool> {
    let bearer = [("authorization", format!("Bearer {}", state.key))];
    let path = format!("/api/v1/clients/{}", state.client);
    let answer = http.send("GET", &path, &bearer, b"")?;
    match answer.status {
        200 => Ok(true),
        401 | 403 | 404 => Ok(false),
        status => bail!("GET {path}: {status} {}", answer.text),
    }
}

fn enter(admin: &Admin, days: u32) -> anyhow::Result<State> {
    let now = Utc::now();
    let body = json!({"name": demo::CLIENT, "inn": demo::INN});
    let client = admin.enter("clients", "", ("inn", demo::INN), &body)?;
    let created = text(&client, "created_at")?;
    let created = DateTime::parse_from_rfc3339(created).context("created_at")?;
    let since = created.timestamp().div_euclid(86_400) - i64::from(days);
    let client = id(&client)?;

    let body =
        json!({"client_id": client, "name": demo::SYSTEM, "edition": "cloud", "plan": "korp"});
    let of_client = format!("client={client}&");
    let system = id(&admin.enter("systems", &of_client, ("name", demo::SYSTEM), &body)?)?;
    let (mut sites, mut sensors) = (Vec::new(), Vec::new());
    for site in &demo::SITES {
        let body = site_body(site, client, now);
        let entered = id(&admin.enter("sites", &of_client, ("name", site.name), &body)?)?;
        if site.sales {
            sales(admin, entered, site, (now, days))?;
        }
        let mut entrances = Vec::new();
        for name in site.entrances {
            let body = json!({"site_id": entered, "name": name});
            let of_site = format!("site={entered}&");
            entrances.push(id(&admin.enter(
                "entrances",
                &of_site,
                ("name", name),
                &body,
            )?)?);
        }
        for sensor in site.sensors {
            let entrance = entrances.get(sensor.entrance).context("an entrance")?;
            let body = sensor_body(sensor, system, *entrance, now);
            let of_system = format!("system={system}&");
            let entered = admin.enter("sensors", &of_system, ("name", sensor.name), &body)?;
            let id = id(&entered)?;
            let token = match text(&entered, "token") {
                Ok(token) => token.to_owned(),
                // Entered before: its token was shown then, and is lost.
                Err(_) => {
                    let path = format!("sensors/{id}/tokens/rotate");
                    let rotated = admin.post(&path, &json!({"overlap": 0}))?;
                    text(&rotated, "token")?.to_owned()
                }
            };
            sensors.push(Account {
                id,
                format: sensor.format.to_owned(),
                token,
                until: None,
            });
        }
        sites.push(entered);
    }
    people(admin, client)?;
    Ok(State {
        client,
        key: key(admin, client)?,
        since: since * 86_400,
        entered: Some(created.timestamp()),
        sites,
        sensors,
    })
}

/// The sales of the history, and the next one.
fn sales(
    admin: &Admin,
    site: i64,
    place: &Site,
    (now, days): (DateTime<Utc>, u32),
) -> anyhow::Result<()> {
    let today = now.date_naive();
    // A sale may have begun three days before; from one to the next are 35 at most.
    let days = -i64::from(days) - 3..=35;
    let days = days.filter_map(|days| today.checked_add_signed(TimeDelta::days(days)));
    let midnight = |date: NaiveDate| {
        let local = date.and_time(NaiveTime::MIN).and_local_timezone(place.zone);
        let moment = local.earliest().context("a midnight")?;
        anyhow::Ok(moment.to_rfc3339_opts(SecondsFormat::Secs, true))
    };
    for friday in days.filter(|date| profile::sale(*date) == Some(*date)) {
        let name = format!("Выходные скидок {}", friday.format("%d.%m.%Y"));
        let body = json!({
            "kind": "promotion", "name": name,
            "starts_at": midnight(friday)?, "ends_at": midnight(friday + Days::new(3))?,
        });
        admin.enter(&format!("sites/{site}/events"), "", ("name", &name), &body)?;
    }
    Ok(())
}

/// Who is told of incidents.
fn people(admin: &Admin, client: i64) -> anyhow::Result<()> {
    for (role, name, email) in demo::PEOPLE {
        let (body, filter) = match role {
            "authorised" | "technical" => (
                json!({"client_id": client, "role": role, "name": name, "email": email}),
                format!("role={role}&client={client}&"),
            ),
            _ => (
                json!({"role": role, "name": name, "email": email}),
                format!("role={role}&"),
            ),
        };
        admin.enter("contacts", &filter, ("email", email), &body)?;
    }
    Ok(())
}

/// Who signs in.
fn users(admin: &Admin, client: i64, password: &str) -> anyhow::Result<()> {
    for (name, email, role) in demo::USERS {
        let client = role.starts_with("client").then_some(client);
        let body = json!({
            "name": name, "email": email, "role": role, "client_id": client, "password": password,
        });
        admin.enter("users", "", ("email", email), &body)?;
    }
    Ok(())
}

/// Where one signs in, and as whom.
fn sign_in(http: &Http, password: &str) -> String {
    let as_whom = demo::USERS.map(|(_, email, role)| format!("{email} ({role})"));
    format!(
        "portal         {}\nsign in as     {}\npassword       {password}\n",
        http.url(),
        as_whom.join("\n               "),
    )
}

/// A key for the client; earlier ones of the demonstration are lost, and
/// revoked.
fn key(admin: &Admin, client: i64) -> anyhow::Result<String> {
    let path = format!("clients/{client}/keys");
    let keys = admin.get(&path)?;
    for key in keys
        .get("keys")
        .and_then(Value::as_array)
        .into_iter()
        .flatten()
    {
        let is_ours = text(key, "name").is_ok_and(|name| name == KEY);
        if is_ours && key.get("revoked_at").is_none() {
            admin.delete(&format!("{path}/{}", id(key)?))?;
        }
    }
    let made = admin.post(&path, &json!({"name": KEY}))?;
    text(&made, "key").map(str::to_owned)
}

fn site_body(site: &Site, client: i64, now: DateTime<Utc>) -> Value {
    let clock = |minutes: u16| format!("{:02}:{:02}", minutes / 60, minutes % 60);
    let hours: Vec<_> = site
        .week
        .iter()
        .zip(1..)
        .map(|(&(opens, closes), weekday)| {
            json!({"weekday": weekday, "opens": clock(opens), "closes": clock(closes)})
        })
        .collect();
    let exceptions: Vec<_> = [now.year() - 1, now.year()]
        .into_iter()
        .flat_map(|year| {
            let days = [(year, 12, 31), (year + 1, 1, 1)];
            days.map(|(year, month, day)| NaiveDate::from_ymd_opt(year, month, day))
        })
        .flatten()
        .map(|date| match profile::hours(&site.week, date) {
            Some((opens, closes)) => json!({
                "date": date, "opens": clock(opens), "closes": clock(closes),
                "reason": "Предпраздничный день",
            }),
            None => json!({"date": date, "reason": "Новый год"}),
        })
        .collect();
    json!({
        "client_id": client, "name": site.name, "address": site.address,
        "zone": site.zone.name(), "hours": hours, "exceptions": exceptions,
    })
}

fn sensor_body(sensor: &Sensor, system: i64, entrance: i64, now: DateTime<Utc>) -> Value {
    let days = Days::new(sensor.warranty.unsigned_abs());
    let today = now.date_naive();
    let warranty = match sensor.warranty {
        ..0 => today.checked_sub_days(days),
        0.. => today.checked_add_days(days),
    };
    let channels = match sensor.lines {
        Lines::Both(_) => json!([]),
        Lines::Registers(entered, exited) => json!([
            {"source": entered, "direction": "in"},
            {"source": exited, "direction": "out"},
        ]),
    };
    let mut body = json!({
        "system_id": system, "entrance_id": entrance, "name": sensor.name,
        "model": sensor.model, "serial": sensor.serial, "format": sensor.format,
        "interval": sensor.interval, "firmware": sensor.firmware,
        "room": sensor.room, "cabinet": sensor.cabinet,
        // Whoever speaks each minute is missed soon.
        "heartbeat": (sensor.cycle <= 60).then_some(sensor.cycle),
        "supplied_by": sensor.supplied.0, "mounted_by": sensor.mounted.0,
        "supplier": sensor.supplied.1, "mounter": sensor.mounted.1,
        "warranty_until": warranty, "channels": channels,
    });
    if let Some(fields) = body.as_object_mut() {
        fields.retain(|_, value| !value.is_null());
    }
    body
}

/// How to sign in, and a first count to push and read.
fn tell(http: &Http, state: &State, path: &Path) -> String {
    let mut text = format!(
        "demonstration  {}, ИНН {}\nits key        {}\nits tokens     {}\n",
        demo::CLIENT,
        demo::INN,
        state.key,
        path.display(),
    );
    let Some(account) = state.account("spp") else {
        return text;
    };
    // A minute that is long delivered, said anew: the sensor itself does not
    // speak of it any more.
    let until = account.until.unwrap_or_default().div_euclid(3_600) * 3_600;
    let time = |at: i64| {
        let time = DateTime::from_timestamp(at, 0).unwrap_or_default();
        time.to_rfc3339_opts(SecondsFormat::Secs, true)
    };
    let (from, to) = (time(until - 3_600), time(until - 3_600 + 180));
    let reading = json!({"start": from, "interval": 60, "in": 12, "out": 9, "corrects": true});
    let (url, key) = (http.url(), &state.key);
    let Account { id, token, .. } = account;
    text += &format!(
        "\nBe the sensor and correct one of its minutes, then read some as the client:\n  \
         curl -sf {url}/push/spp/{token} -d '{reading}'\n  \
         curl -sf '{url}/api/v1/counts?sensor={id}&from={from}&to={to}&step=interval' \
         -H 'Authorization: Bearer {key}'\n",
    );
    text
}
