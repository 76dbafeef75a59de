//! File systems of a test's own: one in memory that fills up or becomes read-only, and one whose power is cut.
//!
//! **Invariant:** a volume is unmounted when it is dropped, and nothing of it stays.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::Duration;

use super::home::Home;
use super::skipped::run;
use super::terminal::until;

/// How large the volume is whose power is cut: with less, ext4 makes no journal of its usual kind.
const DISK_BYTES: u64 = 48 * 1024 * 1024;

/// Asks ext4 to stop at once and write nothing more, its journal included (FS_IOC_SHUTDOWN with NOLOGFLUSH).
const CUT: &str = "import fcntl, os, struct, sys
fcntl.ioctl(os.open(sys.argv[1], os.O_RDONLY), 0x8004587d, struct.pack('I', 2))";

/// A mounted file system.
pub struct Volume {
    folder: tempfile::TempDir,
    options: Vec<String>,
    is_mounted: bool,
}

impl Volume {
    /// Mounts memory of a size, as `600k`.
    pub fn in_memory(size: &str) -> Result<Self, String> {
        Self::new(&["-t", "tmpfs", "-o", &format!("size={size}"), "tmpfs"])
    }

    /// Makes and mounts an ext4 disk whose power can be cut.
    pub fn disk() -> Result<Self, String> {
        let mut volume = Self::unmounted(&["-t", "ext4", "-o", "loop,commit=300"])?;
        let image = volume.folder.path().join("image");
        let made = fs::File::create(&image).and_then(|file| file.set_len(DISK_BYTES));
        made.map_err(|error| error.to_string())?;
        run("mkfs.ext4", &["-q", "-F", text(&image)])?;
        volume.options.push(text(&image).to_owned());
        volume.mount()?;
        // A disk that cannot be cut would show nothing.
        run("python3", &["-c", "import fcntl"])?;
        Ok(volume)
    }

    fn new(options: &[&str]) -> Result<Self, String> {
        let mut volume = Self::unmounted(options)?;
        volume.mount()?;
        Ok(volume)
    }

    fn unmounted(options: &[&str]) -> Result<Self, String> {
        let folder = tempfile::tempdir().map_err(|error| error.to_string())?;
        fs::create_dir(folder.path().join("mounted")).map_err(|error| error.to_string())?;
        let options = options.iter().map(|option| (*option).to_owned()).collect();
        Ok(Self { folder, options, is_mounted: false })
    }

    /// Returns where it is mounted.
    pub fn path(&self) -> PathBuf {
        self.folder.path().join("mounted")
    }

    /// Mounts it.
    pub fn mount(&mut self) -> Result<(), String> {
        let path = self.path();
        let mut arguments: Vec<&str> = self.options.iter().map(String::as_str).collect();
        arguments.push(text(&path));
        run("mount", &arguments)?;
        self.is_mounted = true;
        Ok(())
    }

    /// Mounts it again read-only, as a card with its slide pushed.
    pub fn make_read_only(&self) {
        run("mount", &["-o", "remount,ro", text(&self.path())]).unwrap();
    }

    /// Cuts the power: what was not on the disk never will be.
    pub fn cut(&self) {
        run("python3", &["-c", CUT, text(&self.path())]).unwrap();
    }

    /// Unmounts it, once nothing runs there any more.
    pub fn unmount(&mut self) {
        let path = self.path();
        until("the volume's end", || run("umount", &[text(&path)]).is_ok());
        self.is_mounted = false;
    }

    /// Cuts the power and starts again.
    pub fn start_again(&mut self) {
        self.unmount();
        self.mount().unwrap();
    }

    /// Waits until all that was written so far is on the disk: what a test prepares is no part of what is cut.
    pub fn settle(&self) {
        rustix::fs::syncfs(fs::File::open(self.path()).unwrap()).unwrap();
    }

    /// Makes a home on the volume.
    pub fn home(&self) -> Home {
        let home = Home(tempfile::tempdir_in(self.path()).unwrap());
        fs::create_dir(home.work()).unwrap();
        home
    }
}

impl Drop for Volume {
    fn drop(&mut self) {
        for _ in 0..100 {
            if !self.is_mounted || run("umount", &[text(&self.path())]).is_ok() {
                return;
            }
            std::thread::park_timeout(Duration::from_millis(20));
        }
    }
}

fn text(path: &Path) -> &str {
    path.to_str().unwrap()
}
