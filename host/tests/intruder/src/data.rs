//! Databases, key-value stores and files.

use spin_sdk::key_value::Store;
use spin_sdk::sqlite::{Connection, Value};

use crate::Outcome;

/// Runs the lines of a text as statements on one connection, and says of each
/// what came of it. The line `sleep N` waits so many milliseconds, the lines
/// `changes` and `rowid` ask the connection.
pub async fn sql(database: &str, text: &str) -> Outcome {
    let connection = Connection::open(database)
        .await
        .map_err(|error| format!("{error:?}"))?;
    let mut answer = String::new();
    for line in text.lines() {
        let outcome = match line.split_once(' ').unwrap_or((line, "")) {
            ("sleep", millis) => crate::own::sleep(millis).await,
            ("changes", _) => Ok(connection.changes().await.to_string()),
            ("rowid", _) => Ok(connection.last_insert_rowid().await.to_string()),
            _ => statement(&connection, line).await,
        };
        match outcome {
            Ok(rows) => answer += &format!("ok {rows}\n"),
            Err(reason) => answer += &format!("error {reason}\n"),
        }
    }
    Ok(answer)
}

/// Rows are joined by `;`, their values by `,`.
async fn statement(connection: &Connection, line: &str) -> Outcome {
    let result = connection
        .execute(line, [])
        .await
        .map_err(|error| format!("at once: {error:?}"))?;
    let rows = result
        .collect()
        .await
        .map_err(|error| format!("in the result: {error:?}"))?;
    let rows: Vec<String> = rows
        .iter()
        .map(|row| row.values.iter().map(show).collect::<Vec<_>>().join(","))
        .collect();
    Ok(rows.join(";"))
}

fn show(value: &Value) -> String {
    match value {
        Value::Integer(number) => number.to_string(),
        Value::Real(number) => number.to_string(),
        Value::Text(text) => text.clone(),
        Value::Blob(bytes) => format!("{} bytes", bytes.len()),
        Value::Null => "null".to_owned(),
    }
}

/// Does everything that can be done with a store.
pub async fn key_value(name: &str) -> Outcome {
    let wrong = |error: spin_sdk::key_value::Error| format!("{error:?}");
    let store = Store::open(name).await.map_err(wrong)?;
    store.set("one", [1, 2, 3]).await.map_err(wrong)?;
    store.set("two", []).await.map_err(wrong)?;
    store.set("one", [4]).await.map_err(wrong)?;
    let one = store.get("one").await.map_err(wrong)?;
    let keys = store.get_keys().await.collect().await.map_err(wrong)?;
    store.delete("one").await.map_err(wrong)?;
    let gone = store.get("one").await.map_err(wrong)?;
    let there = store.exists("two").await.map_err(wrong)?;
    Ok(format!("{one:?} {keys:?} {gone:?} {there}"))
}

pub fn read(path: &str) -> Outcome {
    std::fs::read_to_string(format!("/{path}")).map_err(|error| error.to_string())
}

pub fn list(path: &str) -> Outcome {
    let entries = std::fs::read_dir(format!("/{path}")).map_err(|error| error.to_string())?;
    let names = entries.flatten().map(|entry| entry.file_name());
    Ok(format!("{:?}", names.collect::<Vec<_>>()))
}

pub fn write(path: &str) -> Outcome {
    std::fs::write(format!("/{path}"), "intruded").map_err(|error| error.to_string())?;
    Ok("written".to_owned())
}

/// Notes that it was called.
pub async fn tick() -> Outcome {
    let lines = "CREATE TABLE IF NOT EXISTS ticks (a)\nINSERT INTO ticks VALUES (1)";
    sql("default", lines).await
}
