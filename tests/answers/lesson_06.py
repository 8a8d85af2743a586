"""Answers to the exercises of lesson 06, by somebody who had read only the lesson (2026-11-24)."""

from tests.answers import Wrong

ANSWERS = {
    "move_images": {
        "right": {
            "return it": """
def my_move(images, device):
    return images.to(device)
""",
            "assign, return": """
def my_move(images, device):
    images = images.to(device)
    return images
""",
            "by keyword": """
def my_move(images, device):
    moved = images.to(device=device)
    return moved
""",
            "torch.device": """
def my_move(x, where):
    where = torch.device(where)
    return x.to(where, non_blocking=True)
""",
            "the package's move": """
def my_move(images, device):
    return move(images, device)
""",
            "lambda": """
my_move = lambda images, device: images.to(device)
""",
            "only if needed": """
def my_move(images, device):
    if images.device != torch.device(device):
        images = images.to(device)
    return images
""",
        },
        "wrong": {
            "not kept": Wrong(
                """
def my_move(images, device):
    images.to(device)
    return images
""",
                "what to() returned is not kept",
                "another device than `device`",
            ),
            "kept under another name": Wrong(
                """
def my_move(images, device):
    moved = images.to(device)
    return images
""",
                "the moved tensor has another name, the old one is returned",
                "another device than `device`",
            ),
            "return forgotten": Wrong(
                """
def my_move(images, device):
    images = images.to(device)
""",
                "nothing is returned",
                "end it with `return`",
            ),
            "only the call": Wrong(
                """
def my_move(images, device):
    images.to(device)
""",
                "nothing is returned",
                "end it with `return`",
            ),
            "printed": Wrong(
                """
def my_move(images, device):
    print(images.to(device))
""",
                "printed, not returned",
                "`print` only shows the result",
            ),
            "meta written in": Wrong(
                """
def my_move(images, device):
    return images.to("meta")
""",
                "the device is written in",
                "never uses its parameter `device`",
            ),
            "cpu written in": Wrong(
                """
def my_move(images, device):
    return images.to("cpu")
""",
                "the device is written in",
                "never uses its parameter `device`",
            ),
            "the method cpu": Wrong(
                """
def my_move(images, device):
    return images.cpu()
""",
                "it always goes to the CPU",
                "never uses its parameter `device`",
            ),
            "device as text": Wrong(
                """
def my_move(images, device):
    return images.to("device")
""",
                "the word device in quotes",
                "without quotes",
            ),
            "pick_device": Wrong(
                """
def my_move(images, device):
    return images.to(pick_device())
""",
                "the best device, not the one that was given",
                "never uses its parameter `device`",
            ),
            "their own device": Wrong(
                """
def my_move(images, device):
    return images.to(images.device)
""",
                "moved to where they are already",
                "another device than `device`",
            ),
            "device returned": Wrong(
                """
def my_move(images, device):
    images = images.to(device)
    return device
""",
                "the device is returned, not the images",
                "one tensor, and nothing else",
            ),
            "where they are": Wrong(
                """
def my_move(images, device):
    images = images.to(device)
    return images.device
""",
                "the device of the images is returned",
                "one tensor, and nothing else",
            ),
            "to not called": Wrong(
                """
def my_move(images, device):
    return images.to
""",
                "the method is returned, not called",
                "itself, not its result",
            ),
            "to without a device": Wrong(
                """
def my_move(images, device):
    return images.to()
""",
                "to() is called without a device",
                "another device than `device`",
            ),
            "a pair": Wrong(
                """
def my_move(images, device):
    return images.to(device), device
""",
                "images and device are returned",
                "one tensor, and nothing else",
            ),
            "arguments swapped": Wrong(
                """
def my_move(images, device):
    return device.to(images)
""",
                "to() is called on the device",
                "no attribute",
            ),
            "parameters swapped": Wrong(
                """
def my_move(device, images):
    return images.to(device)
""",
                "the device comes first in the parameters",
                "your parameters are (",
            ),
            "one parameter": Wrong(
                """
device = torch.device("cpu")

def my_move(images):
    return images.to(device)
""",
                "the device is not a parameter",
                "and the exercise gives it",
            ),
            "names of the notebook": Wrong(
                """
notebook_images = torch.rand(64, 1, 28, 28)

def my_move(images, device):
    return notebook_images.to(device)
""",
                "other images than those given",
                "uses the notebook's",
            ),
            "assigned to an attribute": Wrong(
                """
def my_move(images, device):
    images.device = device
    return images
""",
                ".device cannot be set",
            ),
            "a new tensor": Wrong(
                """
def my_move(images, device):
    return torch.zeros(images.shape, device=device)
""",
                "empty numbers on the right device",
            ),
            "rand": Wrong(
                """
def my_move(images, device):
    return torch.rand_like(images, device=device)
""",
                "random numbers on the right device",
            ),
            "in a loop": Wrong(
                """
def my_move(images, device):
    for image in images:
        image = image.to(device)
    return images
""",
                "the name in the loop is moved, the images are not",
                "another device than `device`",
            ),
            "a list": Wrong(
                """
def my_move(images, device):
    return [image.to(device) for image in images]
""",
                "a list of moved images, not a tensor",
                "one tensor, and nothing else",
            ),
            "first image": Wrong(
                """
def my_move(images, device):
    return images[0].to(device)
""",
                "only the first image",
                "was to be moved",
            ),
            "flattened": Wrong(
                """
def my_move(images, device):
    return images.to(device).flatten(1)
""",
                "the shape is changed",
                "was to be moved",
            ),
            "dtype changed": Wrong(
                """
def my_move(images, device):
    return images.to(device, torch.float16)
""",
                "the dtype is changed as well",
                "was to be moved",
            ),
            "item": Wrong(
                """
def my_move(images, device):
    return images.to(device).tolist()
""",
                "tolist takes the numbers out of the tensor",
            ),
            "yield": Wrong(
                """
def my_move(images, device):
    yield images.to(device)
""",
                "yield makes a generator of it",
                "since the function uses `yield`",
            ),
            "async": Wrong(
                """
async def my_move(images, device):
    return images.to(device)
""",
                "async makes a coroutine of it",
                "is `async`",
            ),
            "both lines as they were": Wrong(
                """
def my_move(images, device):
    images.to(device)
    return images.to
""",
                "the two lines of the comment",
                "itself, not its result",
            ),
            "raises": Wrong(
                """
def my_move(images, device):
    assert images.device == device
    return images
""",
                "an assertion that the images are there",
            ),
            "the package's function": Wrong(
                """
my_move = pick_device
""",
                "the function of another task",
            ),
            "a tensor": Wrong(
                """
my_move = torch.rand(2, 1, 28, 28).to("meta")
""",
                "the result, not the function",
                "expected a function, got",
            ),
            "data": Wrong(
                """
def my_move(images, device):
    images.data = images.data.to(device)
    return images
""",
                "the storage is replaced: the caller's images move",
            ),
        },
    },
    "forward": {
        "right": {
            "device_of": """
def my_forward(model, images):
    return model(images.to(device_of(model)))
""",
            "in steps": """
def my_forward(model, images):
    device = device_of(model)
    images = images.to(device)
    logits = model(images)
    return logits
""",
            "next of the parameters": """
def my_forward(model, images):
    where = next(model.parameters()).device
    return model(images.to(where))
""",
            "move": """
def my_forward(model, images):
    return model(move(images, device_of(model)))
""",
            "loop over the parameters": """
def my_forward(net, x):
    for parameter in net.parameters():
        x = x.to(parameter.device)
        break
    return net(x)
""",
            "list of the parameters": """
def my_forward(model, images):
    first, *_ = model.parameters()
    return model.forward(images.to(first.device))
""",
            "no_grad": """
def my_forward(model, images):
    with torch.no_grad():
        return model(images.to(device_of(model)))
""",
            "only if needed": """
def my_forward(model, images):
    if images.device != device_of(model):
        images = images.to(device_of(model))
    return model(images)
""",
        },
        "wrong": {
            "not moved": Wrong(
                """
def my_forward(model, images):
    return model(images)
""",
                "the images are not moved",
                "on another device",
            ),
            "not kept": Wrong(
                """
def my_forward(model, images):
    images.to(device_of(model))
    return model(images)
""",
                "what to() returned is not kept",
                "on another device",
            ),
            "model moved": Wrong(
                """
def my_forward(model, images):
    model.to(images.device)
    return model(images)
""",
                "the model is moved to the images",
                "the model was moved",
            ),
            "model moved to the CPU": Wrong(
                """
def my_forward(model, images):
    return model.to("cpu")(images.to("cpu"))
""",
                "the model is moved to the CPU",
                "the model was moved",
            ),
            "both to the picked device": Wrong(
                """
def my_forward(model, images):
    device = pick_device()
    return model.to(device)(images.to(device))
""",
                "both are moved to the best device",
                "the model was moved",
            ),
            "images to the picked device": Wrong(
                """
def my_forward(model, images):
    return model(images.to(pick_device()))
""",
                "the images go to the best device, not to the model's",
                "on another device",
            ),
            "meta": Wrong(
                """
def my_forward(model, images):
    return model(images.to("meta"))
""",
                "meta is written in",
                "on another device",
            ),
            "cpu": Wrong(
                """
def my_forward(model, images):
    return model(images.to("cpu"))
""",
                "the CPU is written in",
                "on another device",
            ),
            "back on the CPU": Wrong(
                """
def my_forward(model, images):
    return model(images.to(device_of(model))).cpu()
""",
                "the logits are brought to the CPU",
                "expected them where the model is",
            ),
            "back to the images": Wrong(
                """
def my_forward(model, images):
    return model(images.to(device_of(model))).to(images.device)
""",
                "the logits go where the images came from",
                "expected them where the model is",
            ),
            "model.device": Wrong(
                """
def my_forward(model, images):
    return model(images.to(model.device))
""",
                "a model has no attribute device",
                "`.device`: its parameters",
            ),
            "the notebook's device": Wrong(
                """
device = torch.device("cpu")

def my_forward(model, images):
    return model(images.to(device))
""",
                "the notebook's device, not that of the model",
                "on another device",
            ),
            "the notebook's model": Wrong(
                """
meta_model = NeuralNetwork()
meta_model.to("meta")

def my_forward(model, images):
    return meta_model(images.to("meta"))
""",
                "the notebook's model, not the one given",
                "never uses its parameter `model`",
            ),
            "a new model": Wrong(
                """
def my_forward(model, images):
    other = NeuralNetwork().to(device_of(model))
    return other(images.to(device_of(model)))
""",
                "a new model on the right device",
                "was never called",
            ),
            "the images": Wrong(
                """
def my_forward(model, images):
    return images.to(device_of(model))
""",
                "the moved images, not the logits",
                "expected logits of shape",
            ),
            "predictions": Wrong(
                """
def my_forward(model, images):
    return model(images.to(device_of(model))).argmax(dim=1)
""",
                "the classes, not the logits",
                "expected logits of shape",
            ),
            "probabilities": Wrong(
                """
def my_forward(model, images):
    return model(images.to(device_of(model))).softmax(dim=1)
""",
                "a softmax was applied",
                "these are probabilities",
            ),
            "printed": Wrong(
                """
def my_forward(model, images):
    print(model(images.to(device_of(model))))
""",
                "printed, not returned",
                "`print` only shows the result",
            ),
            "return forgotten": Wrong(
                """
def my_forward(model, images):
    logits = model(images.to(device_of(model)))
""",
                "nothing is returned",
                "end it with `return`",
            ),
            "empty logits": Wrong(
                """
def my_forward(model, images):
    return torch.zeros(len(images), 10, device=device_of(model))
""",
                "numbers of the right shape and device",
                "was never called",
            ),
            "parameters without parentheses": Wrong(
                """
def my_forward(model, images):
    return model(images.to(next(model.parameters).device))
""",
                "parameters is a method",
                "a method is named there, but not called",
            ),
            "next forgotten": Wrong(
                """
def my_forward(model, images):
    return model(images.to(model.parameters().device))
""",
                "parameters() has no device",
                "has no device of its own",
            ),
            "moved afterwards": Wrong(
                """
def my_forward(model, images):
    return model(images).to(device_of(model))
""",
                "the logits are moved, the images are not",
                "on another device",
            ),
            "device_of without argument": Wrong(
                """
def my_forward(model, images):
    return model(images.to(device_of))
""",
                "device_of is not called",
                "neither a device nor a dtype",
            ),
            "device_of the images": Wrong(
                """
def my_forward(model, images):
    return model(images.to(device_of(images)))
""",
                "the device of the images",
                "it got a tensor",
            ),
            "to of the model": Wrong(
                """
def my_forward(model, images):
    return model.to(device_of(model))
""",
                "to() of a model returns the model",
            ),
            "swapped": Wrong(
                """
def my_forward(model, images):
    return images(model)
""",
                "the model is given to the images",
            ),
            "parameters swapped": Wrong(
                """
def my_forward(images, model):
    return model(images.to(device_of(model)))
""",
                "the images come first in the parameters",
                "your parameters are (",
            ),
            "one parameter": Wrong(
                """
model = NeuralNetwork()

def my_forward(images):
    return model(images.to(device_of(model)))
""",
                "it takes the images only",
                "and the exercise gives it",
            ),
            "device as well": Wrong(
                """
def my_forward(model, images, device):
    return model(images.to(device))
""",
                "it wants a device as well",
                "and the exercise gives it",
            ),
            "pair": Wrong(
                """
def my_forward(model, images):
    return model(images.to(device_of(model))), device_of(model)
""",
                "logits and device",
                "expected logits of shape",
            ),
            "first image": Wrong(
                """
def my_forward(model, images):
    return model(images[:1].to(device_of(model)))
""",
                "only the first image",
                "expected logits of shape",
            ),
            "one image after the other": Wrong(
                """
def my_forward(model, images):
    return [model(image.unsqueeze(0).to(device_of(model))) for image in images]
""",
                "a list of logits, one for each image",
                "expected logits of shape",
            ),
            "moved and back": Wrong(
                """
def my_forward(model, images):
    before = device_of(model)
    model.to("cpu")
    logits = model(images.cpu())
    model.to(before)
    return logits
""",
                "the model is moved and brought back",
                "the model was moved",
            ),
            "scaled": Wrong(
                """
def my_forward(model, images):
    return model(images.to(device_of(model)) / 255)
""",
                "the images are divided by 255 once more",
            ),
            "item": Wrong(
                """
def my_forward(model, images):
    return model(images.to(device_of(model))).tolist()
""",
                "tolist takes the numbers out of the tensor",
                "expected them where the model is",
            ),
            "class": Wrong(
                """
def my_forward(model, images):
    return NeuralNetwork(images.to(device_of(model)))
""",
                "NeuralNetwork is a class, not the model",
            ),
            "yield": Wrong(
                """
def my_forward(model, images):
    yield model(images.to(device_of(model)))
""",
                "yield makes a generator of it",
                "since the function uses `yield`",
            ),
            "async": Wrong(
                """
async def my_forward(model, images):
    return model(images.to(device_of(model)))
""",
                "async makes a coroutine of it",
                "is `async`",
            ),
            "try": Wrong(
                """
def my_forward(model, images):
    try:
        return model(images)
    except RuntimeError:
        return None
""",
                "the error is swallowed",
            ),
            "a model": Wrong(
                """
my_forward = NeuralNetwork()
""",
                "the model, not a function of two arguments",
                "and the exercise gives it",
            ),
            "logits": Wrong(
                """
my_forward = torch.zeros(64, 10)
""",
                "the result, not the function",
                "expected a function, got",
            ),
            "in place of the caller's": Wrong(
                """
def my_forward(model, images):
    images.data = images.data.to(device_of(model))
    return model(images)
""",
                "the storage is replaced: the caller's images move",
            ),
        },
    },
    "places": {
        "right": {
            "a list": """
my_places = ["meta", "error", "meta", "error", "cpu", "meta"]
""",
            "a tuple": """
my_places = "meta", "error", "meta", "error", "cpu", "meta"
""",
            "split": """
my_places = "meta error meta error cpu meta".split()
""",
            "filled in": """
my_places = ["meta"] * 6
my_places[1] = my_places[3] = "error"
my_places[4] = "cpu"
""",
            "capitals and spaces": """
my_places = ["Meta", "error", "meta ", "Error", "CPU", "meta"]
""",
            "words of devices": """
meta, cpu = str(torch.device("meta")), str(torch.device("cpu"))
my_places = [meta, "error", meta, "error", cpu, meta]
""",
            "a dict by the numbers of the lines": """
my_places = {1: "meta", 2: "error", 3: "meta", 4: "error", 5: "cpu", 6: "meta"}
""",
        },
        "wrong": {
            "the loop moves": Wrong(
                """
my_places = ["meta", "error", "meta", "error", "meta", "meta"]
""",
                "line 5: the loop is believed to move what is in the dict",
                '`pair["x"]`, is not',
            ),
            "to moves the tensor": Wrong(
                """
my_places = ["meta", "meta", "meta", "meta", "meta", "meta"]
""",
                "a.to(...) is believed to move a",
                "line 2, `a + b`, is not",
            ),
            "the model needs an assignment": Wrong(
                """
my_places = ["meta", "error", "cpu", "cpu", "cpu", "error"]
""",
                "layer.to is believed to be without effect",
                "line 3, `layer.weight`, is not",
            ),
            "cpu wins": Wrong(
                """
my_places = ["meta", "cpu", "meta", "cpu", "cpu", "meta"]
""",
                "two devices are believed to give the CPU",
                "line 2, `a + b`, is not",
            ),
            "meta wins": Wrong(
                """
my_places = ["meta", "meta", "meta", "meta", "cpu", "meta"]
""",
                "two devices are believed to give meta",
                "line 2, `a + b`, is not",
            ),
            "a number fits everywhere, not": Wrong(
                """
my_places = ["error", "error", "meta", "error", "cpu", "meta"]
""",
                "b + 1 is believed to be an error",
                "line 1, `b + 1`, is not",
            ),
            "last is an error": Wrong(
                """
my_places = ["meta", "error", "meta", "error", "cpu", "error"]
""",
                "a is believed to be moved already",
                "line 6",
            ),
            "the layer moves the tensor": Wrong(
                """
my_places = ["meta", "error", "meta", "meta", "cpu", "meta"]
""",
                "layer(a) is believed to move a",
                "line 4, `layer(a)`, is not",
            ),
            "all cpu": Wrong(
                """
my_places = ["cpu"] * 6
""",
                "everything is on the CPU",
            ),
            "all errors": Wrong(
                """
my_places = ["error"] * 6
""",
                "everything is an error",
            ),
            "the example": Wrong(
                """
my_places = ["cpu", "error", "cpu", "error", "cpu", "error"]
""",
                "the beginning of the example",
            ),
            "the example as it is": Wrong(
                """
my_places = ["cpu", "error", ...]
""",
                "the dots are left in",
                "expected 6 words",
            ),
            "five": Wrong(
                """
my_places = ["meta", "error", "meta", "error", "cpu"]
""",
                "one is missing",
                "expected 6 words",
            ),
            "seven": Wrong(
                """
my_places = ["meta", "error", "meta", "error", "cpu", "meta", "meta"]
""",
                "one too many",
                "expected 6 words",
            ),
            "a set": Wrong(
                """
my_places = {"meta", "error", "cpu"}
""",
                "a set has no order",
                "one word for each line",
            ),
            "one text": Wrong(
                """
my_places = "meta, error, meta, error, cpu, meta"
""",
                "one text, not six",
                "one word for each line",
            ),
            "in one text in a list": Wrong(
                """
my_places = ["meta, error, meta, error, cpu, meta"]
""",
                "one text in a list",
                "expected 6 words",
            ),
            "other words": Wrong(
                """
my_places = ["gpu", "RuntimeError", "gpu", "RuntimeError", "CPU", "gpu"]
""",
                "words that are not among the three",
                'expected "cpu", "meta" or "error"',
            ),
            "cuda": Wrong(
                """
my_places = ["cuda", "error", "cuda", "error", "cpu", "cuda"]
""",
                "cuda for meta",
                'expected "cpu", "meta" or "error"',
            ),
            "None for an error": Wrong(
                """
my_places = ["meta", None, "meta", None, "cpu", "meta"]
""",
                "None stands for an error",
                'expected "cpu", "meta" or "error"',
            ),
            "turned around": Wrong(
                """
my_places = ["meta", "cpu", "error", "meta", "error", "meta"]
""",
                "the list is in reverse order",
            ),
            "from 0": Wrong(
                """
my_places = ["error", "meta", "error", "cpu", "meta", "meta"]
""",
                "one line too early",
            ),
            "a typing mistake": Wrong(
                """
my_places = ["meta", "eror", "meta", "error", "cpu", "meta"]
""",
                "a typing mistake in one word",
                'expected "cpu", "meta" or "error"',
            ),
            "truth": Wrong(
                """
my_places = [True, False, True, False, True, True]
""",
                "whether it runs",
                'expected "cpu", "meta" or "error"',
            ),
            "the exception": Wrong(
                """
my_places = ["meta", RuntimeError, "meta", RuntimeError, "cpu", "meta"]
""",
                "the exception itself, not the word",
                'expected "cpu", "meta" or "error"',
            ),
            "a function": Wrong(
                """
def my_places():
    return ["meta", "error", "meta", "error", "cpu", "meta"]
""",
                "a function that returns the list",
            ),
        },
    },
    "batched_logits": {
        "right": {
            "range and slices": """
def my_predict(model, images, batch_size):
    parts = []
    for start in range(0, len(images), batch_size):
        batch = images[start : start + batch_size].to(device_of(model))
        parts.append(model(batch).cpu())
    return torch.cat(parts)
""",
            "split": """
def my_predict(model, images, batch_size):
    where = device_of(model)
    return torch.cat([model(part.to(where)).cpu() for part in images.split(batch_size)])
""",
            "while": """
def my_predict(model, images, batch_size):
    device = next(model.parameters()).device
    logits = torch.empty(len(images), 10)
    start = 0
    with torch.no_grad():
        while start < len(images):
            stop = min(start + batch_size, len(images))
            logits[start:stop] = model(images[start:stop].to(device)).to("cpu")
            start = stop
    return logits
""",
            "cat step by step": """
def my_predict(model, images, batch_size):
    result = torch.zeros(0, 10)
    for i in range(0, images.shape[0], batch_size):
        out = model(move(images[i : i + batch_size], device_of(model)))
        result = torch.cat((result, out.detach().cpu()), dim=0)
    return result
""",
            "number of batches": """
def my_predict(net, x, n):
    count = (len(x) + n - 1) // n
    parts = [net(x[k * n : (k + 1) * n].to(device_of(net))).cpu() for k in range(count)]
    return torch.vstack(parts)
""",
            "a loader": """
def my_predict(model, images, batch_size):
    from torch.utils.data import DataLoader, TensorDataset

    outputs = []
    for (batch,) in DataLoader(TensorDataset(images), batch_size=batch_size):
        outputs += [model(batch.to(device_of(model))).cpu()]
    return torch.concat(outputs)
""",
            "inference_mode": """
@torch.inference_mode()
def my_predict(model, images, batch_size):
    outputs = []
    for batch in torch.split(images, batch_size, dim=0):
        outputs.append(model(batch.to(device_of(model))).cpu())
    return torch.cat(outputs)
""",
            "whole batches, then the rest": """
def my_predict(model, images, batch_size):
    whole = len(images) // batch_size * batch_size
    parts = []
    for start in range(0, whole, batch_size):
        parts.append(model(images[start : start + batch_size].to(device_of(model))).cpu())
    if whole < len(images):
        parts.append(model(images[whole:].to(device_of(model))).cpu())
    return torch.cat(parts)
""",
        },
        "wrong": {
            "last batch forgotten": Wrong(
                """
def my_predict(model, images, batch_size):
    parts = []
    for k in range(len(images) // batch_size):
        batch = images[k * batch_size : (k + 1) * batch_size].to(device_of(model))
        parts.append(model(batch).cpu())
    return torch.cat(parts)
""",
                "the last, smaller batch is left out",
                "some never got there",
            ),
            "off by one at the end": Wrong(
                """
def my_predict(model, images, batch_size):
    parts = []
    for start in range(0, len(images) - batch_size, batch_size):
        parts.append(model(images[start : start + batch_size].to(device_of(model))).cpu())
    return torch.cat(parts)
""",
                "the range ends one batch too early",
                "some never got there",
            ),
            "all at once": Wrong(
                """
def my_predict(model, images, batch_size):
    return model(images.to(device_of(model))).cpu()
""",
                "all images are given to the model at once",
                "never uses its parameter `batch_size`",
            ),
            "moved at once": Wrong(
                """
def my_predict(model, images, batch_size):
    images = images.to(device_of(model))
    parts = []
    for start in range(0, len(images), batch_size):
        parts.append(model(images[start : start + batch_size]).cpu())
    return torch.cat(parts)
""",
                "all images are moved before the loop",
                "went there at once",
            ),
            "one at a time": Wrong(
                """
def my_predict(model, images, batch_size):
    parts = []
    for i in range(len(images)):
        parts.append(model(images[i : i + 1].to(device_of(model))).cpu())
    return torch.cat(parts)
""",
                "one image at a time, batch_size is not used",
                "never uses its parameter `batch_size`",
            ),
            "64": Wrong(
                """
def my_predict(model, images, batch_size):
    parts = []
    for start in range(0, len(images), 64):
        parts.append(model(images[start : start + 64].to(device_of(model))).cpu())
    return torch.cat(parts)
""",
                "the batch size is written in",
                "never uses its parameter `batch_size`",
            ),
            "batch_size batches": Wrong(
                """
def my_predict(model, images, batch_size):
    return torch.cat([model(p.to(device_of(model))).cpu() for p in images.chunk(batch_size)])
""",
                "as many batches as batch_size says",
                "the model got",
            ),
            "not moved": Wrong(
                """
def my_predict(model, images, batch_size):
    parts = []
    for start in range(0, len(images), batch_size):
        parts.append(model(images[start : start + batch_size]).cpu())
    return torch.cat(parts)
""",
                "the batches are not moved",
                "a batch that was not there",
            ),
            "not kept": Wrong(
                """
def my_predict(model, images, batch_size):
    parts = []
    for start in range(0, len(images), batch_size):
        batch = images[start : start + batch_size]
        batch.to(device_of(model))
        parts.append(model(batch).cpu())
    return torch.cat(parts)
""",
                "what to() returned is not kept",
                "a batch that was not there",
            ),
            "not brought back": Wrong(
                """
def my_predict(model, images, batch_size):
    parts = []
    for start in range(0, len(images), batch_size):
        parts.append(model(images[start : start + batch_size].to(device_of(model))))
    return torch.cat(parts)
""",
                "the logits stay on the model's device",
                "the logits stayed there",
            ),
            "cpu not kept": Wrong(
                """
def my_predict(model, images, batch_size):
    parts = []
    for start in range(0, len(images), batch_size):
        logits = model(images[start : start + batch_size].to(device_of(model)))
        logits.cpu()
        parts.append(logits)
    return torch.cat(parts)
""",
                "what cpu() returned is not kept",
                "the logits stayed there",
            ),
            "model moved to the CPU": Wrong(
                """
def my_predict(model, images, batch_size):
    model.cpu()
    parts = []
    for start in range(0, len(images), batch_size):
        parts.append(model(images[start : start + batch_size]))
    return torch.cat(parts)
""",
                "the model is moved to the CPU",
                "the model was moved",
            ),
            "model moved to the picked device": Wrong(
                """
def my_predict(model, images, batch_size):
    device = pick_device()
    model.to(device)
    parts = []
    for start in range(0, len(images), batch_size):
        parts.append(model(images[start : start + batch_size].to(device)).cpu())
    return torch.cat(parts)
""",
                "the model is moved to the best device",
                "the model was moved",
            ),
            "the picked device": Wrong(
                """
def my_predict(model, images, batch_size):
    parts = []
    for start in range(0, len(images), batch_size):
        parts.append(model(images[start : start + batch_size].to(pick_device())).cpu())
    return torch.cat(parts)
""",
                "the batches go to the best device, not to the model's",
                "a batch that was not there",
            ),
            "a list": Wrong(
                """
def my_predict(model, images, batch_size):
    parts = []
    for start in range(0, len(images), batch_size):
        parts.append(model(images[start : start + batch_size].to(device_of(model))).cpu())
    return parts
""",
                "a list of batches, not joined",
                "joins a list of tensors",
            ),
            "stack": Wrong(
                """
def my_predict(model, images, batch_size):
    parts = []
    for start in range(0, len(images), batch_size):
        parts.append(model(images[start : start + batch_size].to(device_of(model))).cpu())
    return torch.stack(parts)
""",
                "stack wants batches of one size",
                "expected logits of shape",
            ),
            "cat along dim 1": Wrong(
                """
def my_predict(model, images, batch_size):
    parts = []
    for start in range(0, len(images), batch_size):
        parts.append(model(images[start : start + batch_size].to(device_of(model))).cpu())
    return torch.cat(parts, dim=1)
""",
                "the batches are joined side by side",
                "expected logits of shape",
            ),
            "return in the loop": Wrong(
                """
def my_predict(model, images, batch_size):
    parts = []
    for start in range(0, len(images), batch_size):
        parts.append(model(images[start : start + batch_size].to(device_of(model))).cpu())
        return torch.cat(parts)
""",
                "it returns after the first batch",
                "loop ended after the first batch",
            ),
            "last batch only": Wrong(
                """
def my_predict(model, images, batch_size):
    for start in range(0, len(images), batch_size):
        logits = model(images[start : start + batch_size].to(device_of(model))).cpu()
    return logits
""",
                "each batch overwrites the one before",
                "only the logits of the last batch",
            ),
            "list made anew": Wrong(
                """
def my_predict(model, images, batch_size):
    for start in range(0, len(images), batch_size):
        parts = []
        parts.append(model(images[start : start + batch_size].to(device_of(model))).cpu())
    return torch.cat(parts)
""",
                "the list is made anew for each batch",
                "only the logits of the last batch",
            ),
            "append assigned": Wrong(
                """
def my_predict(model, images, batch_size):
    parts = []
    for start in range(0, len(images), batch_size):
        parts = parts.append(model(images[start : start + batch_size].to(device_of(model))).cpu())
    return torch.cat(parts)
""",
                "append returns None",
                "methods that change their object",
            ),
            "each one first": Wrong(
                """
def my_predict(model, images, batch_size):
    parts = []
    for start in range(0, len(images), batch_size):
        parts.insert(0, model(images[start : start + batch_size].to(device_of(model))).cpu())
    return torch.cat(parts)
""",
                "it puts each new batch first",
                "not in the order of the images",
            ),
            "shuffled": Wrong(
                """
def my_predict(model, images, batch_size):
    parts = []
    for batch in torch.utils.data.DataLoader(images, batch_size=batch_size, shuffle=True):
        parts.append(model(batch.to(device_of(model))).cpu())
    return torch.cat(parts)
""",
                "a loader that shuffles",
                "not in the order of the images",
            ),
            "drop_last": Wrong(
                """
def my_predict(model, images, batch_size):
    parts = []
    for batch in torch.utils.data.DataLoader(images, batch_size=batch_size, drop_last=True):
        parts.append(model(batch.to(device_of(model))).cpu())
    return torch.cat(parts)
""",
                "a loader that drops the last batch",
                "some never got there",
            ),
            "every k-th": Wrong(
                """
def my_predict(model, images, batch_size):
    count = (len(images) + batch_size - 1) // batch_size
    parts = []
    for k in range(count):
        parts.append(model(images[k::count].to(device_of(model))).cpu())
    return torch.cat(parts)
""",
                "every k-th image in one batch: the order is lost",
                "not in the order of the images",
            ),
            "slices overlap": Wrong(
                """
def my_predict(model, images, batch_size):
    parts = []
    for start in range(0, len(images)):
        parts.append(model(images[start : start + batch_size].to(device_of(model))).cpu())
    return torch.cat(parts)
""",
                "the step of the range is forgotten",
                "the model got",
            ),
            "slice to batch_size": Wrong(
                """
def my_predict(model, images, batch_size):
    parts = []
    for start in range(0, len(images), batch_size):
        parts.append(model(images[start:batch_size].to(device_of(model))).cpu())
    return torch.cat(parts)
""",
                "the slice always ends at batch_size",
                "the model got",
            ),
            "one image too few": Wrong(
                """
def my_predict(model, images, batch_size):
    parts = []
    for start in range(0, len(images), batch_size):
        parts.append(model(images[start : start + batch_size - 1].to(device_of(model))).cpu())
    return torch.cat(parts)
""",
                "the slice ends one too early",
                "the model got",
            ),
            "one image too many": Wrong(
                """
def my_predict(model, images, batch_size):
    parts = []
    for start in range(0, len(images), batch_size):
        parts.append(model(images[start : start + batch_size + 1].to(device_of(model))).cpu())
    return torch.cat(parts)
""",
                "the slice ends one too late",
                "the model got",
            ),
            "first image left out": Wrong(
                """
def my_predict(model, images, batch_size):
    parts = []
    for start in range(1, len(images), batch_size):
        parts.append(model(images[start : start + batch_size].to(device_of(model))).cpu())
    return torch.cat(parts)
""",
                "the range begins at 1",
                "the model got",
            ),
            "the first batch over and over": Wrong(
                """
def my_predict(model, images, batch_size):
    parts = []
    for start in range(0, len(images), batch_size):
        parts.append(model(images[:batch_size].to(device_of(model))).cpu())
    return torch.cat(parts)
""",
                "the slice does not move on",
                "",
            ),
            "classes": Wrong(
                """
def my_predict(model, images, batch_size):
    parts = []
    for start in range(0, len(images), batch_size):
        logits = model(images[start : start + batch_size].to(device_of(model)))
        parts.append(logits.argmax(dim=1).cpu())
    return torch.cat(parts)
""",
                "the predicted classes, not the logits",
            ),
            "probabilities": Wrong(
                """
def my_predict(model, images, batch_size):
    parts = []
    for start in range(0, len(images), batch_size):
        logits = model(images[start : start + batch_size].to(device_of(model)))
        parts.append(logits.softmax(dim=1).cpu())
    return torch.cat(parts)
""",
                "a softmax was applied",
                "these are probabilities",
            ),
            "zeros": Wrong(
                """
def my_predict(model, images, batch_size):
    return torch.zeros(len(images), 10)
""",
                "right shape and device, no values",
                "never uses its parameters `model` and `batch_size`",
            ),
            "a new model": Wrong(
                """
def my_predict(model, images, batch_size):
    model = NeuralNetwork()
    return torch.cat([model(part) for part in images.split(batch_size)])
""",
                "a new model is used",
                "was never called",
            ),
            "the notebook's model": Wrong(
                """
notebook_model = NeuralNetwork()

def my_predict(model, images, batch_size):
    parts = []
    for start in range(0, len(images), batch_size):
        parts.append(notebook_model(images[start : start + batch_size]).cpu())
    return torch.cat(parts)
""",
                "the notebook's model is used, not the one given",
                "never uses its parameter `model`",
            ),
            "the notebook's device": Wrong(
                """
device = torch.device("cpu")

def my_predict(model, images, batch_size):
    parts = []
    for start in range(0, len(images), batch_size):
        parts.append(model(images[start : start + batch_size].to(device)).cpu())
    return torch.cat(parts)
""",
                "the device is written in",
                "a batch that was not there",
            ),
            "meta": Wrong(
                """
def my_predict(model, images, batch_size):
    parts = []
    for start in range(0, len(images), batch_size):
        parts.append(model(images[start : start + batch_size].to("meta")))
    return torch.cat(parts)
""",
                "meta is written in",
            ),
            "printed": Wrong(
                """
def my_predict(model, images, batch_size):
    parts = []
    for start in range(0, len(images), batch_size):
        parts.append(model(images[start : start + batch_size].to(device_of(model))).cpu())
    print(torch.cat(parts))
""",
                "printed, not returned",
                "`print` only shows the result",
            ),
            "return forgotten": Wrong(
                """
def my_predict(model, images, batch_size):
    parts = []
    for start in range(0, len(images), batch_size):
        parts.append(model(images[start : start + batch_size].to(device_of(model))).cpu())
    logits = torch.cat(parts)
""",
                "nothing is returned",
                "end it with `return`",
            ),
            "yield": Wrong(
                """
def my_predict(model, images, batch_size):
    for start in range(0, len(images), batch_size):
        yield model(images[start : start + batch_size].to(device_of(model))).cpu()
""",
                "yield makes a generator of it",
                "since the function uses `yield`",
            ),
            "async": Wrong(
                """
async def my_predict(model, images, batch_size):
    return torch.cat([model(p.to(device_of(model))).cpu() for p in images.split(batch_size)])
""",
                "async makes a coroutine of it",
                "is `async`",
            ),
            "cpu without parentheses": Wrong(
                """
def my_predict(model, images, batch_size):
    parts = []
    for start in range(0, len(images), batch_size):
        parts.append(model(images[start : start + batch_size].to(device_of(model))).cpu)
    return torch.cat(parts)
""",
                "cpu is not called",
                "a method is named there, but not called",
            ),
            "model.device": Wrong(
                """
def my_predict(model, images, batch_size):
    parts = []
    for start in range(0, len(images), batch_size):
        parts.append(model(images[start : start + batch_size].to(model.device)).cpu())
    return torch.cat(parts)
""",
                "a model has no attribute device",
                "`.device`: its parameters",
            ),
            "two parameters": Wrong(
                """
def my_predict(model, images):
    return torch.cat([model(p.to(device_of(model))).cpu() for p in images.split(64)])
""",
                "the batch size is not a parameter",
                "and the exercise gives it",
            ),
            "parameters in another order": Wrong(
                """
def my_predict(images, model, batch_size):
    return torch.cat([model(p.to(device_of(model))).cpu() for p in images.split(batch_size)])
""",
                "the images come first in the parameters",
                "your parameters are (",
            ),
            "numpy": Wrong(
                """
def my_predict(model, images, batch_size):
    parts = [model(p.to(device_of(model))).cpu() for p in images.split(batch_size)]
    return torch.cat(parts).detach().numpy()
""",
                "a NumPy array, not a tensor",
                "`torch.from_numpy(…)`",
            ),
            "lists": Wrong(
                """
def my_predict(model, images, batch_size):
    parts = [model(p.to(device_of(model))).cpu() for p in images.split(batch_size)]
    return torch.cat(parts).tolist()
""",
                "a list of lists",
                "joins a list of tensors",
            ),
            "flat": Wrong(
                """
def my_predict(model, images, batch_size):
    parts = [model(p.to(device_of(model))).cpu().flatten() for p in images.split(batch_size)]
    return torch.cat(parts)
""",
                "all logits in one row",
                "expected logits of shape",
            ),
            "mean per batch": Wrong(
                """
def my_predict(model, images, batch_size):
    parts = [model(p.to(device_of(model))).cpu().mean(dim=0) for p in images.split(batch_size)]
    return torch.stack(parts)
""",
                "the mean of the logits of each batch",
            ),
            "loop over images as batches": Wrong(
                """
def my_predict(model, images, batch_size):
    parts = []
    for batch in images:
        parts.append(model(batch.to(device_of(model))).cpu())
    return torch.cat(parts)
""",
                "each image of the loop is taken for a batch",
                "never uses its parameter `batch_size`",
            ),
            "loop over a number": Wrong(
                """
def my_predict(model, images, batch_size):
    parts = []
    for batch in batch_size:
        parts.append(model(images[batch].to(device_of(model))).cpu())
    return torch.cat(parts)
""",
                "a number has nothing to loop over",
            ),
            "range without a start": Wrong(
                """
def my_predict(model, images, batch_size):
    parts = []
    for start in range(len(images), batch_size):
        parts.append(model(images[start : start + batch_size].to(device_of(model))).cpu())
    return torch.cat(parts)
""",
                "range(len, batch_size) is empty",
            ),
            "padded": Wrong(
                """
def my_predict(model, images, batch_size):
    missing = -len(images) % batch_size
    images = torch.cat([images, torch.zeros(missing, *images.shape[1:])])
    return torch.cat([model(p.to(device_of(model))).cpu() for p in images.split(batch_size)])
""",
                "the last batch is filled up, and the filling is returned as well",
                "the model got",
            ),
            "still the stub": Wrong(
                """
my_predict = NeuralNetwork()
""",
                "None was replaced by the notebook's model",
                "and the exercise gives it",
            ),
            "a lambda without the batches": Wrong(
                """
my_predict = lambda model, images, batch_size: model(images.to(device_of(model))).cpu()
""",
                "all images at once, in a lambda",
                "never uses its parameter `batch_size`",
            ),
        },
    },
}
