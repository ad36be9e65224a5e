#![allow(clippy::unwrap_used, clippy::expect_used)]
use super::*;

fn response(body: &str) -> Response {
    Response { status: 200, retry_after: None, body: body.to_owned() }
}

#[test]
fn slashes_are_where_label_studio_wants_them() {
    assert!(project("http://ls/sub", 7).url.ends_with("/sub/api/projects/7/"));
    assert!(projects("http://ls", 2).url.starts_with("http://ls/api/projects/?"));
}

#[test]
fn answers_are_read() {
    let version =
        read_version(&response(r#"{"release":"1.23.2","label-studio-os-package":{"version":"1.23.2"}}"#))
            .unwrap();
    assert_eq!(version, Version { release: "1.23.2".into(), community: true });
    assert_eq!(read_version(&response("<html>")), None);

    let body = r#"{"id":12,"title":"Review","label_config":"<View/>","task_number":null,"total_predictions_number":3}"#;
    let project: Project = read(&response(body)).unwrap();
    assert_eq!((project.id, project.tasks, project.predictions), (12, 0, 3));
}
