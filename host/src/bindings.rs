//! The interfaces of Spin that components import, from `host/wit`.

mod generated {
    wasmtime::component::bindgen!({
        path: "wit",
        world: "spp:host/imports",
        imports: { default: async | trappable },
        with: {
            "spin:sqlite/sqlite.connection": crate::sqlite::Connection,
            "spin:key-value/key-value.store": crate::key_value::Store,
        },
        require_store_data_send: true,
    });
}

pub use generated::spin::key_value::key_value;
pub use generated::spin::sqlite::sqlite;
pub use generated::spin::variables::variables;
