//! The server: connections, the time they may take, and how it all ends.

use std::convert::Infallible;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use anyhow::{Context as _, Result};
use http::header::{CONNECTION, HOST};
use http::uri::{Authority, Scheme};
use http::{Request, Response, StatusCode, Uri};
use http_body_util::BodyExt as _;
use hyper::body::Incoming;
use hyper::service::service_fn;
use hyper_util::rt::{TokioExecutor, TokioIo, TokioTimer};
use hyper_util::server::conn::auto::Builder;
use hyper_util::server::graceful::GracefulShutdown;
use tokio::net::TcpListener;
use tokio::sync::Semaphore;
use wasmtime_wasi_http::{Error, WasiBody};

use crate::application::{Application, answer};

/// Connections that are served at once; others wait to be accepted.
const CONNECTIONS: usize = 1024;

/// Requests that are worked on at once; others wait. It leaves half of the
/// engine's instances to components that are called by components.
const REQUESTS: usize = 500;

/// How long a client may take to send a request's head, or its next request.
const HEAD: Duration = Duration::from_secs(30);

/// How long requests may go on after the server was told to stop.
pub const DRAIN: Duration = Duration::from_secs(30);

/// A server that listens.
pub struct Server {
    listener: TcpListener,
    application: Arc<Application>,
    requests: Arc<Semaphore>,
}

impl Server {
    /// Listens at an address.
    pub async fn bind(address: SocketAddr, application: Arc<Application>) -> Result<Self> {
        let listener = TcpListener::bind(address)
            .await
            .with_context(|| format!("cannot listen at {address}"))?;
        Ok(Self {
            listener,
            application,
            requests: Arc::new(Semaphore::new(REQUESTS)),
        })
    }

    /// The address it listens at.
    pub fn address(&self) -> Result<SocketAddr> {
        Ok(self.listener.local_addr()?)
    }

    /// Serves until told to stop; then accepts nothing more, and ends when
    /// the requests that are under way have been answered.
    pub async fn serve(self, stop: impl Future<Output = ()>) {
        let mut builder = Builder::new(TokioExecutor::new());
        builder
            .http1()
            .timer(TokioTimer::new())
            .header_read_timeout(HEAD);
        builder
            .http2()
            .timer(TokioTimer::new())
            .max_concurrent_streams(128)
            .keep_alive_interval(Some(HEAD));
        let connections = Arc::new(Semaphore::new(CONNECTIONS));
        let graceful = GracefulShutdown::new();
        let mut stop = std::pin::pin!(stop);
        loop {
            let accepted = async {
                let place = connections.clone().acquire_owned().await;
                (place, self.listener.accept().await)
            };
            let (place, accepted) = tokio::select! {
                () = &mut stop => break,
                next = accepted => next,
            };
            let (stream, client) = match accepted {
                Ok(accepted) => accepted,
                Err(error) => {
                    // Out of file descriptors, mostly: it passes.
                    tracing::warn!("a connection was not accepted: {error}");
                    tokio::time::sleep(Duration::from_millis(100)).await;
                    continue;
                }
            };
            // Small answers must not wait for others to fill a packet.
            _ = stream.set_nodelay(true);
            let (application, requests) = (self.application.clone(), self.requests.clone());
            let service = service_fn(move |request| {
                let (application, requests) = (application.clone(), requests.clone());
                async move {
                    let _turn = requests.acquire().await;
                    Ok::<_, Infallible>(respond(&application, client, request).await)
                }
            });
            let connection = builder
                .serve_connection(TokioIo::new(stream), service)
                .into_owned();
            let connection = graceful.watch(connection);
            tokio::spawn(async move {
                let _place = place;
                if let Err(error) = connection.await {
                    tracing::debug!("a connection ended early: {error}");
                }
            });
        }
        drop(self.listener);
        tokio::select! {
            () = graceful.shutdown() => {}
            () = tokio::time::sleep(DRAIN) => {
                tracing::warn!("requests were still under way and have been cut off");
            }
        }
    }
}

/// Answers a request that came from outside.
async fn respond(
    application: &Application,
    client: SocketAddr,
    mut request: Request<Incoming>,
) -> Response<WasiBody> {
    let path = request.uri().path();
    if let Some(own) = path.strip_prefix("/.well-known/spin/") {
        return match own {
            // Says "OK", as Spin does.
            "health" => answer(StatusCode::OK),
            _ => answer(StatusCode::NOT_FOUND),
        };
    }
    let Some(uri) = absolute(&request) else {
        return answer(StatusCode::BAD_REQUEST);
    };
    let Some(matched) = application.routes.find(uri.path()) else {
        return answer(StatusCode::NOT_FOUND);
    };
    // It is about this connection, not for the component.
    request.headers_mut().remove(CONNECTION);
    matched.describe(&uri, client, request.headers_mut());
    *request.uri_mut() = uri.clone();
    let request = request.map(|body| body.map_err(Error::from).boxed_unsync());
    application.call(matched.component(), request).await
}

/// The request's whole address. Its host is said by the client, in one place
/// or in two that agree.
fn absolute<B>(request: &Request<B>) -> Option<Uri> {
    let said = match request.headers().get(HOST) {
        Some(host) => Some(host.to_str().ok()?.parse::<Authority>().ok()?),
        None => None,
    };
    let authority = match (said, request.uri().authority().cloned()) {
        (Some(said), Some(other)) if said != other => return None,
        (said, other) => said.or(other)?,
    };
    let mut parts = request.uri().clone().into_parts();
    parts.scheme = Some(Scheme::HTTP);
    parts.authority = Some(authority);
    Uri::from_parts(parts).ok()
}
