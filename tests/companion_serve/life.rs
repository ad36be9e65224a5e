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

/// The program itself: what it says and how it ends.
mod program {
    use std::io::{BufRead, BufReader};
    use std::process::{Command, Stdio};
    use std::time::{Duration, Instant};

    fn program(arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_batch-curator"));
        command
            .args(arguments)
            .env_remove("BATCH_API_URL")
            .env_remove("LABEL_STUDIO_URL")
            .env_remove("RUST_LOG");
        command
    }

    fn end(command: &mut Command) -> (Option<i32>, String) {
        let output = command.output().unwrap();
        (output.status.code(), String::from_utf8(output.stderr).unwrap())
    }

    #[test]
    fn wrong_usage_is_2_and_failure_is_1_with_a_sentence() {
        let both = ["serve", "--batches", "x", "--batch-api", "http://h"];
        assert_eq!(end(&mut program(&both)).0, Some(2));
        assert_eq!(end(&mut program(&["serve", "--batch-api", "4080"])).0, Some(2));
        let (code, text) = end(program(&["serve"]).env("BATCH_API_URL", "http://me:hunter2@h"));
        assert!(code == Some(2) && text.contains("BATCH_API_URL") && !text.contains("hunter2"), "{text}");
        // The command line wins over the environment, even over a wrong one.
        let (code, text) = end(program(&["serve", "--batches", "/nowhere"]).env("BATCH_API_URL", "nonsense"));
        assert!(code == Some(1) && text.contains("/nowhere"), "{text}");
    }

    #[cfg(unix)]
    #[test]
    fn it_says_where_it_is_and_ends_well_when_asked() {
        for signal in ["-TERM", "-INT"] {
            let arguments = ["serve", "--listen", "127.0.0.1:0"];
            let mut child =
                program(&arguments).env("BATCH_API_URL", "").stderr(Stdio::piped()).spawn().unwrap();
            let mut says = BufReader::new(child.stderr.take().unwrap()).lines();
            let first = says.next().unwrap().unwrap();
            assert!(first.contains("Batch Curator is at http://127.0.0.1:"), "{first}");
            assert!(!first.contains('\u{1b}'), "no colours outside of a terminal");
            let begun = Instant::now();
            let id = child.id().to_string();
            assert!(Command::new("kill").args([signal, &id]).status().unwrap().success());
            assert_eq!(child.wait().unwrap().code(), Some(0));
            assert!(begun.elapsed() < Duration::from_secs(5));
        }
    }
}
