"""Answers to the exercises of lesson 13.

Written on 2026-11-24 by somebody who had read only the lesson.
"""

from tests.answers import Wrong
from tests.answers.edits import edited

FIT = """
def my_fit(path, model, loader, loss_fn, optimizer, epochs):
    done = 0
    if path.exists():
        saved = torch.load(path, weights_only=True)
        model.load_state_dict(saved["model"])
        optimizer.load_state_dict(saved["optimizer"])
        loader.generator.set_state(saved["loader"])
        torch.set_rng_state(saved["torch"])
        done = saved["epoch"]
    for epoch in range(done, epochs):
        training.train_loop(loader, model, loss_fn, optimizer)
        saved = {
            "model": model.state_dict(),
            "optimizer": optimizer.state_dict(),
            "loader": loader.generator.get_state(),
            "torch": torch.get_rng_state(),
            "epoch": epoch + 1,
        }
        torch.save(saved, path)
    return epochs - done
"""
TRAIN = "        training.train_loop(loader, model, loss_fn, optimizer)\n"
LOAD_MODEL = '        model.load_state_dict(saved["model"])\n'
LOAD_OPTIMIZER = '        optimizer.load_state_dict(saved["optimizer"])\n'
LOAD_LOADER = '        loader.generator.set_state(saved["loader"])\n'
LOAD_TORCH = '        torch.set_rng_state(saved["torch"])\n'

CAUSES = 'my_causes = {"A": 3, "B": 0, "C": 4, "D": 2, "E": 1}'


def fit(*replacements: tuple[str, str]) -> str:
    return edited(FIT, *replacements)


ANSWERS = {
    "load_errors": {
        "right": {
            "as typed": CAUSES,
            "another order": 'my_causes = {"E": 1, "D": 2, "C": 4, "B": 0, "A": 3}',
            "dict()": "my_causes = dict(A=3, B=0, C=4, D=2, E=1)",
            "zip": 'my_causes = dict(zip("ABCDE", [3, 0, 4, 2, 1]))',
            "cause by cause": 'my_causes = {name: number for number, name in enumerate("BEDAC")}',
            "NumPy numbers": "import numpy as np\n\n"
            'my_causes = dict(zip("ABCDE", np.array([3, 0, 4, 2, 1])))',
        },
        "wrong": {
            "the example": Wrong(
                'my_causes = {"A": 0, "B": 1, "C": 2, "D": 3, "E": 4}', "the example of the stub"
            ),
            "D and E exchanged": Wrong(
                'my_causes = {"A": 3, "B": 0, "C": 4, "D": 1, "E": 2}',
                "a wrapped model and a checkpoint are exchanged",
                "are right. D doesn't behave as if the file were a checkpoint",
            ),
            "C and E exchanged": Wrong(
                'my_causes = {"A": 3, "B": 0, "C": 1, "D": 2, "E": 4}',
                "a file cut short and a checkpoint are exchanged",
                "are right. C doesn't behave as if the file were a checkpoint",
            ),
            "A and C exchanged": Wrong(
                'my_causes = {"A": 4, "B": 0, "C": 3, "D": 2, "E": 1}',
                "GPU and a file cut short are exchanged",
                "are right. A doesn't behave as if the file had been cut short",
            ),
            "B and D exchanged": Wrong(
                'my_causes = {"A": 3, "B": 2, "C": 4, "D": 0, "E": 1}',
                "other widths and a wrapped model are exchanged",
                "are right. B doesn't behave as if the saved model had been",
            ),
            "B and E exchanged": Wrong(
                'my_causes = {"A": 3, "B": 1, "C": 4, "D": 2, "E": 0}',
                "other widths and a checkpoint are exchanged",
                "are right. B doesn't behave as if the file were a checkpoint",
            ),
            "A and B exchanged": Wrong(
                'my_causes = {"A": 0, "B": 3, "C": 4, "D": 2, "E": 1}',
                "GPU and other widths are exchanged",
                "are right. A doesn't behave as if the model had been built",
            ),
            "counted from 1": Wrong(
                'my_causes = {"A": 4, "B": 1, "C": 5, "D": 3, "E": 2}',
                "counted from 1",
                "the numbers go from",
            ),
            "turned round": Wrong(
                'my_causes = {3: "A", 0: "B", 4: "C", 2: "D", 1: "E"}',
                "numbers and letters are exchanged",
                "the other way round",
            ),
            "cause to error": Wrong(
                'my_causes = {"A": 1, "B": 4, "C": 3, "D": 0, "E": 2}',
                "answers which error belongs to a cause: read the wrong way",
                "read the other way round, all are right: A's number would be",
            ),
            "small letters": Wrong(
                'my_causes = {"a": 3, "b": 0, "c": 4, "d": 2, "e": 1}',
                "small letters",
                "expected the names A, B, C, D, E, got a, b, c, d, e",
            ),
            "one missing": Wrong(
                'my_causes = {"A": 3, "B": 0, "C": 4, "D": 2}',
                "E is missing",
                "expected the names A, B, C, D, E, got A, B, C, D",
            ),
            "one too many": Wrong(
                'my_causes = {"A": 3, "B": 0, "C": 4, "D": 2, "E": 1, "F": 0}',
                "there is no error F",
                "expected the names A, B, C, D, E, got A, B, C, D, E, F",
            ),
            "one cause twice": Wrong(
                'my_causes = {"A": 3, "B": 0, "C": 4, "D": 1, "E": 1}',
                "cause 1 twice, cause 2 not at all",
                "are right. D doesn't behave as if the file were a checkpoint",
            ),
            "all the same": Wrong('my_causes = dict.fromkeys("ABCDE", 3)', "cause 3 for all"),
            "a list": Wrong(
                "my_causes = [3, 0, 4, 2, 1]",
                "a list, no dict",
                "expected a dict of names and numbers, got a list of",
            ),
            "text": Wrong(
                'my_causes = "A3 B0 C4 D2 E1"',
                "text, no dict",
                "expected a dict of names and numbers, got 'A",
            ),
            "numbers as text": Wrong(
                'my_causes = {"A": "3", "B": "0", "C": "4", "D": "2", "E": "1"}',
                "the numbers are text",
                "A: expected a number from",
            ),
            "pairs": Wrong(
                'my_causes = [("A", 3), ("B", 0), ("C", 4), ("D", 2), ("E", 1)]',
                "a list of pairs, no dict",
                "expected a dict of names and numbers, got a list of",
            ),
            "sets as values": Wrong(
                'my_causes = {"A": {3}, "B": {0}, "C": {4}, "D": {2}, "E": {1}}',
                "each number is in a set",
                "A: expected a number from",
            ),
            "printed": Wrong(
                'my_causes = print({"A": 3, "B": 0, "C": 4, "D": 2, "E": 1})',
                "print returns None",
            ),
            "the causes' words": Wrong(
                "my_causes = dict(zip(checks.LOAD_ERRORS, checks.LOAD_CAUSES))",
                "the causes' words in place of their numbers",
                "got 'The model was built with other widths than the saved",
            ),
            "ellipsis": Wrong(
                'my_causes = {"A": 3, "B": ..., "C": ..., "D": ..., "E": ...}', "not finished"
            ),
            "out of range": Wrong(
                'my_causes = {"A": 3, "B": 0, "C": 4, "D": 2, "E": -1}',
                "there is no cause -1",
                "E: expected a number from",
            ),
            "a function": Wrong(
                'def my_causes():\n    return {"A": 3, "B": 0, "C": 4, "D": 2, "E": 1}',
                "a function, no dict",
                "expected a dict of names and numbers, got a function",
            ),
        },
    },
    "resume": {
        "right": {
            "from the hints": FIT,
            "continue": """
def my_fit(path, model, loader, loss_fn, optimizer, epochs):
    saved = {"epoch": 0}
    if path.exists():
        saved = torch.load(path, weights_only=True)
        model.load_state_dict(saved["model"])
        optimizer.load_state_dict(saved["optimizer"])
        loader.generator.set_state(saved["order"])
        torch.set_rng_state(saved["random"])
    trained = 0
    for epoch in range(epochs):
        if epoch < saved["epoch"]:
            continue
        training.train_loop(loader, model, loss_fn, optimizer)
        trained += 1
        torch.save(
            {
                "model": model.state_dict(),
                "optimizer": optimizer.state_dict(),
                "order": loader.generator.get_state(),
                "random": torch.get_rng_state(),
                "epoch": epoch + 1,
            },
            path,
        )
    return trained
""",
            "while": """
def my_fit(path, model, loader, loss_fn, optimizer, epochs):
    done = 0
    if Path(path).is_file():
        checkpoint = torch.load(path, weights_only=True, map_location="cpu")
        done = checkpoint["done"]
        model.load_state_dict(checkpoint["m"])
        optimizer.load_state_dict(checkpoint["o"])
        loader.generator.set_state(checkpoint["g"])
        torch.set_rng_state(checkpoint["r"])
    start = done
    while done < epochs:
        training.train_loop(loader, model, loss_fn, optimizer)
        done += 1
        checkpoint = dict(m=model.state_dict(), o=optimizer.state_dict(), done=done)
        checkpoint["g"] = loader.generator.get_state()
        checkpoint["r"] = torch.get_rng_state()
        torch.save(checkpoint, path)
    return done - start
""",
            "try and except": fit(
                ("    if path.exists():\n", "    try:\n"),
                (
                    '        done = saved["epoch"]\n',
                    '        done = saved["epoch"]\n    except FileNotFoundError:\n        pass\n',
                ),
            ),
            "last epoch that is done": fit(
                ('"epoch": epoch + 1', '"epoch": epoch'),
                ('done = saved["epoch"]', 'done = saved["epoch"] + 1'),
            ),
            "written under another name, then renamed": fit(
                (
                    "        torch.save(saved, path)\n",
                    '        new = path.with_suffix(".new")\n'
                    "        torch.save(saved, new)\n"
                    "        new.replace(path)\n",
                )
            ),
            "a list of states, pickle": """
def my_fit(path, model, loader, loss_fn, optimizer, epochs):
    start = 0
    if path.exists():
        with open(path, "rb") as file:
            weights, state, order, chance, start = pickle.load(file)
        model.load_state_dict(weights)
        optimizer.load_state_dict(state)
        loader.generator.set_state(order)
        torch.random.set_rng_state(chance)
    for epoch in range(start, epochs):
        training.train_loop(loader, model, loss_fn, optimizer)
        states = [model.state_dict(), optimizer.state_dict()]
        states += [loader.generator.get_state(), torch.random.get_rng_state(), epoch + 1]
        with open(path, "wb") as file:
            pickle.dump(states, file)
    return epochs - start
""",
            "helper functions": """
def put_back(path, model, loader, optimizer):
    saved = torch.load(path, weights_only=True)
    model.load_state_dict(saved["model"])
    optimizer.load_state_dict(saved["optimizer"])
    loader.generator.set_state(saved["loader"])
    torch.set_rng_state(saved["torch"])
    return saved["epoch"]


def my_fit(path, model, loader, loss_fn, optimizer, epochs):
    done = put_back(path, model, loader, optimizer) if path.exists() else 0
    for epoch in range(done, epochs):
        training.train_loop(loader, model, loss_fn, optimizer)
        torch.save(
            {
                "epoch": epoch + 1,
                "model": model.state_dict(),
                "optimizer": optimizer.state_dict(),
                "loader": loader.generator.get_state(),
                "torch": torch.get_rng_state(),
            },
            path,
        )
    return epochs - done
""",
        },
        "wrong": {
            "model alone": Wrong(
                """
def my_fit(path, model, loader, loss_fn, optimizer, epochs):
    if path.exists():
        model.load_state_dict(torch.load(path, weights_only=True))
    for epoch in range(epochs):
        training.train_loop(loader, model, loss_fn, optimizer)
        torch.save(model.state_dict(), path)
    return epochs
""",
                "only the parameters are saved: no optimizer, no random states, no epochs",
                "were not put back",
            ),
            "model not put back": Wrong(
                fit((LOAD_MODEL, "")),
                "the model's parameters are not put back",
                "the model was not put back",
            ),
            "optimizer not put back": Wrong(
                fit((LOAD_OPTIMIZER, "")),
                "the optimizer's state is not put back",
                "momentum was not put back",
            ),
            "loader not put back": Wrong(
                fit((LOAD_LOADER, "")),
                "the loader's generator is not put back",
                "the loader's generator was not put back",
            ),
            "torch not put back": Wrong(
                fit((LOAD_TORCH, "")),
                "PyTorch's own generator is not put back",
                "torch's own random state",
            ),
            "optimizer not saved": Wrong(
                fit(
                    ('            "optimizer": optimizer.state_dict(),\n', ""), (LOAD_OPTIMIZER, "")
                ),
                "the optimizer's state is neither saved nor put back",
                "momentum was not put back",
            ),
            "loader not saved": Wrong(
                fit(
                    ('            "loader": loader.generator.get_state(),\n', ""), (LOAD_LOADER, "")
                ),
                "the loader's generator is neither saved nor put back",
                "the loader's generator was not put back",
            ),
            "torch not saved": Wrong(
                fit(('            "torch": torch.get_rng_state(),\n', ""), (LOAD_TORCH, "")),
                "PyTorch's own generator is neither saved nor put back",
                "torch's own random state",
            ),
            "no random state at all": Wrong(
                fit((LOAD_LOADER, ""), (LOAD_TORCH, "")),
                "neither random state is put back",
                "were not put back",
            ),
            "random states exchanged": Wrong(
                fit(
                    ('saved["loader"]', 'saved["x"]'),
                    ('saved["torch"]', 'saved["loader"]'),
                    ('saved["x"]', 'saved["torch"]'),
                ),
                "put them back, each its own",
                "put them back, each its own",
            ),
            "get for set": Wrong(
                fit((LOAD_TORCH, "        torch.get_rng_state()\n")),
                "get_rng_state in place of set_rng_state",
                "torch's own random state",
            ),
            "get_state for set_state": Wrong(
                fit((LOAD_LOADER, '        saved["loader"] = loader.generator.get_state()\n')),
                "get_state in place of set_state",
                "the loader's generator was not put back",
            ),
            "generator replaced by its state": Wrong(
                fit((LOAD_LOADER, '        loader.generator = saved["loader"]\n')),
                "the generator is replaced by its state",
                "got (generator=Tensor",
            ),
            "seeded again": Wrong(
                fit(
                    (LOAD_LOADER, "        loader.generator.manual_seed(0)\n"),
                    (LOAD_TORCH, "        torch.manual_seed(0)\n"),
                ),
                "the generators start from their seed again",
                "put them back, each its own",
            ),
            "another epoch's order": Wrong(
                fit((LOAD_LOADER, f"{LOAD_LOADER}        next(iter(loader))\n")),
                "a batch is drawn after the state was put back: the order has gone on",
            ),
            "random states before training": Wrong(
                """
def my_fit(path, model, loader, loss_fn, optimizer, epochs):
    done = 0
    if path.exists():
        saved = torch.load(path, weights_only=True)
        model.load_state_dict(saved["model"])
        optimizer.load_state_dict(saved["optimizer"])
        loader.generator.set_state(saved["loader"])
        torch.set_rng_state(saved["torch"])
        done = saved["epoch"]
    for epoch in range(done, epochs):
        states = {"loader": loader.generator.get_state(), "torch": torch.get_rng_state()}
        training.train_loop(loader, model, loss_fn, optimizer)
        states["model"] = model.state_dict()
        states["optimizer"] = optimizer.state_dict()
        states["epoch"] = epoch + 1
        torch.save(states, path)
    return epochs - done
""",
                "the random states are taken before the epoch: it gets the same order again",
                "put them back, each its own",
            ),
            "saved before training": Wrong(
                edited(
                    FIT,
                    (TRAIN, ""),
                    (
                        "        torch.save(saved, path)\n",
                        f"        torch.save(saved, path)\n{TRAIN}",
                    ),
                ),
                "the checkpoint is written before the epoch is trained",
                "save after an epoch is trained",
            ),
            "epochs more": Wrong(
                fit(
                    ("range(done, epochs)", "range(done, done + epochs)"),
                    ("return epochs - done", "return epochs"),
                ),
                "trains `epochs` more at each call, not in all",
                "3 more were trained",
            ),
            "epochs from the start": Wrong(
                fit(("range(done, epochs)", "range(epochs)")),
                "trains all epochs again, whatever was done",
                "3 more were trained",
            ),
            "epoch not put back": Wrong(
                fit(('        done = saved["epoch"]\n', "")),
                "the number of epochs done is not put back",
                "3 more were trained",
            ),
            "one off in the file": Wrong(
                fit(('"epoch": epoch + 1', '"epoch": epoch')),
                "one epoch is trained twice: epoch in place of epoch + 1",
                "3 more were trained",
            ),
            "one off in loading": Wrong(
                fit(('done = saved["epoch"]', 'done = saved["epoch"] + 1')),
                "an epoch is skipped on resuming",
                "1 more were trained",
            ),
            "one off in the loop": Wrong(
                fit(("range(done, epochs)", "range(done, epochs + 1)")),
                "one epoch too many",
                "it trained 2",
            ),
            "range from 1": Wrong(
                fit(("    done = 0", "    done = 1")),
                "one epoch too few in a new training",
                "it trained 0",
            ),
            "epoch counted in the call": Wrong(
                fit(('"epoch": epoch + 1', '"epoch": epoch - done + 1')),
                "the file counts the epochs of this call, not of all",
                "a third call",
            ),
            "returns all": Wrong(
                fit(("return epochs - done", "return epochs")),
                "returns the epochs in all, not those of this call",
                "and returned 3",
            ),
            "returns those before": Wrong(
                fit(("return epochs - done", "return done")),
                "returns the epochs that were done before this call",
                "and returned 0",
            ),
            "returns the wrong way round": Wrong(
                fit(("return epochs - done", "return done - epochs")),
                "the sign is wrong",
                "and returned -1",
            ),
            "returns the last index": Wrong(
                fit(("return epochs - done", "return epoch")),
                "returns the loop's variable",
                "and returned 0",
            ),
            "returns the model": Wrong(
                fit(("return epochs - done", "return model")),
                "returns the model",
                "got a Sequential",
            ),
            "no return": Wrong(
                fit(("    return epochs - done\n", "")), "nothing is returned", "returned None"
            ),
            "printed": Wrong(
                fit(("return epochs - done", "print(epochs - done)")),
                "printed, not returned",
                "`print` only shows",
            ),
            "yield": Wrong(
                fit(("return epochs - done", "yield epochs - done")),
                "a generator: nothing runs",
                "uses `yield`",
            ),
            "async": Wrong(fit(("def ", "async def ")), "a coroutine: nothing runs", "`async`"),
            "return in the loop": Wrong(
                fit(("    return epochs - done", "        return epochs - done")),
                "returns after the first epoch",
                "return after it",
            ),
            "saved only at the end": Wrong(
                fit(("        torch.save(saved, path)", "    torch.save(saved, path)")),
                "one checkpoint at the end: a stop in between loses everything",
                "inside the loop",
            ),
            "saved only once in a while": Wrong(
                fit(
                    (
                        "        torch.save(saved, path)",
                        "        if epoch % 2 == 1:\n            torch.save(saved, path)",
                    )
                ),
                "a checkpoint only after every second epoch",
                "no file at `path`",
            ),
            "nothing saved": Wrong(
                fit(("        torch.save(saved, path)\n", "")),
                "no checkpoint is written",
                "no file at `path`",
            ),
            "save's arguments exchanged": Wrong(
                fit(("torch.save(saved, path)", "torch.save(path, saved)")),
                "torch.save takes the object first, then the path",
                "torch.save(path, saved)",
            ),
            "another path": Wrong(
                fit(("torch.save(saved, path)", 'torch.save(saved, path.with_suffix(".backup"))')),
                "the checkpoint is written to another file than the one that is read",
                "run of 3.backup",
            ),
            "a name per epoch": Wrong(
                fit(
                    (
                        "torch.save(saved, path)",
                        'torch.save(saved, path.with_name(f"epoch{epoch}.pt"))',
                    )
                ),
                "a file per epoch, and path itself is never written",
                "epoch0.pt",
            ),
            "the lesson's folder": Wrong(
                'folder = Path("_work/lesson_13")\n'
                + fit(("path.exists()", '(folder / "nothing.pt").exists()')),
                "asks for a file of the notebook in place of path",
            ),
            "not path.exists()": Wrong(
                fit(("if path.exists()", "if not path.exists()")),
                "the condition is the wrong way round",
                "reads it all the same",
            ),
            "exists without parentheses": Wrong(
                fit(("path.exists()", "path.exists")),
                "path.exists without () is always true",
                "with parentheses",
            ),
            "if path": Wrong(
                fit(("path.exists()", "path")), "a path is always true", "any path, are true"
            ),
            "never loaded": Wrong(
                """
def my_fit(path, model, loader, loss_fn, optimizer, epochs):
    for epoch in range(epochs):
        training.train_loop(loader, model, loss_fn, optimizer)
        torch.save({"model": model.state_dict(), "epoch": epoch + 1}, path)
    return epochs
""",
                "a file that is there is never read",
                "began anew",
            ),
            "put back in the loop": Wrong(
                """
def my_fit(path, model, loader, loss_fn, optimizer, epochs):
    done = 0
    for epoch in range(epochs):
        if path.exists():
            saved = torch.load(path, weights_only=True)
            model.load_state_dict(saved["model"])
            optimizer.load_state_dict(saved["optimizer"])
            loader.generator.set_state(saved["loader"])
            torch.set_rng_state(saved["torch"])
            done = saved["epoch"]
        training.train_loop(loader, model, loss_fn, optimizer)
        saved = {
            "model": model.state_dict(),
            "optimizer": optimizer.state_dict(),
            "loader": loader.generator.get_state(),
            "torch": torch.get_rng_state(),
            "epoch": done + 1,
        }
        torch.save(saved, path)
    return epochs
""",
                "the loop trains all epochs, whatever was done",
                "3 more were trained",
            ),
            "loaded after the loop": Wrong(
                """
def my_fit(path, model, loader, loss_fn, optimizer, epochs):
    for epoch in range(epochs):
        training.train_loop(loader, model, loss_fn, optimizer)
        saved = {"model": model.state_dict(), "optimizer": optimizer.state_dict()}
        torch.save(saved, path)
    if path.exists():
        saved = torch.load(path, weights_only=True)
        model.load_state_dict(saved["model"])
        optimizer.load_state_dict(saved["optimizer"])
    return epochs
""",
                "the file is read after the training",
                "began anew",
            ),
            "state_dict without parentheses": Wrong(
                fit(("model.state_dict(),", "model.state_dict,")),
                "state_dict without ()",
                "with parentheses",
            ),
            "optimizer itself": Wrong(
                fit(("optimizer.state_dict(),", "optimizer,")),
                "the optimizer itself is saved, not its state",
                "not the objects themselves",
            ),
            "model itself": Wrong(
                fit(("model.state_dict(),", "model,")),
                "the model itself is saved, not its state",
                "not the objects themselves",
            ),
            "generator itself": Wrong(
                fit(("loader.generator.get_state()", "loader.generator")),
                "the generator itself is saved, not its state",
                "not the objects themselves",
            ),
            "initial_seed": Wrong(
                fit(
                    ("loader.generator.get_state()", "loader.generator.initial_seed()"),
                    ("loader.generator.set_state", "loader.generator.manual_seed"),
                ),
                "the seed is saved, not the place in the sequence",
                "put them back, each its own",
            ),
            "torch.initial_seed": Wrong(
                fit(
                    ("torch.get_rng_state()", "torch.initial_seed()"),
                    ("torch.set_rng_state", "torch.manual_seed"),
                ),
                "PyTorch's seed is saved, not the place in the sequence",
                "put them back, each its own",
            ),
            "another optimizer": Wrong(
                fit(
                    (
                        LOAD_OPTIMIZER,
                        "        optimizer = torch.optim.SGD(model.parameters(), "
                        "lr=0.05, momentum=0.9)\n",
                    )
                ),
                "a new optimizer, without the momentum of the steps before",
            ),
            "another model": Wrong(
                fit((LOAD_MODEL, "        model = NeuralNetwork()\n" + LOAD_MODEL)),
                "another model is trained: the caller's stays as it was",
            ),
            "fit in place of train_loop": Wrong(
                fit(
                    (
                        TRAIN,
                        "        training.fit(model, loader, None, loss_fn, "
                        "optimizer, epochs=epochs)\n",
                    )
                ),
                "trains `epochs` epochs in each epoch",
            ),
            "train_loop's arguments exchanged": Wrong(
                fit(("train_loop(loader, model,", "train_loop(model, loader,")),
                "model and loader are exchanged",
                "train_loop(model, loader",
            ),
            "not trained": Wrong(fit((TRAIN, "")), "nothing is trained", "it trained 0"),
            "trained twice": Wrong(
                fit((TRAIN, TRAIN + TRAIN)), "trains twice in each epoch", "it trained 2"
            ),
            "file deleted at the end": Wrong(
                fit(("    return epochs", "    path.unlink()\n    return epochs")),
                "the checkpoint is deleted at the end",
                "nothing that removes it",
            ),
            "parameters in another order": Wrong(
                fit(
                    (
                        "(path, model, loader, loss_fn, optimizer, epochs)",
                        "(model, loader, loss_fn, optimizer, epochs, path)",
                    )
                ),
                "path comes last",
                "your parameters are",
            ),
            "one parameter too few": Wrong(
                "path = Path('checkpoint.pt')\n" + fit(("(path, model,", "(model,")),
                "the parameter path is missing",
                "takes 5 arguments",
            ),
            "loss too": Wrong(
                fit(("return epochs - done", "return epochs - done, saved")),
                "returns a pair",
                "got a tuple of 2",
            ),
            "lr changed": Wrong(
                fit(
                    (
                        LOAD_OPTIMIZER,
                        f'{LOAD_OPTIMIZER}        optimizer.param_groups[0]["lr"] *= 0.5\n',
                    )
                ),
                "the learning rate is changed on resuming",
            ),
            "strict=False with other names": Wrong(
                fit((LOAD_MODEL, "        model.load_state_dict(saved, strict=False)\n")),
                "strict=False on the whole checkpoint: not one number is loaded",
                "the model was not put back",
            ),
            "seeded at the start": Wrong(
                fit(
                    (
                        "    done = 0\n",
                        "    done = 0\n    torch.manual_seed(0)\n"
                        "    loader.generator.manual_seed(0)\n",
                    ),
                    (LOAD_LOADER, ""),
                    (LOAD_TORCH, ""),
                ),
                "seeds at each call: a resumed training repeats the first epoch's order",
                "or be seeded",
            ),
            "raises": Wrong(
                "def my_fit(path, model, loader, loss_fn, optimizer, epochs):\n"
                "    raise NotImplementedError\n",
                "raises",
            ),
        },
    },
}
