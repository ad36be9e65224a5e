//! From an address to a database whose tables are up to date.

use super::Ledger;
use sqlx::any::{AnyPoolOptions, install_default_drivers};
use sqlx::migrate::Migrator;
use std::path::Path;
use std::time::Duration;

static MIGRATIONS: Migrator = sqlx::migrate!("src/companion/ledger/migrations");
/// A watcher and some readers.
const CONNECTIONS: u32 = 4;

impl Ledger {
    /// Opens `postgres://…`, `sqlite:FILE` or the path of a file, which is made where it is missing.
    ///
    /// # Errors
    /// A sentence that says what to do, without the password.
    pub(in crate::companion) async fn open(address: &str) -> Result<Self, String> {
        install_default_drivers();
        let postgres = ["postgres://", "postgresql://"].iter().any(|scheme| address.starts_with(scheme));
        let (url, place) = if postgres { (address.to_owned(), redacted(address)) } else { file(address)? };
        let options = AnyPoolOptions::new()
            // SQLite has one writer, and waits for it better inside one process than between connections.
            .max_connections(if postgres { CONNECTIONS } else { 1 })
            .acquire_timeout(Duration::from_secs(10))
            .after_connect(move |connection, _| {
                Box::pin(async move {
                    if !postgres {
                        let settings = "PRAGMA journal_mode = WAL; PRAGMA busy_timeout = 10000; PRAGMA synchronous = FULL";
                        sqlx::raw_sql(settings).execute(connection).await?;
                    }
                    Ok(())
                })
            });
        let pool = options.connect(&url).await.map_err(|error| {
            let hint =
                if postgres { "Is PostgreSQL running there, and are name and password right?" } else { "" };
            format!("The ledger {place} cannot be opened: {error}. {hint}").trim_end().to_owned()
        })?;
        MIGRATIONS
            .run(&pool)
            .await
            .map_err(|error| format!("The ledger {place} cannot be brought up to date: {error}."))?;
        let lock = if postgres { "FOR UPDATE SKIP LOCKED" } else { "" };
        Ok(Self { pool, lock, place })
    }
}

/// The address of a `SQLite` file, and the file.
fn file(address: &str) -> Result<(String, String), String> {
    let path =
        address.strip_prefix("sqlite://").or_else(|| address.strip_prefix("sqlite:")).unwrap_or(address);
    if path.contains("://") {
        return Err(format!(
            "The ledger {} is neither a file nor PostgreSQL. Give the path of a file, or postgres://USER:PASSWORD@HOST/DATABASE.",
            redacted(address)
        ));
    }
    if let Some(folder) = Path::new(path).parent() {
        std::fs::create_dir_all(folder)
            .map_err(|error| format!("{} cannot be made: {error}.", folder.display()))?;
    }
    let escaped = path.replace('%', "%25").replace('?', "%3F").replace('#', "%23");
    Ok((format!("sqlite://{escaped}?mode=rwc"), path.to_owned()))
}

/// Without user and password, and without what follows a question mark: it may hold a password too.
fn redacted(address: &str) -> String {
    let (scheme, rest) = address.split_once("://").unwrap_or(("", address));
    let rest = rest.split('?').next().unwrap_or_default();
    format!("{scheme}://{}", rest.rsplit_once('@').map_or(rest, |(_, place)| place))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_password_is_shown() {
        for (address, shown) in [
            ("postgres://curator:s3cret@db/ledger?password=x", "postgres://db/ledger"),
            ("postgres://a:p@ss@db:5432/l", "postgres://db:5432/l"),
            ("mysql://u:p@db/l", "mysql://db/l"),
        ] {
            assert_eq!(redacted(address), shown);
        }
        assert!(file("mysql://u:hidden@db/l").is_err_and(|why| !why.contains("hidden")));
    }
}
