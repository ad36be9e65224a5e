//! Where people see what was pushed.

use base64::Engine as _;
use serde_json::json;

/// Where people see a project's tasks.
pub fn project_page(base: &str, project: u64) -> String {
    format!("{base}/projects/{project}/data")
}

/// The same, in a tab of its own that shows one batch only.
///
/// Label Studio's page reads such a tab from its address: JSON, gzipped, in base64 for URLs (1.23.2; one that it
/// cannot read is ignored, and the project's first tab opens).
pub fn batch_page(base: &str, project: u64, batch_id: &str) -> String {
    let tab = json!({
        "title": batch_id,
        "filters": { "conjunction": "and", "items": [{
            "filter": "filter:tasks:data.batch_id", "operator": "equal", "type": "String", "value": batch_id,
        }] },
        "ordering": [],
    });
    let packed = base64::engine::general_purpose::URL_SAFE_NO_PAD.encode(gzip(tab.to_string().as_bytes()));
    format!("{base}/projects/{project}/data?tab={packed}")
}

/// Where people see one task.
pub fn task_page(base: &str, project: u64, task: u64) -> String {
    format!("{base}/projects/{project}/data?task={task}")
}

/// A few hundred bytes as a gzip file that does not compress them (RFC 1952, one stored block a time).
fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut out = vec![0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 255];
    let mut blocks = bytes.chunks(usize::from(u16::MAX)).peekable();
    while let Some(block) = blocks.next() {
        let length = u16::try_from(block.len()).unwrap_or(u16::MAX);
        out.push(u8::from(blocks.peek().is_none()));
        out.extend(length.to_le_bytes());
        out.extend((!length).to_le_bytes());
        out.extend(block);
    }
    out.extend(crc32(bytes).to_le_bytes());
    #[allow(clippy::cast_possible_truncation, reason = "the format counts modulo 2^32")]
    out.extend((bytes.len() as u32).to_le_bytes());
    out
}

fn crc32(bytes: &[u8]) -> u32 {
    !bytes.iter().fold(u32::MAX, |crc, byte| {
        (0..8).fold(crc ^ u32::from(*byte), |crc, _| (crc >> 1) ^ (0xEDB8_8320 & (crc & 1).wrapping_neg()))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_checksum_is_that_of_the_standard() {
        assert_eq!(crc32(b"123456789"), 0xCBF4_3926);
    }

    #[test]
    fn a_tab_is_packed_as_gzip() {
        let page = batch_page("http://ls/sub", 7, "batch_1 é");
        let packed = page.strip_prefix("http://ls/sub/projects/7/data?tab=").unwrap_or_default();
        let bytes = base64::engine::general_purpose::URL_SAFE_NO_PAD.decode(packed).unwrap_or_default();
        assert_eq!(bytes.get(..3), Some(&[0x1f, 0x8b, 8][..]));
        let text = String::from_utf8_lossy(bytes.get(15..bytes.len() - 8).unwrap_or_default()).into_owned();
        assert!(
            serde_json::from_str::<serde_json::Value>(&text).is_ok_and(|tab| tab["title"] == "batch_1 é")
        );
    }
}
