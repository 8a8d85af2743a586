"""Answers to the exercises of lesson 12.

Written on 2026-11-24 by somebody who had read only the lesson.
"""

from tests.answers import Wrong
from tests.answers.edits import edited

MATRIX = """
def my_confusion_matrix(labels, predictions, classes):
    matrix = torch.zeros(classes, classes, dtype=torch.int64)
    for label, prediction in zip(labels, predictions):
        matrix[label, prediction] += 1
    return matrix
"""
COUNTED = """
def my_confusion_matrix(labels, predictions, classes):
    places = labels * classes + predictions
    return torch.bincount(places, minlength=classes * classes).reshape(classes, classes)
"""
STORIES = 'my_stories = {"A": 4, "B": 2, "C": 0, "D": 3, "E": 1}'


def matrix(*replacements: tuple[str, str]) -> str:
    return edited(MATRIX, *replacements)


ANSWERS = {
    "confusion_matrix": {
        "right": {
            "from the hints": MATRIX,
            "bincount": COUNTED,
            "scikit-learn": """
def my_confusion_matrix(labels, predictions, classes):
    return torch.from_numpy(confusion_matrix(labels, predictions, labels=range(classes)))
""",
            "a mask per cell": """
def my_confusion_matrix(labels, predictions, classes):
    result = torch.zeros((classes, classes), dtype=torch.long)
    for row in range(classes):
        for column in range(classes):
            result[row][column] = ((labels == row) & (predictions == column)).sum()
    return result
""",
            "index_put_": """
def my_confusion_matrix(labels, predictions, classes):
    counts = torch.zeros(classes, classes, dtype=torch.int64)
    counts.index_put_((labels, predictions), torch.ones_like(labels), accumulate=True)
    return counts
""",
            "one-hot product": """
def my_confusion_matrix(labels, predictions, classes):
    one_hot = nn.functional.one_hot
    return one_hot(labels, classes).T @ one_hot(predictions, classes)
""",
            "lists of Python numbers": """
def my_confusion_matrix(labels, predictions, classes):
    rows = [[0] * classes for _ in range(classes)]
    for t, p in zip(labels.tolist(), predictions.tolist()):
        rows[t][p] += 1
    return torch.tensor(rows)
""",
            "NumPy": """
import numpy as np

def my_confusion_matrix(labels, predictions, classes):
    m = np.zeros((classes, classes), dtype=np.int64)
    np.add.at(m, (labels.numpy(), predictions.numpy()), 1)
    return torch.from_numpy(m)
""",
            "float on the way": """
def my_confusion_matrix(labels, predictions, classes):
    m = torch.zeros(classes, classes)
    for i in range(len(labels)):
        m[labels[i].item(), predictions[i].item()] += 1
    return m.long()
""",
            "int32": matrix(("torch.int64", "torch.int32")),
            "scikit-learn's array": """
def my_confusion_matrix(labels, predictions, classes):
    return confusion_matrix(labels, predictions, labels=range(classes))
""",
            "the pair as an index": """
def my_confusion_matrix(labels, predictions, classes):
    matrix = torch.zeros(classes, classes, dtype=torch.int64)
    for pair in zip(labels, predictions):
        matrix[tuple(pair)] += 1
    return matrix
""",
        },
        "wrong": {
            "transposed": Wrong(
                matrix(("matrix[label, prediction]", "matrix[prediction, label]")),
                "predictions are in rows, labels in columns",
                "rows and columns are exchanged",
            ),
            "transposed bincount": Wrong(
                edited(
                    COUNTED, ("labels * classes + predictions", "predictions * classes + labels")
                ),
                "predictions are in rows, labels in columns",
                "rows and columns are exchanged",
            ),
            "scikit-learn, arguments exchanged": Wrong(
                """
def my_confusion_matrix(labels, predictions, classes):
    return torch.from_numpy(confusion_matrix(predictions, labels, labels=range(classes)))
""",
                "predictions are in rows, labels in columns",
                "rows and columns are exchanged",
            ),
            "float": Wrong(
                matrix((", dtype=torch.int64", "")),
                "the matrix is float32, not int64",
                "the counts are right, as torch.float",
            ),
            "bytes": Wrong(
                matrix(("dtype=torch.int64", "dtype=torch.uint8")),
                "uint8 overflows at 256",
                "a byte ends at 255",
            ),
            "bytes, then int64": Wrong(
                matrix(
                    ("dtype=torch.int64", "dtype=torch.uint8"),
                    ("return matrix", "return matrix.long()"),
                ),
                "uint8 overflows at 256",
                "a byte ends at 255",
            ),
            "float at the end": Wrong(
                matrix(("return matrix", "return matrix.float()")),
                "float32, not int64",
                "the counts are right, as torch.float",
            ),
            "all at once, without accumulating": Wrong(
                """
def my_confusion_matrix(labels, predictions, classes):
    matrix = torch.zeros(classes, classes, dtype=torch.int64)
    matrix[labels, predictions] += 1
    return matrix
""",
                "indexing with tensors adds 1 only once per place",
                "several images at one place were counted once",
            ),
            "= 1": Wrong(
                matrix(("+= 1", "= 1")),
                "each place is set to 1, not counted up",
                "several images at one place were counted once",
            ),
            "=+ 1": Wrong(
                matrix(("+= 1", "=+ 1")),
                "=+ 1 sets to 1",
                "several images at one place were counted once",
            ),
            "only the right ones": Wrong(
                matrix(("        matrix", "        if label == prediction:\n            matrix")),
                "only right answers are counted",
                "only the right answers are counted",
            ),
            "only the mistakes": Wrong(
                matrix(("        matrix", "        if label != prediction:\n            matrix")),
                "only mistakes are counted",
                "only the mistakes are counted",
            ),
            "both sides": Wrong(
                matrix(("+= 1", "+= 1\n        matrix[prediction, label] += 1")),
                "each image is counted twice, in both directions",
                "each image is counted twice, once in each direction",
            ),
            "A for B and B for A together": Wrong(
                matrix(("return matrix", "return (matrix + matrix.T).triu()")),
                "the two directions are added up",
                "A taken for B and B taken for A are added up",
            ),
            "the diagonal counted twice": Wrong(
                matrix(
                    (
                        "+= 1",
                        "+= 1\n        if label == prediction:\n"
                        "            matrix[label, label] += 1",
                    )
                ),
                "right answers are counted twice",
                "the right answers are counted twice",
            ),
            "diagonal emptied": Wrong(
                matrix(("return matrix", "return matrix.fill_diagonal_(0)")),
                "the diagonal is set to 0",
                "only the mistakes are counted",
            ),
            "shares of the row": Wrong(
                matrix(("return matrix", "return matrix / matrix.sum(dim=1, keepdim=True)")),
                "shares in place of counts",
                "these are shares; expected counts",
            ),
            "percentages": Wrong(
                matrix(("return matrix", "return 100 * matrix // len(labels)")),
                "percentages in place of counts",
                "these are percentages",
            ),
            "accuracy": Wrong(
                matrix(("return matrix", "return matrix.diag().sum() / matrix.sum()")),
                "the accuracy, not the matrix",
            ),
            "the diagonal": Wrong(
                matrix(("return matrix", "return matrix.diag()")),
                "only the diagonal",
                "classes: expected a tensor of shape (",
            ),
            "ten classes": Wrong(
                matrix(("(classes, classes,", "(10, 10,")),
                "10 classes of the lesson in place of the parameter",
                "never uses its parameter `classes`",
            ),
            "classes from the labels": Wrong(
                matrix(
                    (
                        "    matrix = torch.zeros(classes",
                        "    classes = len(labels.unique())\n    matrix = torch.zeros(classes",
                    )
                ),
                "the number of classes that occur in place of the parameter",
                "classes: expected a tensor of shape (",
            ),
            "classes from the maximum": Wrong(
                matrix(
                    (
                        "    matrix = torch.zeros(classes",
                        "    classes = int(labels.max()) + 1\n    matrix = torch.zeros(classes",
                    )
                ),
                "the number of classes is taken from the labels, not from the parameter",
                "classes: expected a tensor of shape (",
            ),
            "classes + 1": Wrong(
                matrix(("(classes, classes,", "(classes + 1, classes + 1,")),
                "one row and one column too many",
                "classes: expected a tensor of shape (",
            ),
            "no minlength": Wrong(
                edited(COUNTED, (", minlength=classes * classes", "")),
                "bincount is too short if the last places are empty",
            ),
            "scikit-learn without labels": Wrong(
                """
def my_confusion_matrix(labels, predictions, classes):
    return torch.from_numpy(confusion_matrix(labels, predictions))
""",
                "classes that don't occur have no row",
                "never uses its parameter `classes`",
            ),
            "one list for all rows": Wrong(
                """
def my_confusion_matrix(labels, predictions, classes):
    rows = [[0] * classes] * classes
    for t, p in zip(labels.tolist(), predictions.tolist()):
        rows[t][p] += 1
    return torch.tensor(rows)
""",
                "all rows are the same list",
                "all rows are the same: they are one list",
            ),
            "flat": Wrong(
                edited(COUNTED, (".reshape(classes, classes)", "")), "a row of numbers, no square"
            ),
            "ones": Wrong(
                matrix(("torch.zeros", "torch.ones")),
                "starts at 1, not at 0",
                "the counts begin at",
            ),
            "return in the loop": Wrong(
                matrix(("    return matrix", "        return matrix")),
                "returns after the first image",
                "only the first image is counted",
            ),
            "matrix made in the loop": Wrong(
                """
def my_confusion_matrix(labels, predictions, classes):
    for label, prediction in zip(labels, predictions):
        matrix = torch.zeros(classes, classes, dtype=torch.int64)
        matrix[label, prediction] += 1
    return matrix
""",
                "the matrix is made anew for each image",
                "only the last image is counted",
            ),
            "a product of ranges": Wrong(
                """
def my_confusion_matrix(labels, predictions, classes):
    matrix = torch.zeros(classes, classes, dtype=torch.int64)
    for label in labels:
        for prediction in predictions:
            matrix[label, prediction] += 1
    return matrix
""",
                "every label is paired with every prediction",
                "each label is counted with every prediction",
            ),
            "the last image forgotten": Wrong(
                """
def my_confusion_matrix(labels, predictions, classes):
    matrix = torch.zeros(classes, classes, dtype=torch.int64)
    for i in range(len(labels) - 1):
        matrix[labels[i], predictions[i]] += 1
    return matrix
""",
                "the last image is left out",
                "the last image is left out",
            ),
            "the first image forgotten": Wrong(
                """
def my_confusion_matrix(labels, predictions, classes):
    matrix = torch.zeros(classes, classes, dtype=torch.int64)
    for i in range(1, len(labels)):
        matrix[labels[i], predictions[i]] += 1
    return matrix
""",
                "the first image is left out",
                "the first image is left out",
            ),
            "classes counted from 1": Wrong(
                matrix(("matrix[label, prediction]", "matrix[label - 1, prediction - 1]")),
                "class 0 goes to the last row: counted from 1",
                "each image is one row and one column off",
            ),
            "labels against labels": Wrong(
                matrix(("zip(labels, predictions)", "zip(labels, labels)")),
                "the labels are compared with themselves",
                "never uses its parameter `predictions`",
            ),
            "predictions sorted": Wrong(
                matrix(("zip(labels, predictions)", "zip(labels, predictions.sort().values)")),
                "the predictions are sorted first",
                "the predictions are sorted",
            ),
            "argmax of predictions": Wrong(
                matrix(("zip(labels, predictions)", "zip(labels, predictions.argmax(dim=1))")),
                "predictions are class numbers already, argmax has nothing to do",
            ),
            "the lesson's tensors": Wrong(
                matrix(("zip(labels, predictions)", "zip(test_set.targets, predictions)")),
                "the notebook's labels in place of the parameter",
                "NameError: name 'test_set' is not defined",
            ),
            "no return": Wrong(
                matrix(("    return matrix\n", "")),
                "nothing is returned",
                "your function returned None",
            ),
            "printed": Wrong(
                matrix(("return matrix", "print(matrix)")),
                "printed, not returned",
                "your function returned None",
            ),
            "yield": Wrong(
                matrix(("return matrix", "yield matrix")),
                "yield makes a generator",
                "since the function uses `yield`",
            ),
            "async": Wrong(
                matrix(("def ", "async def ")),
                "async makes a coroutine",
                "your function is `async`: a call of it computes nothing, and",
            ),
            "two parameters": Wrong(
                "classes = 10\n" + matrix(("predictions, classes)", "predictions)")),
                "the parameter classes is missing",
                "arguments (`labels`, `predictions`), and the exercise gives it",
            ),
            "parameters exchanged": Wrong(
                matrix(("(labels, predictions, classes)", "(predictions, labels, classes)")),
                "predictions come first: rows and columns exchanged",
                "your parameters are (predictions, labels, classes); the",
            ),
            "labels changed": Wrong(
                """
def my_confusion_matrix(labels, predictions, classes):
    labels *= classes
    labels += predictions
    return torch.bincount(labels, minlength=classes * classes).reshape(classes, classes)
""",
                "the caller's labels are changed",
                "your function changed the labels",
            ),
            "counted on": Wrong(
                "matrix = torch.zeros(10, 10, dtype=torch.int64)\n"
                + matrix(("    matrix = torch.zeros(classes, classes, dtype=torch.int64)\n", "")),
                "the matrix of the notebook is counted on",
            ),
            "scatter": Wrong(
                """
def my_confusion_matrix(labels, predictions, classes):
    places = torch.zeros(classes * classes, dtype=torch.int64)
    places.scatter_(0, labels * classes + predictions, 1)
    return places.reshape(classes, classes)
""",
                "scatter_ sets to 1, scatter_add_ would count",
                "several images at one place were counted once",
            ),
            "row times 10": Wrong(
                edited(COUNTED, ("labels * classes", "labels * 10")),
                "10 in place of classes in the row's place",
            ),
            "raises": Wrong(
                "def my_confusion_matrix(labels, predictions, classes):\n    raise ValueError\n",
                "raises",
            ),
        },
    },
    "matrix_stories": {
        "right": {
            "as typed": STORIES,
            "another order": 'my_stories = {"E": 1, "D": 3, "C": 0, "B": 2, "A": 4}',
            "dict()": "my_stories = dict(A=4, B=2, C=0, D=3, E=1)",
            "zip": 'my_stories = dict(zip("ABCDE", [4, 2, 0, 3, 1]))',
            "step by step": 'my_stories = {}\nmy_stories["A"] = 4\nmy_stories["B"] = 2\n'
            'my_stories["C"] = 0\nmy_stories["D"] = 3\nmy_stories["E"] = 1',
            "NumPy numbers": "import numpy as np\n\n"
            'my_stories = dict(zip("ABCDE", np.array([4, 2, 0, 3, 1])))',
            "story by story": 'my_stories = {name: number for number, name in enumerate("CEBDA")}',
        },
        "wrong": {
            "the example": Wrong(
                'my_stories = {"A": 0, "B": 1, "C": 2, "D": 3, "E": 4}',
                "the example of the stub",
            ),
            "A and E exchanged": Wrong(
                'my_stories = {"A": 1, "B": 2, "C": 0, "D": 3, "E": 4}',
                "labels exchanged and a likely mix-up are exchanged",
                "are right. A doesn't behave as if two class numbers had been",
            ),
            "C and D exchanged": Wrong(
                'my_stories = {"A": 4, "B": 2, "C": 3, "D": 0, "E": 1}',
                "always the same answer and a missing class are exchanged",
                "are right. C doesn't behave as if one class had been missing",
            ),
            "B and C exchanged": Wrong(
                'my_stories = {"A": 4, "B": 0, "C": 2, "D": 3, "E": 1}',
                "always the same answer and a wrong order are exchanged",
                "are right. B doesn't behave as if it answered the same class",
            ),
            "B and E exchanged": Wrong(
                'my_stories = {"A": 4, "B": 1, "C": 0, "D": 3, "E": 2}',
                "a wrong order and two exchanged class numbers are exchanged",
                "are right. B doesn't behave as if two class numbers had been",
            ),
            "B and D exchanged": Wrong(
                'my_stories = {"A": 4, "B": 3, "C": 0, "D": 2, "E": 1}',
                "a wrong order and a missing class are exchanged",
                "are right. B doesn't behave as if one class had been missing",
            ),
            "A and D exchanged": Wrong(
                'my_stories = {"A": 3, "B": 2, "C": 0, "D": 4, "E": 1}',
                "a likely mix-up and a missing class are exchanged",
                "are right. A doesn't behave as if one class had been missing",
            ),
            "D and E exchanged": Wrong(
                'my_stories = {"A": 4, "B": 2, "C": 0, "D": 1, "E": 3}',
                "a missing class and two exchanged class numbers are exchanged",
                "are right. D doesn't behave as if two class numbers had been",
            ),
            "counted from 1": Wrong(
                'my_stories = {"A": 5, "B": 3, "C": 1, "D": 4, "E": 2}',
                "counted from 1",
                "the numbers go from",
            ),
            "turned round": Wrong(
                'my_stories = {4: "A", 2: "B", 0: "C", 3: "D", 1: "E"}',
                "numbers and letters are exchanged",
                "the other way round",
            ),
            "story to matrix": Wrong(
                'my_stories = {"A": 2, "B": 4, "C": 1, "D": 3, "E": 0}',
                "answers which matrix belongs to a story: read the wrong way",
                "read the other way round, all are right: A's number would be",
            ),
            "small letters": Wrong(
                'my_stories = {"a": 4, "b": 2, "c": 0, "d": 3, "e": 1}',
                "small letters",
                "expected the names A, B, C, D, E, got a, b, c, d, e",
            ),
            "one missing": Wrong(
                'my_stories = {"A": 4, "B": 2, "C": 0, "D": 3}',
                "E is missing",
                "expected the names A, B, C, D, E, got A, B, C, D",
            ),
            "one too many": Wrong(
                'my_stories = {"A": 4, "B": 2, "C": 0, "D": 3, "E": 1, "F": 0}',
                "there is no matrix F",
                "expected the names A, B, C, D, E, got A, B, C, D, E, F",
            ),
            "one story twice": Wrong(
                'my_stories = {"A": 4, "B": 2, "C": 0, "D": 0, "E": 1}',
                "story 0 twice, story 3 not at all",
                "are right. D doesn't behave as if it answered the same class",
            ),
            "all the same": Wrong(
                'my_stories = {"A": 0, "B": 0, "C": 0, "D": 0, "E": 0}',
                "story 0 for all",
            ),
            "a list": Wrong(
                "my_stories = [4, 2, 0, 3, 1]",
                "a list, no dict",
                "expected a dict of names and numbers, got a list of",
            ),
            "a set": Wrong(
                "my_stories = {4, 2, 0, 3, 1}",
                "a set, no dict",
                "expected a dict of names and numbers, got a set",
            ),
            "text": Wrong(
                'my_stories = "A4 B2 C0 D3 E1"',
                "text, no dict",
                "expected a dict of names and numbers, got 'A",
            ),
            "numbers as text": Wrong(
                'my_stories = {"A": "4", "B": "2", "C": "0", "D": "3", "E": "1"}',
                "the numbers are text",
                "A: expected a number from",
            ),
            "pairs": Wrong(
                'my_stories = [("A", 4), ("B", 2), ("C", 0), ("D", 3), ("E", 1)]',
                "a list of pairs, no dict",
                "expected a dict of names and numbers, got a list of",
            ),
            "lists as values": Wrong(
                'my_stories = {"A": [4], "B": [2], "C": [0], "D": [3], "E": [1]}',
                "each number is in a list",
                "A: expected a number from",
            ),
            "ellipsis": Wrong(
                'my_stories = {"A": 4, "B": ..., "C": 0, "D": ..., "E": ...}', "not finished"
            ),
            "printed": Wrong(
                'my_stories = print({"A": 4, "B": 2, "C": 0, "D": 3, "E": 1})',
                "print returns None",
            ),
            "the stories": Wrong(
                "my_stories = dict(zip(checks.MATRICES, checks.MATRIX_STORIES))",
                "the stories' words in place of their numbers",
                "got 'It answers the same class, whatever the image shows.'",
            ),
            "out of range": Wrong(
                'my_stories = {"A": 4, "B": 2, "C": 0, "D": 3, "E": 7}',
                "there is no story 7",
                "E: expected a number from",
            ),
            "a function": Wrong(
                'def my_stories():\n    return {"A": 4, "B": 2, "C": 0, "D": 3, "E": 1}',
                "a function, no dict",
                "expected a dict of names and numbers, got a function",
            ),
        },
    },
}
