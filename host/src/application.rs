//! The application: its components compiled, its routes, and calls to them.

use std::collections::HashMap;
use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Weak};
use std::time::{Duration, Instant};

use anyhow::{Context as _, Result, bail};
use bytes::Bytes;
use http::header::HOST;
use http::{Request, Response, StatusCode};
use http_body_util::{BodyExt as _, Full};
use wasmtime::component::Linker;
use wasmtime_wasi_http::WasiBody;
use wasmtime_wasi_http::handler::{ExpirationError, InstantiationError, ProxyHandler};
use wasmtime_wasi_http::p3::bindings::ServicePre;

use crate::engine;
use crate::grants::{Grants, State};
use crate::instances::{Component, Guest, Imports, Limits};
use crate::manifest::Manifest;
use crate::routes::{Route, Routes};
use crate::variables::Variables;

/// What a component that is called from inside sees as its client.
const NO_CLIENT: SocketAddr = SocketAddr::new(IpAddr::V4(Ipv4Addr::UNSPECIFIED), 0);

/// What an application is made from.
pub struct Settings {
    /// The folder of the manifest, which its paths are relative to.
    pub folder: PathBuf,
    /// Where databases and compiled code are kept.
    pub state: PathBuf,
    /// Variables given on the command line.
    pub variables: Vec<(String, String)>,
    /// How instances are used.
    pub limits: Limits,
}

/// A running application.
pub struct Application {
    /// The public routes.
    pub routes: Routes,
    /// The variables and their values.
    pub variables: Variables,
    components: HashMap<String, ProxyHandler<Component>>,
    request_limit: Duration,
    stopping: AtomicBool,
}

impl Application {
    /// Compiles the components and opens the state.
    pub fn load(manifest: &Manifest, settings: &Settings) -> Result<Arc<Self>> {
        let variables = Variables::resolve(&manifest.variables, &settings.variables, |name| {
            std::env::var(name).ok()
        })?;
        let routes = Routes::new(manifest.routes())?;
        std::fs::create_dir_all(&settings.state)
            .with_context(|| format!("cannot create {}", settings.state.display()))?;
        let state = State::in_folder(&settings.state);
        let engine = engine::new(&settings.state, settings.limits.memory)?;
        let linker = linker(&engine)?;
        let mut parts = Vec::new();
        for (id, component) in &manifest.component {
            let load = || {
                let code = compile(&linker, &settings.folder.join(&component.source))?;
                let grants = Grants::of(component, &variables, &state, &settings.folder)?;
                for callee in grants.hosts.chained() {
                    if !manifest.component.contains_key(callee) {
                        bail!("it may call {callee:?}, which is not defined");
                    }
                }
                Ok((code, grants))
            };
            let (code, grants) = load().with_context(|| format!("the component {id:?}"))?;
            if !grants.key_value_stores.is_empty() {
                crate::key_value::prepare(&state.key_value)?;
            }
            parts.push((id.clone(), code, grants));
        }
        Ok(Arc::new_cyclic(|application: &Weak<Self>| Self {
            routes,
            variables,
            components: parts
                .into_iter()
                .map(|(id, code, grants)| {
                    let limits = settings.limits.clone();
                    let component = Component::new(&id, code, grants, limits, application.clone());
                    (id, ProxyHandler::new(component))
                })
                .collect(),
            request_limit: settings.limits.request,
            stopping: AtomicBool::new(false),
        }))
    }

    /// Notes that from now on instances may end at any time.
    pub fn stop(&self) {
        self.stopping.store(true, Ordering::Relaxed);
    }

    /// Whether instances may end at any time.
    pub fn is_stopping(&self) -> bool {
        self.stopping.load(Ordering::Relaxed)
    }

    /// Whether there is such a component.
    pub fn has(&self, component: &str) -> bool {
        self.components.contains_key(component)
    }

    /// Has a component answer a request that comes from inside: from another
    /// component or from the ticker. It is told so as under Spin.
    pub async fn call_inside(
        &self,
        component: &str,
        mut request: Request<WasiBody>,
    ) -> Response<WasiBody> {
        let route = Route::chained(component);
        let uri = request.uri().clone();
        if let Some(matched) = route.matches(uri.path()) {
            matched.describe(&uri, NO_CLIENT, request.headers_mut());
        }
        request.headers_mut().remove(HOST);
        self.call(component, request).await
    }

    /// Has a component answer a request. Where it fails to, the answer is the
    /// server's, without details: those are for the log.
    pub async fn call(&self, component: &str, request: Request<WasiBody>) -> Response<WasiBody> {
        let Some(handler) = self.components.get(component) else {
            return answer(StatusCode::NOT_FOUND);
        };
        // The instance has the same limit; this one also covers the time
        // before an instance takes the request.
        let limit = self.request_limit + Duration::from_millis(500);
        let began = Instant::now();
        let work = async {
            let _request = handler.state().crew().admit().await;
            handler.handle((), request).await
        };
        let Ok(result) = tokio::time::timeout(limit, work).await else {
            tracing::warn!(component, "a request was not answered in time");
            return answer(StatusCode::GATEWAY_TIMEOUT);
        };
        match result {
            Ok(response) => response,
            Err(error) => {
                tracing::error!(component, "a request failed: {error:#}");
                // An instance that never pauses is ended, and cannot say so.
                let late = began.elapsed() >= self.request_limit;
                if error.is::<ExpirationError>() || late {
                    answer(StatusCode::GATEWAY_TIMEOUT)
                } else if error.is::<InstantiationError<()>>() {
                    answer(StatusCode::SERVICE_UNAVAILABLE)
                } else {
                    answer(StatusCode::INTERNAL_SERVER_ERROR)
                }
            }
        }
    }
}

/// An answer of the server itself.
pub fn answer(status: StatusCode) -> Response<WasiBody> {
    let text = status.canonical_reason().unwrap_or_default();
    let body = Full::new(Bytes::from_static(text.as_bytes()));
    let mut response = Response::new(body.map_err(|never| match never {}).boxed_unsync());
    *response.status_mut() = status;
    response
}

fn linker(engine: &wasmtime::Engine) -> Result<Linker<Guest>> {
    let mut linker = Linker::new(engine);
    let l = &mut linker;
    wasmtime_wasi::p2::add_to_linker_async(l)?;
    wasmtime_wasi::p3::add_to_linker(l)?;
    wasmtime_wasi_http::p3::add_to_linker(l)?;
    crate::bindings::sqlite::add_to_linker::<_, Imports>(l, |guest| guest)?;
    crate::bindings::key_value::add_to_linker::<_, Imports>(l, |guest| guest)?;
    crate::bindings::variables::add_to_linker::<_, Imports>(l, |guest| guest)?;
    Ok(linker)
}

fn compile(linker: &Linker<Guest>, file: &Path) -> Result<ServicePre<Guest>> {
    let code = wasmtime::component::Component::from_file(linker.engine(), file)
        .map_err(anyhow::Error::from)
        .with_context(|| format!("{} (is it built?)", file.display()))?;
    Ok(ServicePre::new(linker.instantiate_pre(&code)?)?)
}
