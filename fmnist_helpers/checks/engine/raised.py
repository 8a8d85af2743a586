"""What the errors that beginners meet most often usually mean, in any exercise."""

import dis
import re

# A pattern in the message of an error of Python or PyTorch, and what it usually means; the first
# that is found counts.
ERRORS = (
    (
        r"builtin_function_or_method|'(method|function)' (object|and)|and '(method|function)'",
        "a method is named there, but not called: it needs parentheses.",
    ),
    (
        r"'NoneType' object",
        "something is None: methods that change their object, such as `append`, `sort` and "
        "`backward`, return None, so don't assign what they return.",
    ),
    (
        r"does not require grad and does not have a grad_fn",
        "nothing leads back from there to a parameter: `.item()`, `.detach()`, `argmax` and "
        "`torch.no_grad()` cut the computation graph.",
    ),
    (
        r"backward through the graph a second time",
        "each `backward` uses its graph up: call it once for each loss.",
    ),
    (
        r"only one element tensors|cannot be converted to (a )?Scalar",
        "`int`, `float`, `.item()` and the functions of `math` take a single number; this tensor "
        "holds several.",
    ),
    (
        r"'(Tensor|list)' object is not callable",
        "it is no function: leave out the parentheses behind it, or hand over something else.",
    ),
    (
        r"operand type\(s\).*'(ReLU|Linear|Flatten|LogSoftmax|CrossEntropyLoss|MSELoss)'",
        "a layer or a loss is made first, as in `nn.ReLU()`, and then called with the tensor.",
    ),
    (
        r"forward\(\) (takes|missing)",
        "count the arguments: a model takes the images, a loss the logits and the labels.",
    ),
    (
        r"cannot be interpreted as an integer",
        "a whole number is needed there: `len(…)` counts what is in a list or a dataset.",
    ),
    (
        r"indices must be integers|can be converted to an index",
        "a place in a list is a whole number, and what stands between the brackets is not: print "
        "it.",
    ),
    (
        r"mat1 and mat2 shapes cannot be multiplied",
        "`a @ b`, as in a linear layer, needs as many columns in `a` as there are rows in `b`: "
        "compare the two shapes. `.T` swaps rows and columns.",
    ),
    (
        r"The size of tensor a .* must match",
        "two sizes must be equal, or one of them 1, as `keepdim=True` leaves it. What are the "
        "shapes?",
    ),
    (
        r"Boolean value of Tensor with more than one value",
        "Python's `min`, `max`, `if`, `and` and `or` want one yes or no, and this tensor has "
        "many: use `torch.minimum`, `clamp`, `torch.where`, or `&` and `|`.",
    ),
    (
        r"truth value of an array with more than one element",
        "Python's `min`, `max`, `if`, `and` and `or` want one yes or no, and this array has many.",
    ),
    (
        r"'method'",
        "a method is called with parentheses, such as `.item()`.",
    ),
    (
        r"could not infer output dtype",
        "whole numbers have no mean in their dtype: `.float()` first.",
    ),
    (
        r"'int' object has no attribute",
        "this is a plain number, not a tensor. Are the parameters in the order of the "
        "exercise, and the parentheses where you mean them?",
    ),
    (
        r"too many indices for tensor",
        "this tensor has fewer dimensions than you think: are the parameters in the order of "
        "the exercise?",
    ),
    (
        r"'list' object has no attribute",
        "this is a list: `torch.stack(…)` makes one tensor of a list of tensors, "
        "`torch.tensor(…)` of a list of numbers.",
    ),
)


def hint_to_error(error: BaseException, answer: object) -> str:
    """What may have led to an error that the answer raised; empty if it is none of the usual."""
    numbers = {int(n) for n in re.findall(r"\d+", re.sub(r"dimension \d+", "", str(error)))}
    code = getattr(answer, "__code__", None)
    if code is not None and isinstance(error, RuntimeError | IndexError | ValueError):
        written = [each.argval for each in dis.get_instructions(code) if _is_size(each)]
        if fixed := [number for number in written if number in numbers]:
            return f"{fixed[0]} is written into your function; other data have other sizes."
    return next((hint for words, hint in ERRORS if re.search(words, str(error))), "")


def _is_size(instruction: dis.Instruction) -> bool:
    """Whether it loads a whole number that is too large to be a dimension's position."""
    if instruction.opname not in ("LOAD_CONST", "LOAD_SMALL_INT"):
        return False
    value = instruction.argval
    return isinstance(value, int) and not isinstance(value, bool) and value > 2
