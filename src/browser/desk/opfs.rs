//! Files in the browser's private storage (OPFS), for a worker alone: only there do they open synchronously.
//!
//! Each job has one file with a name of its own. A tab that crashed leaves its files behind: whoever comes next
//! deletes what nobody has open.

use super::shelf::Drawer;
use crate::browser::clock;
use js_sys::{Reflect, Uint8Array};
use wasm_bindgen::{JsCast as _, JsValue};
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::{
    FileSystemDirectoryHandle, FileSystemFileHandle, FileSystemGetDirectoryOptions, FileSystemGetFileOptions,
    FileSystemReadWriteOptions, FileSystemSyncAccessHandle, StorageManager,
};

/// Where the files are.
const FOLDER: &str = "batch-curator";
/// A file this young may be one that is about to be opened.
const YOUNG_MS: f64 = 60_000.0;
/// A storage that has not answered after this time is done without: a stalled disk must not hold up the reading.
const PATIENCE_MS: u32 = 5_000;

/// One file, open.
pub struct File {
    folder: FileSystemDirectoryHandle,
    name: String,
    handle: FileSystemSyncAccessHandle,
}

impl File {
    /// A new file. `Err` says in a phrase why there is none.
    pub async fn new() -> Result<Self, String> {
        let open = async {
            let folder = folder().await?;
            let name = format!("{}-{}", clock::now_ms(), uuid());
            let options = FileSystemGetFileOptions::new();
            options.set_create(true);
            let file = JsFuture::from(folder.get_file_handle_with_options(&name, &options)).await?;
            // It has a name and lives until it is open: of a handle that is collected Chromium never hears the answer
            // (measured: one file of four, while results are read beside).
            let file: FileSystemFileHandle = file.dyn_into()?;
            let handle = JsFuture::from(file.create_sync_access_handle()).await?.dyn_into()?;
            Ok(Self { folder, name, handle })
        };
        let opened = clock::within(PATIENCE_MS, open).await;
        let opened = opened.ok_or_else(|| "the browser's storage does not answer".to_owned())?;
        opened.map_err(|error: JsValue| words(&error))
    }
}

impl Drawer for File {
    fn write(&mut self, bytes: &Uint8Array, at: u64) -> Result<(), String> {
        let written = self
            .handle
            .write_with_js_u8_array_and_options(bytes, &options(at))
            .map_err(|error| words(&error))?;
        if written < f64::from(bytes.length()) { Err("the storage is full".to_owned()) } else { Ok(()) }
    }

    fn read(&self, at: u64, into: &mut [u8]) -> Result<(), String> {
        let count = into.len() as f64;
        let read =
            self.handle.read_with_u8_array_and_options(into, &options(at)).map_err(|error| words(&error))?;
        if read < count { Err("the file is shorter than what was written".to_owned()) } else { Ok(()) }
    }

    fn discard(self: Box<Self>) {
        self.handle.close();
        // Whatever is left is swept the next time.
        spawn_local(async move {
            JsFuture::from(self.folder.remove_entry(&self.name)).await.map(drop).unwrap_or_default();
        });
    }
}

/// Deletes what no tab has open. How many files.
pub async fn sweep() -> u32 {
    let Ok(folder) = folder().await else { return 0 };
    let mut swept = 0;
    for name in names(&folder).await {
        let born: f64 = name.split('-').next().and_then(|word| word.parse().ok()).unwrap_or_default();
        if clock::now_ms() - born > YOUNG_MS && delete_unless_open(&folder, &name).await.is_ok() {
            swept += 1;
        }
    }
    swept
}

/// The files that there are.
async fn names(folder: &FileSystemDirectoryHandle) -> Vec<String> {
    let mut names = Vec::new();
    let keys = folder.keys();
    while let Ok(next) = keys.next().map(JsFuture::from) {
        let Ok(step) = next.await else { break };
        let Some(name) = Reflect::get(&step, &"value".into()).ok().and_then(|name| name.as_string()) else {
            break;
        };
        names.push(name);
    }
    names
}

/// A file that a living tab has open is locked: then this fails.
async fn delete_unless_open(folder: &FileSystemDirectoryHandle, name: &str) -> Result<(), JsValue> {
    let file = JsFuture::from(folder.get_file_handle(name)).await?.dyn_into::<FileSystemFileHandle>()?;
    let handle = JsFuture::from(file.create_sync_access_handle()).await?;
    handle.dyn_into::<FileSystemSyncAccessHandle>()?.close();
    JsFuture::from(folder.remove_entry(name)).await.map(drop)
}

async fn folder() -> Result<FileSystemDirectoryHandle, JsValue> {
    let navigator = Reflect::get(&js_sys::global(), &"navigator".into())?;
    // Without a secure context there is no storage to ask.
    let storage: StorageManager = Reflect::get(&navigator, &"storage".into())?.dyn_into()?;
    let root: FileSystemDirectoryHandle = JsFuture::from(storage.get_directory()).await?.dyn_into()?;
    let options = FileSystemGetDirectoryOptions::new();
    options.set_create(true);
    JsFuture::from(root.get_directory_handle_with_options(FOLDER, &options)).await?.dyn_into()
}

fn options(at: u64) -> FileSystemReadWriteOptions {
    let options = FileSystemReadWriteOptions::new();
    options.set_at(at as f64);
    options
}

/// Unlike any other name. Where there is no storage for secure contexts there is no need for a name either.
fn uuid() -> String {
    let crypto = Reflect::get(&js_sys::global(), &"crypto".into()).ok();
    let crypto = crypto.and_then(|crypto| crypto.dyn_into::<web_sys::Crypto>().ok());
    crypto.map(|crypto| crypto.random_uuid()).unwrap_or_default()
}

fn words(error: &JsValue) -> String {
    match error.dyn_ref::<js_sys::Error>().map(|error| String::from(error.name())).as_deref() {
        Some("QuotaExceededError") => "the browser's storage is full".to_owned(),
        Some("SecurityError") => "the browser forbids this page to store files".to_owned(),
        Some(name) => format!("the browser has no private storage for this page ({name})"),
        None => "the browser has no private storage for this page".to_owned(),
    }
}
