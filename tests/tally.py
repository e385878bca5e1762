"""What the test programs in Python share: counting, and connections with the extension."""
import sqlite3, sys

passed = failed = 0


def check(ok, what):
    """Counts one test; says what failed."""
    global passed, failed
    if ok:
        passed += 1
    else:
        failed += 1
        print('failed:', what, flush=True)
    return ok


def end():
    print(f'{passed} passed, {failed} failed')
    sys.exit(failed != 0)


def connect(extension, path=':memory:'):
    db = sqlite3.connect(path, check_same_thread=False, isolation_level=None)
    db.enable_load_extension(True)
    db.load_extension(extension)
    return db
