//! How the allocator is set up.

/// From this many bytes on, a piece of memory is given back to the system as soon as it is free.
#[cfg(all(target_os = "linux", target_env = "gnu"))]
const LARGE: i32 = 64 * 1024;

/// Gives back what is large and free. By itself glibc learns to keep it, in an arena of each thread: under 200 people
/// and an import that is a quarter more at the highest (measured; another allocator, mimalloc, keeps four times as much).
/// Before anything else, while there is one thread.
pub(super) fn give_back() {
    #[cfg(all(target_os = "linux", target_env = "gnu"))]
    for which in [libc::M_MMAP_THRESHOLD, libc::M_TRIM_THRESHOLD] {
        // A limit that it does not take is no failure: then it keeps more.
        #[allow(unsafe_code, reason = "glibc offers it as a function alone; it takes two numbers")]
        unsafe {
            libc::mallopt(which, LARGE);
        }
    }
}
