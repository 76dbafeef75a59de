//! The zone that times are shown in.
//!
//! **Invariant:** one file is read, none listed.

use jiff::tz::TimeZone;

/// The machine's own zone, on Linux and macOS.
const FILE: &str = "/etc/localtime";

/// Returns the zone of this machine, from its one file unless the environment names another: to look it up by name
/// lists every zone of the system, two dozen folders before the first frame.
pub fn local() -> TimeZone {
    if std::env::var_os("TZ").is_none()
        && let Ok(data) = std::fs::read(FILE)
    {
        let link = std::fs::read_link(FILE).unwrap_or_default();
        let link = link.to_string_lossy();
        let name = link.split_once("zoneinfo/").map_or("local", |(_, name)| name);
        if let Ok(zone) = TimeZone::tzif(name, &data) {
            return zone;
        }
    }
    TimeZone::system()
}
