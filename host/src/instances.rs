//! Instances of components: what each is given, how long it lives, and how
//! many requests it serves.

mod busy;
mod sockets;

use std::path::Path;
use std::pin::Pin;
use std::sync::{Arc, Weak};
use std::task::{Context, Poll};
use std::time::{Duration, Instant};

use tokio::time::Sleep;
use wasmtime::component::{GuestTaskId, HasData, ResourceTable};
use wasmtime::{Store, StoreContextMut, StoreLimits, StoreLimitsBuilder, UpdateDeadline};
use wasmtime_wasi::{FsPerms, WasiCtx, WasiCtxBuilder, WasiCtxView, WasiView};
use wasmtime_wasi_http::handler::{
    HandlerState, Instance, Proxy, ShouldAccept, WorkerExpiration, WorkerState, WorkerStatus,
};
use wasmtime_wasi_http::p3::bindings::ServicePre;
use wasmtime_wasi_http::{WasiHttpCtx, WasiHttpCtxView, WasiHttpView};

use self::busy::Busy;
use self::sockets::allows;
use crate::application::Application;
use crate::clock::FileClock;
use crate::crew::{Crew, Member};
use crate::grants::Grants;
use crate::logs::Log;
use crate::outbound::Outbound;

/// How long an instance may go on after its last response has begun: long
/// enough for a slow client to fetch a large export.
const AFTER_RESPONSE: Duration = Duration::from_secs(600);

/// How often an instance whose requests wait for something is asked again
/// whether it can take on others.
const RECONSIDER: Duration = Duration::from_millis(50);

/// How instances live. The defaults are Spin's.
#[derive(Clone, Debug)]
pub struct Limits {
    /// Requests that an instance serves in its life.
    pub reuse: usize,
    /// Requests that an instance serves at once.
    pub concurrent: usize,
    /// How long an instance without requests is kept.
    pub idle: Duration,
    /// How long a component may take to begin its response.
    pub request: Duration,
    /// Bytes of memory that an instance may have.
    pub memory: usize,
    /// The file that says what time it is, in place of the machine.
    pub clock: Option<Arc<Path>>,
}

/// A component, ready to be instantiated.
pub struct Component {
    id: Arc<str>,
    code: ServicePre<Guest>,
    grants: Arc<Grants>,
    limits: Limits,
    application: Weak<Application>,
    crew: Arc<Crew>,
}

impl Component {
    /// One of an application.
    pub fn new(
        id: &str,
        code: ServicePre<Guest>,
        grants: Grants,
        limits: Limits,
        application: Weak<Application>,
    ) -> Self {
        Self {
            id: Arc::from(id),
            code,
            grants: Arc::new(grants),
            crew: Arc::new(Crew::new(limits.concurrent)),
            limits,
            application,
        }
    }

    /// Its instances.
    pub fn crew(&self) -> &Crew {
        &self.crew
    }

    fn store(&self, busy: Busy) -> wasmtime::Result<Store<Guest>> {
        let mut wasi = WasiCtxBuilder::new();
        for (name, value) in &self.grants.environment {
            wasi.env(name, value);
        }
        if let Some(path) = &self.limits.clock {
            wasi.wall_clock(FileClock(path.clone()));
        }
        for (folder, path) in &self.grants.folders {
            wasi.preopened_dir(folder, path, FsPerms::ReadOnly)?;
        }
        wasi.stdout(Log::new(self.id.clone(), "stdout"))
            .stderr(Log::new(self.id.clone(), "stderr"))
            .allow_udp(false)
            .allow_ip_name_lookup(false)
            .allow_tcp(self.grants.hosts.allow_some_tcp());
        let hosts = self.grants.hosts.clone();
        wasi.socket_addr_check(move |address, usage| {
            let allowed = allows(&hosts, address, usage);
            Box::pin(std::future::ready(allowed))
        });
        let guest = Guest {
            table: ResourceTable::new(),
            wasi: wasi.build(),
            http: WasiHttpCtx::new(),
            outbound: Outbound::new(
                self.id.clone(),
                self.grants.hosts.clone(),
                self.application.clone(),
            ),
            memory: StoreLimitsBuilder::new()
                .memory_size(self.limits.memory)
                .build(),
            grants: self.grants.clone(),
            busy,
            open_connections: 0,
            open_stores: 0,
        };
        let mut store = Store::new(self.code.engine(), guest);
        store.limiter(|guest| &mut guest.memory);
        // A busy component gives way at every tick of the engine's clock, so
        // that others go on and its own time limit is noticed.
        store.epoch_deadline_callback(|store| {
            Ok(match store.data().busy.tick() {
                true => UpdateDeadline::Yield(1),
                false => UpdateDeadline::Continue(1),
            })
        });
        store.set_epoch_deadline(1);
        Ok(store)
    }
}

impl HandlerState for Component {
    type StoreData = Guest;
    type WorkerExpiration = Expiration;
    type WorkerState = Lifetime;

    async fn instantiate(&self) -> wasmtime::Result<Instance<Guest, Expiration, Lifetime>> {
        let member = self.crew.join();
        let busy = Busy::default();
        let mut store = self.store(busy.clone())?;
        let service = self.code.instantiate_async(&mut store).await?;
        Ok(Instance {
            store,
            proxy: Proxy::P3(service),
            view: WasiHttpView::http,
            expiration: Expiration {
                limits: self.limits.clone(),
                sleep: Box::pin(tokio::time::sleep(Duration::ZERO)),
                member: member.clone(),
                busy: busy.clone(),
            },
            state: Lifetime {
                component: self.id.clone(),
                limits: self.limits.clone(),
                busy,
                member,
                application: self.application.clone(),
            },
        })
    }
}

/// When an instance has to go.
pub struct Expiration {
    limits: Limits,
    sleep: Pin<Box<Sleep>>,
    member: Arc<Member>,
    busy: Busy,
}

impl WorkerExpiration for Expiration {
    fn poll(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        status: WorkerStatus,
        since: Instant,
    ) -> Poll<()> {
        // It is asked this whenever the instance has nothing to compute.
        self.member.pauses();
        self.busy.rest();
        let limit = match status {
            WorkerStatus::Idle => self.limits.idle,
            WorkerStatus::Requests => self.limits.request,
            WorkerStatus::PostReturn => AFTER_RESPONSE,
        };
        let deadline = (since + limit).into();
        if self.sleep.deadline() != deadline {
            self.sleep.as_mut().reset(deadline);
        }
        self.sleep.as_mut().poll(context)
    }
}

/// What an instance may still do.
pub struct Lifetime {
    component: Arc<str>,
    limits: Limits,
    busy: Busy,
    member: Arc<Member>,
    application: Weak<Application>,
}

impl WorkerState for Lifetime {
    type StoreData = Guest;
    type RequestData = ();

    fn should_accept_request(&self, concurrent: usize, total: usize) -> ShouldAccept {
        if total >= self.limits.reuse {
            ShouldAccept::Never
        } else if concurrent >= self.limits.concurrent || (concurrent > 0 && self.busy.is_so()) {
            ShouldAccept::No
        } else {
            ShouldAccept::Yes
        }
    }

    fn on_request_start(
        &self,
        _store: StoreContextMut<'_, Guest>,
        _data: (),
        _task: GuestTaskId,
    ) -> Pin<Box<dyn Future<Output = ()> + Send + Sync>> {
        self.member.computes();
        let limit = Instant::now() + self.limits.request;
        Box::pin(async move {
            while let now = Instant::now()
                && now < limit
            {
                tokio::time::sleep_until(limit.min(now + RECONSIDER).into()).await;
            }
        })
    }

    fn drop(&self, store: Store<Guest>, result: Result<(), wasmtime::Error>) {
        // At the server's end instances are dropped as they are.
        let expected = self
            .application
            .upgrade()
            .is_none_or(|application| application.is_stopping());
        if let Err(error) = result
            && !expected
        {
            tracing::error!(
                component = &*self.component,
                "an instance ended early: {error:?}"
            );
        }
        drop(store);
    }
}

/// All that belongs to one instance.
pub struct Guest {
    pub(crate) table: ResourceTable,
    wasi: WasiCtx,
    http: WasiHttpCtx,
    outbound: Outbound,
    memory: StoreLimits,
    grants: Arc<Grants>,
    busy: Busy,
    pub(crate) open_connections: usize,
    pub(crate) open_stores: usize,
}

impl Guest {
    /// What the component may touch.
    pub fn grants(&self) -> &Arc<Grants> {
        &self.grants
    }
}

impl WasiView for Guest {
    fn ctx(&mut self) -> WasiCtxView<'_> {
        WasiCtxView {
            ctx: &mut self.wasi,
            table: &mut self.table,
        }
    }
}

impl WasiHttpView for Guest {
    fn http(&mut self) -> WasiHttpCtxView<'_> {
        WasiHttpCtxView {
            hooks: &mut self.outbound,
            table: &mut self.table,
            ctx: &mut self.http,
        }
    }
}

/// The imports of Spin, which are given an instance's whole [`Guest`].
pub struct Imports;

impl HasData for Imports {
    type Data<'a> = &'a mut Guest;
}
