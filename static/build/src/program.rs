//! The portal's program, from what the compiler made to what a browser loads.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context as _, Result, ensure};
use wasm_bindgen_cli_support::Bindgen;

use crate::kept::Kept;

/// A folder with `<name>.js`, which loads `/assets/<name>.wasm`, and `<name>.wasm`.
/// Functions keep their names where they are to be told apart in a browser's traces.
pub fn program(
    kept: &mut Kept,
    tools: &Path,
    compiled: &Path,
    name: &str,
    named: bool,
) -> Result<PathBuf> {
    // Its address is filled in when its hash is known.
    let load = format!(
        "import init from './{name}.js';\ninit({{ module_or_path: '/assets/{name}.wasm' }});\n"
    );
    let module = fs::read(compiled).with_context(|| compiled.display().to_string())?;
    let step = if named { "named-program" } else { "program" };
    kept.make(step, &[&module, load.as_bytes()], |to| {
        let bound = to.join("bound");
        Bindgen::new()
            .input_bytes(name, module.clone())
            .web(true)?
            .typescript(false)
            .omit_default_module_path(true)
            .remove_name_section(!named)
            .remove_producers_section(true)
            .generate(&bound)?;
        run(Command::new(tools.join("wasm-opt"))
            .arg(if named { "-g" } else { "--strip-debug" })
            .arg("-Oz")
            .arg(bound.join(format!("{name}_bg.wasm")))
            .arg("-o")
            .arg(to.join(format!("{name}.wasm"))))?;
        let entry = bound.join("entry.js");
        fs::write(&entry, &load)?;
        bundle(tools, &entry, &to.join(format!("{name}.js")))?;
        fs::remove_dir_all(bound)?;
        Ok(())
    })
}

/// A folder with a script of this name, of these sources, the first of which imports
/// the others.
pub fn script(kept: &mut Kept, tools: &Path, name: &str, sources: &[PathBuf]) -> Result<PathBuf> {
    let entry = sources.first().with_context(|| format!("no {name}"))?;
    let texts = sources.iter().map(fs::read);
    let texts = texts.collect::<Result<Vec<_>, _>>()?;
    let texts: Vec<_> = texts.iter().map(Vec::as_slice).collect();
    kept.make(name, &texts, |to| {
        bundle(tools, entry, &to.join(format!("{name}.js")))
    })
}

/// A folder with `portal.css`: styles one after the other, without what only
/// people need.
pub fn styles(kept: &mut Kept, tools: &Path, sources: &[PathBuf]) -> Result<PathBuf> {
    let mut all = String::new();
    for source in sources {
        all += &fs::read_to_string(source).with_context(|| source.display().to_string())?;
        all += "\n";
    }
    kept.make("styles", &[all.as_bytes()], |to| {
        let joined = to.join("joined.css");
        fs::write(&joined, &all)?;
        run(Command::new(tools.join("esbuild"))
            .arg(&joined)
            .args(["--minify", "--log-level=warning"])
            .arg(format!("--outfile={}", to.join("portal.css").display())))?;
        fs::remove_file(joined)?;
        Ok(())
    })
}

/// One module of all that a module imports.
fn bundle(tools: &Path, entry: &Path, to: &Path) -> Result<()> {
    run(Command::new(tools.join("esbuild"))
        .arg(entry)
        .args(["--bundle", "--minify", "--format=esm", "--target=es2022"])
        // What has an address is loaded when it is wanted.
        .arg("--external:/assets/*")
        .args(["--legal-comments=none", "--log-level=warning"])
        .arg(format!("--outfile={}", to.display())))
}

fn run(command: &mut Command) -> Result<()> {
    let program = command.get_program().to_string_lossy().into_owned();
    let status = command.status().with_context(|| program.clone())?;
    ensure!(status.success(), "{program} failed: {status}");
    Ok(())
}
