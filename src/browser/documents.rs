//! Documents that outlive the tab: journals and receipts of pushes, in `IndexedDB`. Never a token.
//!
//! A document has a head, which lists show, and parts of text, which are appended and read in their order.

use idb::{
    Database, DatabaseEvent as _, Error, Factory, KeyRange, ObjectStore, ObjectStoreParams, Query,
    Transaction, TransactionMode,
};
use wasm_bindgen::JsValue;

const NAME: &str = "batch-curator";
const HEADS: &str = "heads";
const PARTS: &str = "parts";

/// What kind of document it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// What an interrupted push is resumed from.
    Journal,
    /// What became of each result of a push.
    Receipt,
}

impl Kind {
    fn word(self) -> &'static str {
        match self {
            Self::Journal => "journal",
            Self::Receipt => "receipt",
        }
    }

    /// The key of a document's head, and of all heads if the name is empty: what all keys of its parts begin with.
    fn key(self, name: &str) -> String {
        format!("{}/{name}", self.word())
    }
}

/// The heads of all documents of a kind, the newest name first. `Err`: this browser keeps nothing, and why.
pub async fn heads(kind: Kind) -> Result<Vec<String>, String> {
    let mut heads = read(HEADS, &kind.key("")).await.map_err(words)?;
    heads.reverse();
    Ok(heads)
}

/// The parts of a document, in order.
pub async fn parts(kind: Kind, name: &str) -> Result<Vec<String>, String> {
    read(PARTS, &(kind.key(name) + "/")).await.map_err(words)
}

/// Writes a document's head, or another one.
pub async fn put_head(kind: Kind, name: &str, head: &str) -> Result<(), String> {
    let key = JsValue::from_str(&kind.key(name));
    change(HEADS, |store| store.put(&JsValue::from_str(head), Some(&key)).map(drop)).await.map_err(words)
}

/// Writes parts, the first of them as number `first`. It is on disk, or as near to it as the browser says.
pub async fn put_parts(kind: Kind, name: &str, first: u32, parts: &[String]) -> Result<(), String> {
    let write = |store: &ObjectStore| {
        for (part, number) in parts.iter().zip(first..) {
            let key = JsValue::from_str(&format!("{}/{number:08}", kind.key(name)));
            store.put(&JsValue::from_str(part), Some(&key))?;
        }
        Ok(())
    };
    change(PARTS, write).await.map_err(words)
}

/// Forgets a document.
pub async fn remove(kind: Kind, name: &str) -> Result<(), String> {
    let head = JsValue::from_str(&kind.key(name));
    change(HEADS, |store| store.delete(Query::Key(head)).map(drop)).await.map_err(words)?;
    let range = under(&(kind.key(name) + "/")).map_err(words)?;
    change(PARTS, |store| store.delete(Query::KeyRange(range)).map(drop)).await.map_err(words)
}

async fn open() -> Result<Database, Error> {
    let mut request = Factory::new()?.open(NAME, Some(1))?;
    request.on_upgrade_needed(|event| {
        let Ok(database) = event.database() else { return };
        for store in [HEADS, PARTS] {
            // A store that is there already is no fault.
            drop(database.create_object_store(store, ObjectStoreParams::new()));
        }
    });
    request.await
}

/// The keys that begin so. Names and numbers sort before `{`.
fn under(prefix: &str) -> Result<KeyRange, Error> {
    let (first, end) = (JsValue::from_str(prefix), JsValue::from_str(&format!("{prefix}{{")));
    KeyRange::bound(&first, &end, None, Some(true))
}

async fn read(store: &str, prefix: &str) -> Result<Vec<String>, Error> {
    let database = open().await?;
    let transaction = database.transaction(&[store], TransactionMode::ReadOnly)?;
    let values =
        transaction.object_store(store)?.get_all(Some(Query::KeyRange(under(prefix)?)), None)?.await?;
    database.close();
    Ok(values.iter().filter_map(JsValue::as_string).collect())
}

async fn change(name: &str, act: impl FnOnce(&ObjectStore) -> Result<(), Error>) -> Result<(), Error> {
    let database = open().await?;
    let transaction: Transaction = database.transaction(&[name], TransactionMode::ReadWrite)?;
    act(&transaction.object_store(name)?)?;
    transaction.commit()?.await?;
    database.close();
    Ok(())
}

#[allow(clippy::needless_pass_by_value, reason = "for map_err")]
fn words(error: Error) -> String {
    format!("this browser does not keep it: {error}")
}
