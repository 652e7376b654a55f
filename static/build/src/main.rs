//! Makes `static/dist`, which `functions/files` serves, of the compiled portal and
//! what stands beside its source. Run in the project's folder; what has not changed
//! is not made again. `NAMES=1` keeps the names of functions, for traces in a browser.

mod kept;
mod program;
mod site;

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result, ensure};

use kept::Kept;
use site::Site;

/// The fonts, and what they are called where they come from. Letters of other
/// scripts than ours are drawn in the system's font.
const FONTS: [(&str, &str); 2] = [
    (
        "golos-text-cyrillic.woff2",
        "golos-text-cyrillic-wght-normal.woff2",
    ),
    (
        "golos-text-latin.woff2",
        "golos-text-latin-wght-normal.woff2",
    ),
];

/// What others have written and the portal bears, and where its licence stands.
const LICENCES: [(&str, &str); 4] = [
    (
        "Golos Text (fonts)",
        "@fontsource-variable/golos-text/LICENSE",
    ),
    ("Apache ECharts", "echarts/NOTICE"),
    ("Apache ECharts", "echarts/LICENSE"),
    ("ZRender", "zrender/LICENSE"),
];

/// The compiled programs.
const PROGRAMS: [&str; 1] = ["pages"];

/// The scripts, each a folder of sources. They refer to programs and are added after
/// them.
const SCRIPTS: [&str; 2] = ["charts", "start"];

/// Where the page's head wants what this program adds.
const HERE: &str = "<!-- portal-build puts the styles, the fonts and the program here -->";

fn main() -> Result<()> {
    let source = Path::new("static");
    let packages = source.join("node_modules");
    let tools = packages.join(".bin");
    let itself = fs::read(std::env::current_exe()?)?;
    let versions = fs::read(source.join("package-lock.json")).context("package-lock.json")?;
    let mut kept = Kept::open(Path::new("target/site"), &[&itself, &versions])?;
    let mut site = Site::default();

    let fonts = packages.join("@fontsource-variable/golos-text/files");
    for (name, original) in FONTS {
        site.asset(name, read(&fonts.join(original))?)?;
    }
    let styles = program::styles(&mut kept, &tools, &files(&source.join("styles"))?)?;
    site.asset("portal.css", read(&styles.join("portal.css"))?)?;
    let named = std::env::var_os("NAMES").is_some();
    let compiled = Path::new("target/wasm32-unknown-unknown/portal");
    for name in PROGRAMS {
        let module = compiled.join(name).with_extension("wasm");
        let program = program::program(&mut kept, &tools, &module, name, named)?;
        for file in [format!("{name}.wasm"), format!("{name}.js")] {
            site.asset(&file, read(&program.join(&file))?)?;
        }
    }
    for name in SCRIPTS {
        let script = program::script(&mut kept, &tools, name, &files(&source.join(name))?)?;
        let file = format!("{name}.js");
        site.asset(&file, read(&script.join(&file))?)?;
    }

    for file in files(&source.join("public"))? {
        let name = file.file_name().context("a file without a name")?;
        site.page(&name.to_string_lossy(), read(&file)?)?;
    }
    site.page("licences.txt", licences(&packages)?)?;
    let page = fs::read_to_string(source.join("index.html"))?;
    ensure!(page.contains(HERE), "index.html lacks {HERE}");
    let page = page.replace(HERE, &head(&site)?);
    site.page("index.html", page.into_bytes())?;

    site.write(&source.join("dist"), &mut kept)?;
    kept.prune()
}

/// What the page's head loads: what it takes to sign in. The script there loads the
/// program.
fn head(site: &Site) -> Result<String> {
    let head = [
        format!(
            r#"<link rel="stylesheet" href="{}">"#,
            site.address("/assets/portal.css")?
        ),
        format!(
            r#"<script type="module" src="{}"></script>"#,
            site.address("/assets/start.js")?
        ),
        format!(
            r#"<meta name="charts" content="{}">"#,
            site.address("/assets/charts.js")?
        ),
    ];
    Ok(head.join("\n"))
}

/// The licences of what the portal bears, in one text.
fn licences(packages: &Path) -> Result<Vec<u8>> {
    let mut all = String::new();
    for (what, file) in LICENCES {
        let text = fs::read_to_string(packages.join(file)).with_context(|| file.to_owned())?;
        all += &format!("===== {what} =====\n\n{}\n\n", text.trim_end());
    }
    Ok(all.into_bytes())
}

/// The files of a folder, by name.
fn files(folder: &Path) -> Result<Vec<PathBuf>> {
    let entries = fs::read_dir(folder).with_context(|| folder.display().to_string())?;
    let mut files = entries
        .map(|entry| Ok(entry?.path()))
        .collect::<Result<Vec<_>>>()?;
    files.sort();
    Ok(files)
}

fn read(file: &Path) -> Result<Vec<u8>> {
    fs::read(file).with_context(|| file.display().to_string())
}
