// How many connections may the process hold at all?

import Glibc
import Logging

/// The limit of open descriptors.
enum FileLimit {
    /// Raises the soft limit to the hard one; a gateway has no use for the difference.
    static func raise(_ log: Logging.Logger) {
        var limit = rlimit()
        let resource = __rlimit_resource_t(RLIMIT_NOFILE.rawValue)
        // Sound: both calls use the structure only while they run.
        guard unsafe getrlimit(resource, &limit) == 0, limit.rlim_cur < limit.rlim_max else { return }
        limit.rlim_cur = limit.rlim_max
        let isRaised = unsafe setrlimit(resource, &limit) == 0
        if !isRaised { log.warning("The limit of open files cannot be raised") }
    }
}
