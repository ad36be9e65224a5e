//! A project's labeling configuration: asked about, written into a new project or into one that is there.

use super::super::{
    error,
    http::{Request, Response},
};
use serde_json::{Value, json};

/// What Label Studio takes as a title, in characters.
pub const TITLE: std::ops::RangeInclusive<usize> = 3..=50;

/// `POST /api/projects/validate/`: what the server says of a configuration by itself.
pub fn validate(base: &str, xml: &str) -> Request {
    Request::post(format!("{base}/api/projects/validate/"), body(xml))
}

/// `POST /api/projects/{id}/validate/`: the same, and whether the project's annotations fit.
pub fn validate_in(base: &str, project: u64, xml: &str) -> Request {
    Request::post(format!("{base}/api/projects/{project}/validate/"), body(xml))
}

/// `PATCH /api/projects/{id}/`: another configuration for a project. Nothing else of it changes.
pub fn update(base: &str, project: u64, xml: &str) -> Request {
    Request::patch(format!("{base}/api/projects/{project}/"), body(xml))
}

/// `POST /api/projects/`: a new project. Its counters are missing in the answer: read it again.
pub fn create(base: &str, title: &str, description: &str, xml: &str) -> Request {
    let body = json!({ "title": title, "description": description, "label_config": kept(xml) });
    Request::post(format!("{base}/api/projects/"), body.to_string())
}

/// A configuration as Label Studio keeps it: it cuts off white space at both ends.
pub fn kept(xml: &str) -> &str {
    xml.trim()
}

fn body(xml: &str) -> String {
    json!({ "label_config": kept(xml) }).to_string()
}

/// What is wrong with a title; `None`: nothing. Label Studio refuses any other, but for an empty one.
pub fn title_fault(title: &str) -> Option<&'static str> {
    match title.trim().chars().count() {
        0 => Some("Give the project a title."),
        length if length < *TITLE.start() => Some("A title has at least 3 characters."),
        length if length > *TITLE.end() => Some("A title has at most 50 characters."),
        _ => None,
    }
}

/// The server's reasons for refusing a configuration, letter by letter, one for each that it gives.
///
/// `validation_errors` by field, a bare `{"label_config": […]}`, or only a `detail`: each is met.
pub fn reasons(response: &Response) -> Vec<String> {
    let value: Value = serde_json::from_str(&response.body).unwrap_or_default();
    let lists = |value: &Value| -> Vec<String> {
        let fields = value.as_object().into_iter().flat_map(|fields| fields.values());
        let texts = fields.filter_map(Value::as_array).flatten().filter_map(Value::as_str);
        texts.map(str::to_owned).collect()
    };
    let mut found = value.get("validation_errors").map(lists).unwrap_or_default();
    if found.is_empty() {
        found = lists(&value);
    }
    if found.is_empty()
        && let Some(detail) = value.get("detail").and_then(Value::as_str)
    {
        found.push(detail.to_owned());
    }
    if found.is_empty() {
        found.push(error::explain(response.status, &response.body));
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refused(body: &str) -> Vec<String> {
        reasons(&Response { status: 400, retry_after: None, body: body.to_owned() })
    }

    #[test]
    fn reasons_stay_as_the_server_wrote_them() {
        let envelope = r#"{"id":"7b","status_code":400,"version":"1.23.2","detail":"Validation error","exc_info":null,"validation_errors":{"label_config":["Created annotations are incompatible with provided labeling schema, we found:\n1 with from_name=a, to_name=b, type=choices"]}}"#;
        assert_eq!(
            refused(envelope),
            [
                "Created annotations are incompatible with provided labeling schema, we found:\n1 with from_name=a, to_name=b, type=choices"
            ]
        );
        assert_eq!(
            refused(r#"{"label_config": ["mismatched tag: line 1, column 83"]}"#),
            ["mismatched tag: line 1, column 83"]
        );
        let bare =
            r#"{"id":"7b","status_code":400,"detail":"xmlParseEntityRef: no name, line 1","exc_info":null}"#;
        assert_eq!(refused(bare), ["xmlParseEntityRef: no name, line 1"]);
        assert_eq!(refused("<h1>Bad gateway</h1>"), ["400 Bad Request: Bad gateway"]);
        assert_eq!(refused(""), ["400 Bad Request: the server gave no reason"]);
    }

    #[test]
    fn requests_go_where_label_studio_wants_them() {
        let sent = update("http://ls/sub", 7, "\n<View/>\n");
        assert_eq!(sent.url, "http://ls/sub/api/projects/7/");
        assert_eq!(sent.method, super::super::super::http::Method::Patch);
        assert_eq!(sent.body.as_deref(), Some(r#"{"label_config":"<View/>"}"#));
        assert!(validate("http://ls", "").url.ends_with("/api/projects/validate/"));
        assert!(validate_in("http://ls", 7, "").url.ends_with("/api/projects/7/validate/"));
        let body = create("http://ls", "New", "", "<View/>").body.unwrap_or_default();
        assert!(body.contains(r#""title":"New""#) && body.contains(r#""description":"""#));
    }

    #[test]
    fn titles_are_as_label_studio_takes_them() {
        assert!(title_fault("  ").is_some() && title_fault("ab").is_some() && title_fault(" a ").is_some());
        assert_eq!(title_fault("abc"), None);
        assert_eq!(title_fault(&"ü".repeat(50)), None);
        assert!(title_fault(&"ü".repeat(51)).is_some());
    }
}
