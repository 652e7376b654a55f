//! Wasmtime, set up for many short-lived instances.

use std::path::Path;
use std::time::Duration;

use anyhow::{Context as _, Result};
use wasmtime::{
    Cache, CacheConfig, Config, Enabled, Engine, InstanceAllocationStrategy,
    PoolingAllocationConfig,
};

/// How often a busy component gives way to others.
pub const TICK: Duration = Duration::from_millis(5);

/// The instances that there can be at once.
const INSTANCES: u32 = 1000;

/// Of an instance's memory, the bytes that are kept for the next instance
/// rather than given back to the system and fetched again.
const KEPT: usize = 1 << 20;

/// An engine that keeps compiled code in the state's folder.
pub fn new(state: &Path, memory: usize) -> Result<Engine> {
    let mut config = Config::new();
    config
        .wasm_component_model_async(true)
        .epoch_interruption(true)
        .cache(Some(cache(state)?));
    let mut pool = PoolingAllocationConfig::new();
    pool.total_component_instances(INSTANCES)
        // Each component comes with small modules that connect its parts.
        .total_core_instances(INSTANCES * 8)
        .total_memories(INSTANCES)
        .total_tables(INSTANCES * 4)
        .total_stacks(INSTANCES * 4)
        .max_memory_size(memory)
        .linear_memory_keep_resident(KEPT)
        .table_keep_resident(1 << 16)
        // Where Linux tells which pages an instance has written to, only those
        // are cleared; else all that is kept would be, and so come into memory.
        .pagemap_scan(Enabled::Auto);
    config.allocation_strategy(InstanceAllocationStrategy::Pooling(pool));
    let engine = Engine::new(&config).or_else(|error| {
        // The pool reserves addresses, which some systems limit.
        tracing::warn!("instances are not pooled: {error:#}");
        config.allocation_strategy(InstanceAllocationStrategy::OnDemand);
        Engine::new(&config)
    })?;
    keep_time(&engine)?;
    Ok(engine)
}

/// The cache's entries are named by what they were compiled from and by what:
/// an entry of another version is never used.
fn cache(state: &Path) -> Result<Cache> {
    let folder = std::path::absolute(state.join("cache"))?;
    std::fs::create_dir_all(&folder)
        .with_context(|| format!("cannot create {}", folder.display()))?;
    let mut config = CacheConfig::new();
    config.with_directory(folder);
    Ok(Cache::new(config)?)
}

/// The engine's clock: a thread of its own, since it has to tick exactly when
/// all others are busy.
fn keep_time(engine: &Engine) -> Result<()> {
    let engine = engine.weak();
    std::thread::Builder::new()
        .name("clock".to_owned())
        .spawn(move || {
            loop {
                std::thread::sleep(TICK);
                let Some(engine) = engine.upgrade() else {
                    break;
                };
                engine.increment_epoch();
            }
        })?;
    Ok(())
}
