//! The server: what answers which path, start and stop.

use super::about::{self, About};
use super::api::{self, Desk};
use super::folder::Folder;
use super::guard::{self, Guard};
use super::key::{self, Key};
use super::library::store::Store;
use super::page::{self, files::Files};
use super::proxy::target::{LABEL_STUDIO, Upstream};
use super::proxy::{self, Patience, Proxy};
use super::samples::Samples;
use super::{library, policy};
use axum::Router;
use axum::extract::OriginalUri;
use axum::http::header::{AUTHORIZATION, CONTENT_RANGE, CONTENT_TYPE, ETAG, RANGE, RETRY_AFTER};
use axum::http::{HeaderName, HeaderValue, Method};
use axum::middleware::from_fn_with_state;
use axum::response::Redirect;
use axum::routing::{any, get};
use reqwest::Url;
use std::io::ErrorKind;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;
use thiserror::Error;
use tokio::net::TcpListener;
use tokio::sync::oneshot;
use tokio::task::JoinHandle;
use tower_http::cors::CorsLayer;

/// How long open streams may go on after the stop.
const GRACE: Duration = Duration::from_secs(2);

/// Where the batches come from.
#[derive(Debug, Clone)]
pub enum Batches {
    /// The built-in set.
    Samples,
    /// A folder of JSONL files.
    Folder(PathBuf),
    /// A batch API.
    Api(Upstream),
}

/// What to serve.
#[derive(Clone)]
pub struct Config {
    /// Address and port; port 0 takes a free one.
    pub listen: SocketAddr,
    /// Where the batches come from.
    pub batches: Batches,
    /// The Label Studio that the page offers, and the only one that it may speak to. `None`: any.
    pub label_studio: Option<reqwest::Url>,
    /// Where the page comes from.
    pub page: Files,
    /// Names, besides loopback's own, under which the server may be asked.
    pub hosts: Vec<String>,
    /// Sent to the batch API where the browser sends no key of its own. Never logged.
    pub batch_api_key: Option<String>,
    /// How long the batch API may take.
    pub patience: Patience,
    /// Asked for with everything that reads or writes data.
    pub(super) key: Option<Arc<Key>>,
    /// Other origins whose pages may read and write here.
    pub origins: Vec<String>,
    /// What is answered besides.
    pub(super) desk: Desk,
}

impl Config {
    /// A configuration with everything else as usual.
    pub fn new(listen: SocketAddr, batches: Batches) -> Self {
        Self {
            listen,
            batches,
            label_studio: None,
            page: Files::Embedded,
            hosts: Vec::new(),
            batch_api_key: None,
            patience: Patience::default(),
            key: None,
            origins: Vec::new(),
            desk: Desk::default(),
        }
    }
}

/// Why the server did not start. Each is a sentence that says what to do.
#[derive(Debug, Error)]
pub enum StartError {
    /// Someone else listens there.
    #[error(
        "Port {port} of {ip} is taken by another program. Stop that one, or choose another port: \
         batch-curator serve --listen {ip}:{next}",
        port = .0.port(), ip = ip_of(*.0), next = .0.port().checked_add(1).unwrap_or(8001)
    )]
    PortTaken(SocketAddr),
    /// The system does not allow it.
    #[error("Cannot listen on {address}: {error}. Choose another address: --listen 127.0.0.1:8001")]
    Listen {
        /// Where.
        address: SocketAddr,
        /// The system's words.
        error: std::io::Error,
    },
    /// The folder or the batch API cannot be served.
    #[error("{0}")]
    Source(String),
}

/// An address as it is written before a port.
fn ip_of(address: SocketAddr) -> String {
    if address.is_ipv6() { format!("[{}]", address.ip()) } else { address.ip().to_string() }
}

/// A server that runs.
pub struct Running {
    /// Where it listens; the port is the real one.
    pub addr: SocketAddr,
    stop: oneshot::Sender<()>,
    task: JoinHandle<std::io::Result<()>>,
}

impl Running {
    /// Stops: no new connections, open answers get two seconds to end.
    pub async fn stop(mut self) {
        let _already_ended = self.stop.send(());
        if tokio::time::timeout(GRACE, &mut self.task).await.is_err() {
            self.task.abort();
        }
    }
}

/// Starts the server on the current runtime.
///
/// # Errors
/// A sentence that says what to do.
pub async fn start(config: Config) -> Result<Running, StartError> {
    let address = config.listen;
    let app = app(config)?;
    let listener = TcpListener::bind(address).await.map_err(|error| match error.kind() {
        ErrorKind::AddrInUse => StartError::PortTaken(address),
        _ => StartError::Listen { address, error },
    })?;
    let addr = listener.local_addr().map_err(|error| StartError::Listen { address, error })?;
    let (stop, stopped) = oneshot::channel();
    let serving = axum::serve(listener, app).with_graceful_shutdown(async move {
        drop(stopped.await);
    });
    let task = tokio::spawn(async move { serving.await });
    Ok(Running { addr, stop, task })
}

/// Everything that answers, with the guard and the security headers around it.
fn app(config: Config) -> Result<Router, StartError> {
    let about = about_of(&config);
    let policy = HeaderValue::from_str(&policy::of_page(config.label_studio.as_ref()))
        .map_err(|_| StartError::Source("The address of Label Studio fits into no header.".to_owned()))?;
    let loopback = config.listen.ip().is_loopback();
    if !loopback && config.key.is_none() {
        return Err(StartError::Source(format!(
            "On {} everybody who reaches this machine could read and write. Set a key in the environment variable \
             BATCH_CURATOR_API_KEY (at least 16 characters), or listen on 127.0.0.1.",
            config.listen.ip()
        )));
    }
    let cors = cors(&config.origins)?;
    let guard = Guard { loopback, hosts: config.hosts, origins: config.origins };
    let metrics = Arc::clone(&config.desk.metrics);
    let batches = match config.batches {
        Batches::Samples => library::routes(Arc::new(Store::Samples(Samples::begin()))),
        Batches::Folder(path) => {
            let folder = Folder::open(&path).map_err(StartError::Source)?;
            library::routes(Arc::new(Store::Folder(folder)))
        }
        Batches::Api(upstream) => {
            let proxy = Proxy::new(upstream, config.batch_api_key.as_deref(), config.patience);
            let proxy = Arc::new(proxy.map_err(StartError::Source)?);
            Router::new().route("/v1/{*rest}", any(proxy::pass)).with_state(proxy)
        }
    };
    let mut all = Router::new()
        .route("/companion.json", get(about::answer).with_state(Arc::new(about)))
        .merge(api::routes(config.desk))
        .merge(batches);
    if let Some(base) = config.label_studio {
        all = all.merge(label_studio(base, config.patience)?);
    }
    let all = all.fallback_service(any(page::answer).with_state(Arc::new(config.page)));
    let all = match config.key {
        None => all,
        Some(key) => all
            .route(key::SIGN_IN, get(key::ask).post(key::sign_in).with_state(Arc::clone(&key)))
            .layer(from_fn_with_state(key, key::check)),
    };
    Ok(api::counted(all, metrics)
        .layer(cors)
        .layer(from_fn_with_state(Arc::new(guard), guard::check))
        .layer(from_fn_with_state(Arc::new(policy), policy::apply)))
}

/// Pages of these origins may read and write here; of no other.
fn cors(origins: &[String]) -> Result<CorsLayer, StartError> {
    let mut named = Vec::with_capacity(origins.len());
    for origin in origins {
        let url = Url::parse(origin).ok().filter(|url| url.origin().ascii_serialization() == *origin);
        let value = url.and_then(|_| HeaderValue::from_str(origin).ok());
        named.push(value.ok_or_else(|| {
            StartError::Source(format!(
                "{origin:?} is no origin. Write scheme, host and port only: --cors-origin https://dashboard.example"
            ))
        })?);
    }
    Ok(CorsLayer::new()
        .allow_origin(named)
        .allow_methods([Method::GET, Method::HEAD, Method::POST, Method::PATCH, Method::DELETE])
        .allow_headers([AUTHORIZATION, CONTENT_TYPE, RANGE, HeaderName::from_static("x-api-key")])
        .expose_headers([CONTENT_RANGE, ETAG, RETRY_AFTER])
        .max_age(Duration::from_mins(10)))
}

/// The way around a Label Studio that lets no other page in: its API below this page's own address, and nothing else
/// of it. Its pages are where they are.
fn label_studio(base: Url, patience: Patience) -> Result<Router, StartError> {
    let pages = base.as_str().trim_end_matches('/').to_owned();
    let proxy =
        Arc::new(Proxy::new(Upstream::label_studio(base), None, patience).map_err(StartError::Source)?);
    let to_pages = move |OriginalUri(asked): OriginalUri| {
        let rest = asked.path_and_query().map_or("", |path| path.as_str());
        let to = format!("{pages}{}", rest.strip_prefix(LABEL_STUDIO).unwrap_or_default());
        async move { Redirect::temporary(&to) }
    };
    Ok(Router::new()
        .route(&format!("{LABEL_STUDIO}/api/{{*rest}}"), any(proxy::pass).with_state(proxy))
        .route(&format!("{LABEL_STUDIO}/projects/{{*rest}}"), get(to_pages)))
}

fn about_of(config: &Config) -> About {
    let (batches, source) = match &config.batches {
        Batches::Samples => ("samples", String::new()),
        Batches::Folder(path) => ("folder", path.display().to_string()),
        Batches::Api(upstream) => ("api", upstream.place()),
    };
    let label_studio = config.label_studio.as_ref().map(|url| url.as_str().trim_end_matches('/').to_owned());
    About {
        name: "batch-curator",
        version: env!("CARGO_PKG_VERSION"),
        batches,
        source,
        label_studio,
        ledger: config.desk.ledger.is_some(),
    }
}
