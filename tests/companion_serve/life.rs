//! Start and stop.

use super::{Server, config};
use batch_curator::companion::serve::{self, Batches, StartError};
use std::time::{Duration, Instant};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

#[tokio::test]
async fn a_taken_port_is_named_with_what_to_do() {
    let folder = tempfile::tempdir().unwrap();
    let first = Server::folder(folder.path()).await;
    let mut second = config(Batches::Folder(folder.path().to_owned()));
    second.listen = first.running.addr;
    let error = serve::start(second).await.map(|_| ()).unwrap_err();
    assert!(matches!(error, StartError::PortTaken(_)));
    let (port, sentence) = (first.running.addr.port(), error.to_string());
    assert!(sentence.starts_with(&format!("Port {port} of 127.0.0.1 is taken")), "{sentence}");
    assert!(sentence.ends_with(&format!("--listen 127.0.0.1:{}", port + 1)), "{sentence}");
}

#[tokio::test]
async fn it_stops_within_seconds_although_a_stream_is_open() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("x.output.jsonl"), vec![b'x'; 64 << 20]).unwrap();
    let server = Server::folder(folder.path()).await;
    let id = server.json("/v1/files").await["data"][0]["id"].as_str().unwrap().to_owned();
    let mut reader = TcpStream::connect(server.running.addr).await.unwrap();
    let request = format!("GET /v1/files/{id}/content HTTP/1.1\r\nhost: localhost\r\n\r\n");
    reader.write_all(request.as_bytes()).await.unwrap();
    reader.read_exact(&mut [0; 1000]).await.unwrap(); // and no more: the stream stays open
    let addr = server.running.addr;
    let begun = Instant::now();
    server.running.stop().await;
    assert!(begun.elapsed() < Duration::from_secs(4), "{:?}", begun.elapsed());
    assert!(TcpStream::connect(addr).await.is_err(), "nothing listens any more");
}
