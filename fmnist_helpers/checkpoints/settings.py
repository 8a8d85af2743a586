"""Does a checkpoint belong to this model, this optimizer, this run? If not, what differs?"""

from pathlib import Path
from typing import Any


def check_fits(path: Path, name: str, part: Any, saved: Any) -> None:
    """Raise ValueError if the file's state of `name` doesn't fit `part`, saying what differs."""
    if not isinstance(saved, dict) or not isinstance(saved.get("state"), dict):
        raise ValueError(f"{path} holds no {name}: it was saved without one")
    ours = type(part).__name__
    if name == "model":
        differences = _differences(saved["state"], part.state_dict())
        if differences:
            raise ValueError(
                f"{path} holds the model {saved.get('class')}, which doesn't fit this {ours}: "
                f"{differences}. Build the model that was saved, or load another file"
            )
    elif saved.get("class") != ours:
        raise ValueError(
            f"{path} holds the {name} {saved.get('class')}, not {ours}: use the same {name}"
        )


def _differences(saved: dict, ours: dict) -> str:
    """Where two state_dicts differ in names and shapes, in words; "" if they don't."""
    said = [f"{name} is missing in the file" for name in ours.keys() - saved.keys()]
    said += [f"{name} is only in the file" for name in saved.keys() - ours.keys()]
    for name in ours.keys() & saved.keys():
        shapes = [tuple(getattr(state[name], "shape", ())) for state in (saved, ours)]
        if shapes[0] != shapes[1]:
            said.append(f"{name} is {shapes[0]} in the file and {shapes[1]} here")
    more = f", and {len(said) - 3} more" if len(said) > 3 else ""
    return ", ".join(sorted(said)[:3]) + more


def settings_of(loader: Any, loss_fn: Any, optimizer: Any, scheduler: Any) -> dict:
    """What must stay the same in a run that goes on, as with other settings it is another run."""
    speed_only = {"foreach", "fused", "capturable", "differentiable"}
    rules = {key: value for key, value in optimizer.defaults.items() if key not in speed_only}
    sampler = getattr(loader, "sampler", None)
    return {
        "optimizer": type(optimizer).__name__,
        **rules,
        "scheduler": None if scheduler is None else type(scheduler).__name__,
        "total_steps": getattr(scheduler, "total_steps", None),
        "loss": getattr(loss_fn, "__name__", type(loss_fn).__name__),
        "label_smoothing": getattr(loss_fn, "label_smoothing", 0.0),
        "batch_size": getattr(loader, "batch_size", None) or getattr(sampler, "batch_size", None),
        "images": len(loader.dataset) if hasattr(loader, "dataset") else None,
    }


def check_settings(path: Path, saved: dict, now: dict) -> None:
    """Raise ValueError if the run in the file was made with other settings than `now`."""
    # Epochs may be added.
    both = [name for name in now if name in saved and name != "epochs"]
    changed = [name for name in both if saved[name] != now[name]]
    if changed:
        differences = ", ".join(f"{name}={saved[name]!r}, now {now[name]!r}" for name in changed)
        raise ValueError(
            f"{path} holds a run with other settings: {differences}. Use the same ones to "
            f"continue it, or choose another path to start a new one"
        )
