"""Makes a process live on a file system without advisory locks: the kernel refuses every lock it asks for.

A filter of system calls (seccomp) stands in for such a file system; it needs no rights and ends with the process.
"""

import ctypes
import platform
import struct

NUMBERS = {"x86_64": (0xC000003E, 72, 73), "aarch64": (0xC00000B7, 25, 32)}
"""Machine → its number of architecture, and its numbers of the calls fcntl and flock."""
LOCKING = (5, 6, 7, 36, 37, 38)
"""Commands of fcntl: F_GETLK, F_SETLK, F_SETLKW and the same for open file descriptions."""
_LOAD, _SAME, _RETURN = 0x20, 0x15, 0x06
_ALLOW, _ERROR = 0x7FFF0000, 0x00050000
_NO_NEW_PRIVILEGES, _SECCOMP, _FILTER = 38, 22, 2
_NUMBER_AT, _ARCHITECTURE_AT, _SECOND_ARGUMENT_AT = 0, 4, 24


class _Program(ctypes.Structure):
    _fields_ = (("length", ctypes.c_ushort), ("steps", ctypes.c_char_p))


def refuse_locks(errno: int) -> None:
    """Answer every lock this process asks for with this error, from now on; raises OSError if that cannot be done."""
    steps = _steps(errno)
    program = _Program(len(steps), b"".join(struct.pack("<HBBI", *step) for step in steps))
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.prctl(_NO_NEW_PRIVILEGES, 1, 0, 0, 0) or libc.prctl(_SECCOMP, _FILTER, ctypes.byref(program), 0, 0):
        raise OSError(ctypes.get_errno(), "locks could not be refused")


def _steps(errno: int) -> list[tuple[int, int, int, int]]:
    """The filter: (code, jump if true, jump if false, value); jumps are counted from the next step."""
    architecture, fcntl, flock = NUMBERS[platform.machine()]
    commands = len(LOCKING)
    return [
        (_LOAD, 0, 0, _ARCHITECTURE_AT),
        (_SAME, 0, commands + 4, architecture),
        (_LOAD, 0, 0, _NUMBER_AT),
        (_SAME, commands + 3, 0, flock),
        (_SAME, 0, commands + 1, fcntl),
        (_LOAD, 0, 0, _SECOND_ARGUMENT_AT),
        *((_SAME, commands - place, 0, command) for place, command in enumerate(LOCKING)),
        (_RETURN, 0, 0, _ALLOW),
        (_RETURN, 0, 0, _ERROR | errno),
    ]
