"""Work done beside other work, in a thread: for native code that needs no interpreter while it runs."""

from collections.abc import Callable
from threading import Thread


class Beside[T]:
    """Begins some work at once. `end` waits for it, and returns what it returned or raises what it raised."""

    def __init__(self, work: Callable[[], T]) -> None:
        self._work = work
        self._done: list[T] = []
        self._error: BaseException | None = None
        self._thread: Thread | None = Thread(target=self._do, daemon=True)
        try:
            self._thread.start()
        except RuntimeError:  # there is no room for another thread
            self._thread = None

    def _do(self) -> None:
        try:
            self._done.append(self._work())
        except BaseException as error:  # raised again for whoever waits
            self._error = error

    def end(self) -> T:
        if self._thread is None:
            return self._work()
        self._thread.join()
        if self._error is not None:
            raise self._error
        return self._done[0]
