//! Whether the lines that a session file already contains still stand in its log: opening reads only what comes
//! after them.
//!
//! **Invariant:** nothing is written; a last line that is cut off is no damage, since it was never acknowledged.

use std::io;
use std::path::Path;
use std::sync::Arc;

use crate::format::log::Line;
use crate::model::LogHead;

use super::backwards::Backwards;
use super::disk::Disk;
use super::tail;

/// Follows a log from its end to its beginning; returns what is off nearest to the end, in words, if anything is.
///
/// # Errors
/// The log cannot be read.
pub fn find(disk: &Arc<dyn Disk>, log: &Path) -> io::Result<Option<String>> {
    let Some((file, length)) = tail::open(log)? else { return Ok(None) };
    let mut lines = Backwards::new(Arc::clone(disk), file, length);
    let mut later: Option<Line> = None;
    while let Some(raw) = lines.next_line()? {
        let is_last = raw.offset + raw.bytes.len() as u64 == length;
        if is_last && raw.bytes.is_empty() {
            continue;
        }
        let Some(found) = tail::parse(&raw.bytes) else {
            if is_last {
                continue;
            }
            return Ok(Some(format!("a line of the log is damaged (byte {})", raw.offset)));
        };
        let head = LogHead { sequence: found.line.seq, head: Some(found.hash) };
        if let Some(later) = later.filter(|later| !tail::follows(later, &head)) {
            return Ok(Some(format!("line {} of the log does not follow the one before", later.seq)));
        }
        later = Some(found.line);
    }
    Ok(None)
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use super::super::disk::RealDisk;
    use super::*;

    #[test]
    fn a_damaged_line_is_told_wherever_it_stands_and_a_torn_end_is_none() {
        let golden = include_str!("../../tests/golden/session-1.log.jsonl");
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.log.jsonl");
        let disk: Arc<dyn Disk> = Arc::new(RealDisk);
        let look = |text: &str| {
            let mut file =
                std::fs::OpenOptions::new().write(true).create(true).truncate(true).open(&path).unwrap();
            file.write_all(text.as_bytes()).unwrap();
            find(&disk, &path).unwrap()
        };
        assert_eq!(find(&disk, &path).unwrap(), None);
        assert_eq!(look(golden), None);
        assert_eq!(look(golden.split_at(golden.len() - 9).0), None);
        let lines: Vec<&str> = golden.split_inclusive('\n').collect();
        for n in 0..lines.len() {
            let mut other: Vec<String> = lines.iter().map(|line| (*line).to_owned()).collect();
            other[n] = other[n].replacen("\"at\":\"2", "\"at\":\"3", 1);
            let told = look(&other.concat()).unwrap();
            assert!(told.starts_with("a line of the log is damaged (byte "), "{n}: {told}");
            other.remove(n);
            let without = look(&other.concat());
            assert_eq!(without.is_some(), n > 0 && n + 1 < lines.len(), "{n}: {without:?}");
        }
    }
}
