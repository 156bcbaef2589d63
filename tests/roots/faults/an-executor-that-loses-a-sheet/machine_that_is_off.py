from concurrent.futures import Executor, Future


class Losing(Executor):
    def submit(self, *args, **kwargs):
        lost = Future()
        lost.set_exception(ConnectionError("the machine was switched off"))
        return lost


def executor(app):
    return Losing()
