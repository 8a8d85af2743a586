"""What the errors that beginners meet most often usually mean, in any exercise."""

# Words of an error's message → a hint.
MEANING = {
    "Boolean value of Tensor with more than one value": (
        "Python's `min`, `max`, `if`, `and` and `or` want one yes or no, and this tensor has many: "
        "use `torch.minimum`, `clamp`, `torch.where`, or `&` and `|`."
    ),
    "truth value of an array with more than one element": (
        "Python's `min`, `max`, `if`, `and` and `or` want one yes or no, and this array has many."
    ),
    "'builtin_function_or_method'": "a method is called with parentheses, such as `.int()`.",
    "'method'": "a method is called with parentheses, such as `.item()`.",
    "'NoneType' object": (
        "something is None here: what `append`, `sort` or another in-place method returns, or a "
        "function without `return`."
    ),
    "could not infer output dtype": "whole numbers have no mean in their dtype: `.float()` first.",
    "'int' object has no attribute": (
        "this is a plain number, not a tensor. Are the parameters in the order of the exercise, "
        "and the parentheses where you mean them?"
    ),
    "too many indices for tensor": (
        "this tensor has fewer dimensions than you think: are the parameters in the order of the "
        "exercise?"
    ),
    "'list' object has no attribute": (
        "this is a list: `torch.stack(…)` makes one tensor of a list of tensors, `torch.tensor(…)` "
        "of a list of numbers."
    ),
}


def meaning(message: str) -> str:
    """A hint for an error with this message; empty if there is none."""
    return next((hint for words, hint in MEANING.items() if words in message), "")
