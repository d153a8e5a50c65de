"""Taking everything from a process but computing: it opens no file, no connection and no process, for good."""

from __future__ import annotations

import resource
import sys
from pathlib import Path

if sys.platform == "linux":
    import pyseccomp

# What it takes to compute, to read what is open and to write into it. Whatever else is asked for is refused.
_CALLS = (
    "brk clock_getres clock_gettime clock_nanosleep close exit exit_group fstat futex getpid getrandom gettid "
    "gettimeofday lseek madvise mremap munmap nanosleep read restart_syscall rseq rt_sigaction rt_sigprocmask "
    "rt_sigreturn sched_getaffinity sched_yield set_robust_list sigaltstack sysinfo write writev"
).split()
_EXECUTABLE = 4  # PROT_EXEC: nothing that was written may be run
_NOT_PERMITTED = 1  # EPERM


class Confinement:
    """At most so many bytes of `memory` on top of what this process has, and so many `seconds` of computing.

    Made while files can be opened yet; `begin` in the child. Only Linux has all of it: elsewhere, where nobody serves
    children, the limits alone.
    """

    def __init__(self, memory: int, seconds: int) -> None:
        self._limits = {
            resource.RLIMIT_CORE: 0,
            resource.RLIMIT_FSIZE: 0,
            resource.RLIMIT_NOFILE: 0,  # on top of those that are open: neither a file nor a connection
            resource.RLIMIT_CPU: seconds,
        }
        if sys.platform == "linux":
            pages = int(Path("/proc/self/statm").read_text().split()[0])
            self._limits[resource.RLIMIT_AS] = pages * resource.getpagesize() + memory
            self._filter = pyseccomp.SyscallFilter(pyseccomp.ERRNO(_NOT_PERMITTED))
            for name in _CALLS:
                self._filter.add_rule(pyseccomp.ALLOW, name)
            for name in ("mmap", "mprotect"):
                unable = pyseccomp.Arg(2, pyseccomp.MASKED_EQ, _EXECUTABLE, 0)
                self._filter.add_rule(pyseccomp.ALLOW, name, unable)

    def begin(self) -> None:
        for limit, most in self._limits.items():
            resource.setrlimit(limit, (most, most))
        if sys.platform == "linux":
            self._filter.load()
