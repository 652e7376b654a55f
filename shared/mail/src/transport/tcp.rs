//! A TCP connection of the component model. The standard library's is no choice:
//! it does not link everywhere.

use std::io::{self, ErrorKind};
use std::net::SocketAddr;

use spin_sdk::wasip3::sockets::types::{
    ErrorCode, IpAddressFamily, IpSocketAddress, Ipv4SocketAddress, Ipv6SocketAddress, TcpSocket,
};
use spin_sdk::wasip3::wit_stream;
use spin_sdk::wit_bindgen::{FutureReader, StreamReader, StreamResult, StreamWriter};

use crate::smtp::Stream;

/// A connection. It is closed when it is dropped.
pub struct Tcp {
    writer: StreamWriter<u8>,
    reader: StreamReader<u8>,
    // The host carries on only while somebody could ask how it ended.
    _sent: FutureReader<Result<(), ErrorCode>>,
    _received: FutureReader<Result<(), ErrorCode>>,
    _socket: TcpSocket,
}

impl Tcp {
    /// Connects to an address. There is no look-up of names.
    pub async fn connect(address: SocketAddr) -> io::Result<Self> {
        let family = match address {
            SocketAddr::V4(_) => IpAddressFamily::Ipv4,
            SocketAddr::V6(_) => IpAddressFamily::Ipv6,
        };
        let socket = TcpSocket::create(family).map_err(error)?;
        socket.connect(wasi(address)).await.map_err(error)?;
        let (writer, outgoing) = wit_stream::new();
        let sent = socket.send(outgoing);
        let (reader, received) = socket.receive();
        Ok(Self {
            writer,
            reader,
            _sent: sent,
            _received: received,
            _socket: socket,
        })
    }
}

impl Stream for Tcp {
    async fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let (result, bytes) = self.reader.read(Vec::with_capacity(buffer.len())).await;
        for (place, byte) in buffer.iter_mut().zip(&bytes) {
            *place = *byte;
        }
        match result {
            StreamResult::Complete(_) | StreamResult::Dropped => Ok(bytes.len()),
            StreamResult::Cancelled => Err(ErrorKind::Interrupted.into()),
        }
    }

    async fn write_all(&mut self, bytes: &[u8]) -> io::Result<()> {
        if self.writer.write_all(bytes.to_vec()).await.is_empty() {
            Ok(())
        } else {
            Err(ErrorKind::BrokenPipe.into())
        }
    }
}

fn wasi(address: SocketAddr) -> IpSocketAddress {
    match address {
        SocketAddr::V4(address) => {
            let [a, b, c, d] = address.ip().octets();
            IpSocketAddress::Ipv4(Ipv4SocketAddress {
                port: address.port(),
                address: (a, b, c, d),
            })
        }
        SocketAddr::V6(address) => {
            let [a, b, c, d, e, f, g, h] = address.ip().segments();
            IpSocketAddress::Ipv6(Ipv6SocketAddress {
                port: address.port(),
                flow_info: address.flowinfo(),
                address: (a, b, c, d, e, f, g, h),
                scope_id: address.scope_id(),
            })
        }
    }
}

fn error(code: ErrorCode) -> io::Error {
    let kind = match code {
        ErrorCode::AccessDenied => ErrorKind::PermissionDenied,
        ErrorCode::ConnectionRefused => ErrorKind::ConnectionRefused,
        ErrorCode::ConnectionReset => ErrorKind::ConnectionReset,
        ErrorCode::ConnectionAborted => ErrorKind::ConnectionAborted,
        ErrorCode::ConnectionBroken => ErrorKind::BrokenPipe,
        ErrorCode::RemoteUnreachable => ErrorKind::HostUnreachable,
        ErrorCode::Timeout => ErrorKind::TimedOut,
        ErrorCode::InvalidArgument => ErrorKind::InvalidInput,
        ErrorCode::NotSupported => ErrorKind::Unsupported,
        _ => ErrorKind::Other,
    };
    io::Error::new(kind, format!("{code:?}"))
}
