//! The folder that is served: files under names that bear their hash, packed
//! beside themselves, and the list of all of them.

use std::collections::BTreeMap;
use std::fs;
use std::io::Write as _;
use std::path::Path;

use anyhow::{Context as _, Result, bail};
use serde_json::{Map, json};
use sha2::{Digest as _, Sha256};

use crate::kept::{Kept, hex};

/// The list's name in the folder. It is not served.
const LIST: &str = "files.json";

/// The site, as far as it is made.
#[derive(Default)]
pub struct Site {
    /// By name in the folder.
    files: BTreeMap<String, File>,
    /// Addresses as sources write them, and what they are served as.
    addresses: Vec<(String, String)>,
}

struct File {
    bytes: Vec<u8>,
    media_type: &'static str,
}

impl Site {
    /// Adds a file that never changes under its name: `portal.js` is served as
    /// `/assets/portal.1f2e3d4c.js`, and called `/assets/portal.js` by files that
    /// are added after it.
    pub fn asset(&mut self, name: &str, bytes: Vec<u8>) -> Result<()> {
        let (stem, ending) = name.rsplit_once('.').context("a name without an ending")?;
        let bytes = self.resolved(name, bytes)?;
        let hash = hex(&Sha256::digest(&bytes), 4);
        let served = format!("assets/{stem}.{hash}.{ending}");
        let address = (format!("/assets/{name}"), format!("/{served}"));
        self.addresses.push(address);
        self.insert(served, bytes)
    }

    /// Adds a file that keeps its name, whatever it holds.
    pub fn page(&mut self, name: &str, bytes: Vec<u8>) -> Result<()> {
        let bytes = self.resolved(name, bytes)?;
        self.insert(name.to_owned(), bytes)
    }

    /// What a file of a source's address is served as.
    pub fn address(&self, source: &str) -> Result<&str> {
        let known = self.addresses.iter().find(|(known, _)| known == source);
        let (_, served) = known.with_context(|| format!("{source} is not there"))?;
        Ok(served)
    }

    fn insert(&mut self, name: String, bytes: Vec<u8>) -> Result<()> {
        let media_type = media_type(&name)?;
        self.files.insert(name, File { bytes, media_type });
        Ok(())
    }

    /// A text with the addresses under which its files are served.
    fn resolved(&self, name: &str, bytes: Vec<u8>) -> Result<Vec<u8>> {
        if !is_text(media_type(name)?) {
            return Ok(bytes);
        }
        let mut text = String::from_utf8(bytes).with_context(|| name.to_owned())?;
        for (source, served) in &self.addresses {
            text = text.replace(source, served);
        }
        Ok(text.into_bytes())
    }

    /// Writes the folder: only what has changed, and nothing else stays in it.
    pub fn write(self, folder: &Path, kept: &mut Kept) -> Result<()> {
        let mut list = Map::new();
        let mut written = BTreeMap::new();
        for (name, file) in self.files {
            let hash = Sha256::digest(&file.bytes);
            let mut encodings = Vec::new();
            if is_text(file.media_type) || file.media_type == "application/wasm" {
                let packed = kept.make("pack", &[&file.bytes], |to| pack(&file.bytes, to))?;
                for (encoding, ending) in [("br", "br"), ("gzip", "gz")] {
                    let bytes = fs::read(packed.join(ending))?;
                    if bytes.len() < file.bytes.len() {
                        encodings.push(encoding);
                        written.insert(format!("{name}.{ending}"), bytes);
                    }
                }
            }
            list.insert(
                format!("/{name}"),
                json!({"type": file.media_type, "hash": hex(&hash, 16), "encodings": encodings}),
            );
            written.insert(name, file.bytes);
        }
        written.insert(LIST.to_owned(), serde_json::to_vec_pretty(&list)?);
        replace(folder, &written)
    }
}

/// Makes a folder hold these files.
fn replace(folder: &Path, files: &BTreeMap<String, Vec<u8>>) -> Result<()> {
    fs::create_dir_all(folder.join("assets"))?;
    for (name, bytes) in files {
        let path = folder.join(name);
        if fs::read(&path).ok().as_ref() != Some(bytes) {
            fs::write(&path, bytes).with_context(|| path.display().to_string())?;
        }
    }
    for below in ["", "assets/"] {
        for entry in fs::read_dir(folder.join(below))? {
            let entry = entry?;
            let name = format!("{below}{}", entry.file_name().to_string_lossy());
            if entry.file_type()?.is_file() && !files.contains_key(&name) {
                fs::remove_file(entry.path())?;
            }
        }
    }
    Ok(())
}

/// Packs as well as can be: once here, for every visitor.
fn pack(bytes: &[u8], to: &Path) -> Result<()> {
    let mut brotli = brotli::CompressorWriter::new(Vec::new(), 1 << 16, 11, 24);
    brotli.write_all(bytes)?;
    fs::write(to.join("br"), brotli.into_inner())?;
    let mut gzip = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    gzip.write_all(bytes)?;
    fs::write(to.join("gz"), gzip.finish()?)?;
    Ok(())
}

fn media_type(name: &str) -> Result<&'static str> {
    Ok(match name.rsplit('.').next().unwrap_or_default() {
        "css" => "text/css; charset=utf-8",
        "html" => "text/html; charset=utf-8",
        "js" => "text/javascript; charset=utf-8",
        "svg" => "image/svg+xml",
        "txt" => "text/plain; charset=utf-8",
        "wasm" => "application/wasm",
        "webmanifest" => "application/manifest+json",
        "woff2" => "font/woff2",
        ending => bail!("{name}: nobody has said what .{ending} files are"),
    })
}

fn is_text(media_type: &str) -> bool {
    media_type.starts_with("text/")
        || matches!(media_type, "image/svg+xml" | "application/manifest+json")
}
