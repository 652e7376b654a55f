//! What a component may do with sockets.

use std::net::SocketAddr;

use wasmtime_wasi::sockets::SocketAddrUse;

use crate::hosts::AllowedHosts;

/// Whether a socket may be used so: to connect to what is listed, no more.
pub fn allows(hosts: &AllowedHosts, address: SocketAddr, usage: SocketAddrUse) -> bool {
    match usage {
        SocketAddrUse::TcpConnect => hosts.allow_tcp(address),
        // What connecting implies; a bind to anything else is a server's.
        SocketAddrUse::TcpBind => address.ip().is_unspecified() && address.port() == 0,
        _ => false,
    }
}
