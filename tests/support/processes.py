"""Functions run in processes of their own, alone or as the members of one distributed job.

A server process imports torch once and is then forked, so that starting one takes a moment.
"""

import multiprocessing
import os
import socket
import time
from collections.abc import Callable

import torch.distributed as dist

PATIENCE = 120.0  # seconds until a process counts as hanging


def in_a_process(function: Callable, *arguments) -> int:
    """The exit status of a process that runs `function`; negative where a signal ended it."""
    (status,) = _statuses([_started(function, *arguments)])
    return status


def in_a_job(size: int, function: Callable, *arguments) -> list[int]:
    """The exit statuses of `size` processes that run `function` as torchrun would start them."""
    store, environments = agent(size)
    statuses = _statuses(_started(_member, each, function, arguments) for each in environments)
    del store
    return statuses


def agent(size: int) -> tuple[dist.TCPStore, list[dict[str, str]]]:
    """What torchrun's agent has ready: the store, and the environment of each of `size` members.

    The store listens on a port that the system chose, for as long as it is held, and to this
    computer alone: torch's own choice is every interface.
    """
    listener = socket.create_server(("127.0.0.1", 0))
    store = dist.TCPStore(
        *listener.getsockname(),
        size,
        is_master=True,
        wait_for_workers=False,
        master_listen_fd=listener.detach(),
    )
    common = {
        "WORLD_SIZE": str(size),
        "MASTER_ADDR": "127.0.0.1",
        "MASTER_PORT": str(store.port),
        "TORCHELASTIC_USE_AGENT_STORE": "True",
    }
    ranks = [{"RANK": str(rank), "LOCAL_RANK": str(rank)} for rank in range(size)]
    return store, [common | each for each in ranks]


def _member(environment: dict[str, str], function: Callable, arguments: tuple) -> None:
    os.environ.update(environment)
    function(*arguments)


def _started(function: Callable, *arguments) -> multiprocessing.Process:
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["tests.support.stoppable"])
    process = context.Process(target=function, args=arguments)
    process.start()
    return process


def _statuses(processes) -> list[int]:
    processes = list(processes)
    deadline = time.monotonic() + PATIENCE
    for process in processes:
        process.join(timeout=max(0.0, deadline - time.monotonic()))
    hanging = [process for process in processes if process.is_alive()]
    for process in hanging:
        process.kill()
        process.join()
    assert not hanging, f"{len(hanging)} of {len(processes)} processes hung for {PATIENCE} s"
    return [process.exitcode for process in processes]
