"""Answers to the exercises of lesson 03.

Written on 2026-11-24 by somebody who had read only the lesson; some come from somebody else who
had read the lesson as a beginner. Most differ from DATASET or FIXED in a line: that is the slip.
"""

from tests.answers import Wrong
from tests.answers.edits import edited

DATASET = """
class MyImageDataset(Dataset):
    def __init__(self, annotations_file, img_dir, transform=None, target_transform=None):
        self.table = pd.read_csv(annotations_file, header=None, skipinitialspace=True)
        self.img_dir = Path(img_dir)
        self.transform = transform
        self.target_transform = target_transform

    def __len__(self):
        return len(self.table)

    def __getitem__(self, idx):
        image = read_image(self.img_dir / self.table.iloc[idx, 0])
        label = int(self.table.iloc[idx, 1])
        if self.transform:
            image = self.transform(image)
        if self.target_transform:
            label = self.target_transform(label)
        return {"image": image, "label": label}
"""
TABLE = "pd.read_csv(annotations_file, header=None, skipinitialspace=True)"
PATH = "self.img_dir / self.table.iloc[idx, 0]"
LABEL = "int(self.table.iloc[idx, 1])"
RETURN = 'return {"image": image, "label": label}'
IF_TRANSFORM = "        if self.transform:\n            image = self.transform(image)\n"
IF_TARGET = "        if self.target_transform:\n            label = self.target_transform(label)\n"
LEN = "    def __len__(self):\n        return len(self.table)\n"

FIXED = """
class MyFixedDataset(Dataset):
    def __init__(self, annotations_file, img_dir):
        self.table = pd.read_csv(annotations_file, header=None, skipinitialspace=True)
        self.img_dir = Path(img_dir)
        self.scale = v2.ToDtype(torch.float32, scale=True)

    def __len__(self):
        return len(self.table)

    def __getitem__(self, idx):
        image = self.scale(read_image(self.img_dir / self.table.iloc[idx, 0]))
        return {"image": image, "label": int(self.table.iloc[idx, 1])}
"""
SCALED = f"self.scale(read_image({PATH}))"
SCALE = "        self.scale = v2.ToDtype(torch.float32, scale=True)\n"
FIXED_RETURN = 'return {"image": image, "label": int(self.table.iloc[idx, 1])}'


def dataset(*replacements: tuple[str, str]) -> str:
    return edited(DATASET, *replacements)


def fixed(*replacements: tuple[str, str]) -> str:
    return edited(FIXED, *replacements)


ANSWERS = {
    "image_dataset": {
        "right": {
            "from the hints": DATASET,
            "os.path.join, a NumPy int": dataset(
                ("Path(img_dir)", "img_dir"),
                (PATH, "os.path.join(self.img_dir, self.table.iloc[idx, 0])"),
                (LABEL, "self.table.iloc[idx, 1]"),
            ),
            "split by hand, no pandas": """
class MyImageDataset(Dataset):
    def __init__(self, annotations_file, img_dir, transform=None, target_transform=None):
        self.rows = [line.split(",") for line in Path(annotations_file).read_text().splitlines()]
        self.d = Path(img_dir)
        self.t = transform
        self.tt = target_transform

    def __len__(self):
        return len(self.rows)

    def __getitem__(self, i):
        n, l = self.rows[i]
        im = read_image(str(self.d / n))
        l = int(l)
        if self.t is not None:
            im = self.t(im)
        if self.tt is not None:
            l = self.tt(l)
        return dict(image=im, label=l)
""",
            "columns with names": dataset(
                ("header=None", 'names=["file", "label"]'),
                ("self.table.iloc[idx, 0]", 'self.table["file"][idx]'),
                ("self.table.iloc[idx, 1]", 'self.table["label"][idx]'),
            ),
            "the csv module": dataset(
                (TABLE, "list(csv.reader(open(annotations_file), skipinitialspace=True))"),
                ("self.table.iloc[idx, 0]", "self.table[idx][0]"),
                ("self.table.iloc[idx, 1]", "self.table[idx][1]"),
                ("\nclass", "import csv\n\nclass"),
            ),
            "two lists, an f-string": dataset(
                ("Path(img_dir)", "img_dir"),
                (
                    f"self.table = {TABLE}",
                    f"table = {TABLE}\n"
                    "        self.names = table[0].tolist()\n"
                    "        self.labels = table[1].tolist()",
                ),
                ("len(self.table)", "len(self.labels)"),
                (PATH, 'f"{self.img_dir}/{self.names[idx]}"'),
                (LABEL, "self.labels[idx]"),
            ),
            "super().__init__() and conditional expressions": dataset(
                ("        self.table = ", "        super().__init__()\n        self.table = "),
                (
                    IF_TRANSFORM,
                    "        image = self.transform(image) if self.transform else image\n",
                ),
                (
                    IF_TARGET,
                    "        label = self.target_transform(label) "
                    "if self.target_transform else label\n",
                ),
            ),
            "a row at a time, without skipinitialspace": dataset(
                (", skipinitialspace=True", ""),
                (
                    f"image = read_image({PATH})\n        label = {LABEL}",
                    "name, label = self.table.loc[idx]\n"
                    "        image = read_image(self.img_dir / name)\n"
                    "        label = int(label)",
                ),
            ),
            "identity for a transform that is missing": dataset(
                ("= transform\n", "= transform or (lambda x: x)\n"),
                ("= target_transform\n", "= target_transform or (lambda x: x)\n"),
                (IF_TRANSFORM, "        image = self.transform(image)\n"),
                (IF_TARGET, "        label = self.target_transform(label)\n"),
            ),
        },
        "wrong": {
            "header eaten": Wrong(
                dataset(("header=None, ", "")),
                "the first row of the table is taken for a header",
                "the first one was probably taken for a header",
            ),
            "header=0": Wrong(
                dataset(("header=None", "header=0")),
                "the first row of the table is taken for a header",
                "the first one was probably taken for a header",
            ),
            "first row dropped": Wrong(
                dataset((TABLE, f"{TABLE}.iloc[1:]")),
                "the first row of the table is dropped",
                "the first one was probably taken for a header",
            ),
            "a tuple": Wrong(
                dataset((RETURN, "return image, label")),
                "returns a pair, not a dict",
                "got a tuple",
            ),
            "a set": Wrong(
                dataset((RETURN, 'return {"image", image, "label", label}')),
                "commas in place of colons: a set, not a dict",
                "got a set",
            ),
            "keys in the plural": Wrong(
                dataset((RETURN, 'return {"images": image, "labels": label}')),
                "the keys have other names",
                "}, got a dict with 'images', 'labels'",
            ),
            "keys and values exchanged": Wrong(
                dataset((RETURN, 'return {image: "image", label: "label"}')),
                "the keys and the values are exchanged",
                "}, got a dict with a tensor of shape (",
            ),
            "image and label exchanged": Wrong(
                dataset((RETURN, 'return {"image": label, "label": image}')),
                "expected the image as a tensor, got",
                "expected the image as a tensor, got",
            ),
            "no return": Wrong(
                dataset((RETURN, '{"image": image, "label": label}')),
                "__getitem__ has no return",
                "got None",
            ),
            "printed": Wrong(
                dataset((RETURN, 'print({"image": image, "label": label})')),
                "the sample is printed, not returned",
                "got None",
            ),
            "yielded": Wrong(
                dataset(("return {", "yield {")),
                "yield makes a generator, not a sample",
                "}, got a generator, since the function uses `yield`",
            ),
            "async": Wrong(
                dataset(("    def __getitem__", "    async def __getitem__")),
                "an async method returns a coroutine",
                "}, got a coroutine, since the function is `async`",
            ),
            "the files are counted": Wrong(
                dataset(("len(self.table)", "len(os.listdir(self.img_dir))")),
                "the length is the number of files, not of rows",
                "that many files are in the folder, some of which have no label",
            ),
            "a constant length": Wrong(
                dataset(("len(self.table)", "500")),
                "the length is the constant of the lesson's folder",
                "not one of the notebook",
            ),
            "rows times columns": Wrong(
                dataset(("len(self.table)", "self.table.size")),
                ".size counts all entries of the table",
                "not one of the notebook",
            ),
            "a shape for the length": Wrong(
                dataset(("len(self.table)", "self.table.shape")),
                "__len__ returns a tuple",
                "`__len__` returned a tuple of",
            ),
            "one too few": Wrong(
                dataset(("len(self.table)", "len(self.table) - 1")),
                "one is subtracted from the length",
                "is that of the first line",
            ),
            "length printed": Wrong(
                dataset(("return len(self.table)", "print(len(self.table))")),
                "__len__ prints and returns None",
                "`__len__` returned None",
            ),
            "__len__ missing": Wrong(
                dataset((LEN, "")), "there is no __len__", "the class has no `__len__`"
            ),
            "folder forgotten": Wrong(
                dataset((PATH, "self.table.iloc[idx, 0]")),
                "the path is only the file's name, without the folder",
                "was looked for where there is none",
            ),
            "the folder's name plus": Wrong(
                dataset((PATH, "str(self.img_dir) + self.table.iloc[idx, 0]")),
                "the slash between folder and name is missing",
                "was looked for where there is none",
            ),
            "path plus text": Wrong(
                dataset((PATH, "self.img_dir + self.table.iloc[idx, 0]")),
                "a Path and a str can't be added",
                "TypeError: unsupported operand type(s) for +: 'PosixPath' an",
            ),
            "str / str": Wrong(
                dataset(
                    ("Path(img_dir)", "img_dir"),
                    (PATH, "str(self.img_dir) / self.table.iloc[idx, 0]"),
                ),
                "str / str: the folder is not a Path",
                "TypeError: unsupported operand type(s) for /: 'str' and 'str",
            ),
            "the folder of the alphabet": Wrong(
                dataset((PATH, "sorted(self.img_dir.iterdir())[idx]")),
                "the files are taken in the alphabet's order, not the table's",
                "take the name from the table: row `idx`, column",
            ),
            "file name from the number": Wrong(
                dataset((PATH, 'self.img_dir / f"{idx}.png"')),
                "the file's name is made from the index, not read from the table",
                "was looked for where there is none",
            ),
            "images read in __init__": Wrong(
                dataset(
                    (
                        "        self.transform = transform\n",
                        "        self.images = [read_image(self.img_dir / n) "
                        "for n in self.table[0]]\n"
                        "        self.transform = transform\n",
                    ),
                    (f"read_image({PATH})", "self.images[idx]"),
                ),
                "__init__ reads all images",
                "making the dataset already reads images: it failed when one",
            ),
            "everything kept": Wrong(
                dataset(
                    (
                        "        self.transform = transform\n",
                        "        self.transform = transform\n        self.kept = {}\n",
                    ),
                    (
                        "        image = read_image",
                        "        if idx in self.kept:\n"
                        "            return self.kept[0]\n"
                        "        image = read_image",
                    ),
                    (
                        RETURN,
                        'self.kept[idx] = {"image": image, "label": label}\n'
                        "        return self.kept[idx]",
                    ),
                ),
                "a sample that was asked for before comes back as sample 0",
            ),
            "transform ignored": Wrong(
                dataset((IF_TRANSFORM, "")),
                "the image does not go through the transform",
                "a transform was passed, and the image never went through it",
            ),
            "target_transform ignored": Wrong(
                dataset((IF_TARGET, "")),
                "the label does not go through target_transform",
                "with a target_transform that makes texts, expected 'class",
            ),
            "transform's result forgotten": Wrong(
                dataset(
                    (
                        "            image = self.transform(image)",
                        "            self.transform(image)",
                    )
                ),
                "the transform is called, its result is not kept",
                "the transform ran, but what it returned was not kept",
            ),
            "target_transform's result forgotten": Wrong(
                dataset(("label = self.target_transform(label)", "self.target_transform(label)")),
                "target_transform is called, its result is not kept",
                "with a target_transform that makes texts, expected 'class",
            ),
            "transform always called": Wrong(
                dataset((IF_TRANSFORM, "        image = self.transform(image)\n")),
                "the transform is called though it is None",
                "no transform was passed, so that it is None, and None was",
            ),
            "is None": Wrong(
                dataset(("if self.transform:", "if self.transform is None:")),
                "the condition is the wrong way round",
                "no transform was passed, so that it is None, and None was",
            ),
            "elif": Wrong(
                dataset(("if self.target_transform:", "elif self.target_transform:")),
                "with both transforms only the first runs",
                "with a target_transform that makes texts and a transform,",
            ),
            "only with both": Wrong(
                dataset(("if self.transform:", "if self.transform and self.target_transform:")),
                "the image is transformed only if there are both transforms",
                "a transform was passed, and the image never went through it",
            ),
            "transform for both": Wrong(
                dataset(("self.target_transform(label)", "self.transform(label)")),
                "the label goes through the image's transform",
                "self.transform(label)",
            ),
            "the transforms exchanged": Wrong(
                dataset(
                    ("= transform\n", "= target_transform\n"),
                    (
                        "self.target_transform = target_transform\n",
                        "self.target_transform = transform\n",
                    ),
                ),
                "transform and target_transform are exchanged",
                "expected the image",
            ),
            "transform replaced by None": Wrong(
                dataset(("self.transform = transform\n", "self.transform = None\n")),
                "the transform that was passed is not stored",
                "a transform was passed, and the image never went through it",
            ),
            "names without self": Wrong(
                dataset(("self.table = pd", "table = pd")),
                "the table is not stored in self",
                "AttributeError: 'MyImageDataset' object has no attribute 'ta",
            ),
            "parameter used in __getitem__": Wrong(
                dataset((PATH, "img_dir / self.table.iloc[idx, 0]")),
                "img_dir is known in __init__ only; self. is missing",
                "NameError: name 'img_dir' is not defined",
            ),
            "__len__ without self": Wrong(
                dataset(("def __len__(self)", "def __len__()")),
                "__len__ has no self",
                "Python calls `__len__(self)`, which yours can't take: too",
            ),
            "__getitem__ without self": Wrong(
                dataset(("def __getitem__(self, idx)", "def __getitem__(idx)")),
                "__getitem__ has no self",
                "Python calls `__getitem__(self, idx)`, which yours can't",
            ),
            "_init_": Wrong(
                dataset(("__init__", "_init_")),
                "__init__ is written with one underscore",
                "the class has no `__init__`",
            ),
            "__getItem__": Wrong(
                dataset(("__getitem__", "__getItem__")),
                "__getitem__ is misspelled",
                "the class has no `__getitem__`",
            ),
            "get_item": Wrong(
                dataset(("__getitem__", "get_item")),
                "__getitem__ has another name",
                "the class has no `__getitem__`",
            ),
            "the stub": Wrong(
                '''
class MyImageDataset(Dataset):
    """A folder of images and its table; a sample is {"image": …, "label": …}."""

    ...
''',
                "nothing is written yet",
            ),
            "only __init__": Wrong(
                DATASET.split("    def __len__")[0],
                "__len__ and __getitem__ are missing",
                "the class has no `__len__`",
            ),
            "arguments in another order": Wrong(
                dataset(
                    (
                        "annotations_file, img_dir, transform=None",
                        "img_dir, annotations_file, transform=None",
                    )
                ),
                "img_dir comes first",
                "the parameters of `__init__` are (img_dir, annotations_file,",
            ),
            "transforms in another order": Wrong(
                dataset(
                    (
                        "transform=None, target_transform=None",
                        "target_transform=None, transform=None",
                    )
                ),
                "target_transform comes before transform",
                "the parameters of `__init__` are (annotations_file, img_dir,",
            ),
            "no defaults": Wrong(
                dataset(("transform=None, target_transform=None", "transform, target_transform")),
                "the transforms have no default None",
                "Python calls `__init__(self, annotations_file, img_dir)`,",
            ),
            "no transforms": Wrong(
                dataset(
                    (", transform=None, target_transform=None", ""),
                    ("= transform\n", "= None\n"),
                    ("= target_transform\n", "= None\n"),
                ),
                "__init__ does not take the transforms",
                ")`, which yours can't take: got an unexpected keyword",
            ),
            "the lesson's file": Wrong(
                dataset(("pd.read_csv(annotations_file", "pd.read_csv(labels_csv")),
                "labels_csv of the notebook in place of annotations_file",
                "NameError: name 'labels_csv' is not defined",
            ),
            "the lesson's folder": Wrong(
                "img_dir_of_the_lesson = Path('fashion')\n"
                + dataset(("Path(img_dir)", "img_dir_of_the_lesson")),
                "a folder of the notebook in place of img_dir",
                "was looked for where there is none",
            ),
            "an instance": Wrong(
                "import io\n"
                + dataset(("class MyImageDataset", "class Written"))
                + '\n\nMyImageDataset = Written(io.StringIO("boot.png, 9\\n"), ".")\n',
                "a dataset in place of the class",
                "expected the class, got a dataset made with it",
            ),
            "label is text": Wrong(
                dataset((LABEL, "str(self.table.iloc[idx, 1])")),
                "the label is a str",
                "'; expected a whole number",
            ),
            "label is a float": Wrong(
                dataset((LABEL, "float(self.table.iloc[idx, 1])")),
                "the label is a float",
                "`int(label)`",
            ),
            "label is a name": Wrong(
                dataset((LABEL, "CLASS_NAMES[self.table.iloc[idx, 1]]")),
                "the label is the class's name, not its number",
                "is the text 'Trouser'; expected a whole number",
            ),
            "label is the file's name": Wrong(
                dataset((LABEL, "self.table.iloc[idx, 0]")),
                "the label is taken from column 0",
                "png'; expected a whole number",
            ),
            "label is a row": Wrong(
                dataset((LABEL, "self.table.iloc[idx]")),
                "the label is the whole row",
            ),
            "columns exchanged": Wrong(
                dataset(
                    ("iloc[idx, 0]", "iloc[idx, 2]"),
                    ("iloc[idx, 1]", "iloc[idx, 0]"),
                    ("iloc[idx, 2]", "iloc[idx, 1]"),
                ),
                "the two columns are exchanged",
            ),
            "row and column exchanged": Wrong(
                dataset(("iloc[idx, 0]", "iloc[0, idx]"), ("iloc[idx, 1]", "iloc[1, idx]")),
                "row and column are exchanged in iloc",
            ),
            "always row 0": Wrong(
                dataset(("iloc[idx, 0]", "iloc[0, 0]")),
                "the image is always that of row 0",
                "take the name from the table: row `idx`, column",
            ),
            "always the lesson's label": Wrong(dataset((LABEL, "9")), "the label is always 9"),
            "counted from 1": Wrong(
                dataset(("iloc[idx, 0]", "iloc[idx - 1, 0]"), ("iloc[idx, 1]", "iloc[idx - 1, 1]")),
                "rows are counted from 1",
                "take the name from the table: row `idx`, column",
            ),
            "labels counted from 1": Wrong(
                dataset((LABEL, f"{LABEL} - 1")),
                "1 is subtracted from the label",
            ),
            "scaled": Wrong(
                dataset((f"read_image({PATH})", f"read_image({PATH}) / 255")),
                "the image is divided by 255; read_image's bytes are asked for",
                "without a transform, expected the bytes that `read_image`",
            ),
            "made float": Wrong(
                dataset((f"read_image({PATH})", f"read_image({PATH}).float()")),
                "the image is float, not the uint8 that read_image returns",
                "without a transform, expected the bytes that `read_image`",
            ),
            "ToTensor of the bytes": Wrong(
                dataset((f"read_image({PATH})", f"ToTensor()(read_image({PATH}))")),
                "ToTensor does not take a tensor",
                "TypeError: pic should be PIL Image or ndarray. Got <class 't",
            ),
            "ToTensor of a picture": Wrong(
                "import PIL.Image\n"
                + dataset((f"read_image({PATH})", f"ToTensor()(PIL.Image.open({PATH}))")),
                "ToTensor gives floats from 0 to 1, read_image bytes",
                "without a transform, expected the bytes that `read_image`",
            ),
            "the path for the image": Wrong(
                dataset((f"read_image({PATH})", PATH)),
                "the image is a path; nothing is read",
                "expected the image as a tensor, got a PosixPath",
            ),
            "channel dropped": Wrong(
                dataset((f"read_image({PATH})", f"read_image({PATH})[0]")),
                "the channel's dimension is gone",
                "): the channel, rows and columns of the file",
            ),
            "batch dimension added": Wrong(
                dataset((f"read_image({PATH})", f"read_image({PATH}).unsqueeze(0)")),
                "a batch dimension is put in front",
                "): the channel, rows and columns of the file",
            ),
            "sorted table": Wrong(
                dataset((TABLE, f"{TABLE}.sort_values(0)")),
                "the rows are sorted by file name",
                "take the name from the table: row `idx`, column",
            ),
            "one row per file": Wrong(
                dataset((TABLE, f"{TABLE}.drop_duplicates(0).reset_index(drop=True)")),
                "rows that name a file a second time are dropped",
                "is that of the first line",
            ),
            "raises": Wrong(
                dataset(
                    (
                        "        image = read_image",
                        "        raise NotImplementedError\n        image = read_image",
                    )
                ),
                "__getitem__ still raises",
            ),
        },
    },
    "fixed_dataset": {
        "right": {
            "from the hints": FIXED,
            "/ 255 by hand": fixed((SCALE, ""), (SCALED, f"read_image({PATH}) / 255")),
            "a list of files": fixed(
                (SCALE, f"{SCALE}        self.files = [self.img_dir / n for n in self.table[0]]\n"),
                (PATH, "self.files[idx]"),
            ),
            "a str for the path": fixed((PATH, 'f"{self.img_dir}/{self.table.iloc[idx, 0]}"')),
            "columns with names": fixed(("header=None", 'names=["file", "label"]')),
            "float and divide": fixed(
                (SCALE, ""), (SCALED, f"read_image({PATH}).float().div(255)")
            ),
            "transforms in a row": fixed(
                (
                    "v2.ToDtype(torch.float32, scale=True)",
                    "v2.Compose([v2.ToDtype(torch.float32, scale=True)])",
                )
            ),
            "on top of the hurried class": """
class MyFixedDataset(HurriedDataset):
    def __init__(self, annotations_file, img_dir):
        super().__init__(annotations_file, img_dir)
        self.table = pd.read_csv(annotations_file, header=None, skipinitialspace=True)
        self.files = [Path(img_dir) / name for name in self.table[0]]

    def __getitem__(self, idx):
        sample = super().__getitem__(idx)
        sample["image"] = sample["image"] * 255
        return sample
""",
        },
        "wrong": {
            "the hurried class": Wrong(
                "MyFixedDataset = HurriedDataset",
                "the class is the one with the three mistakes",
            ),
            "header still eaten": Wrong(
                fixed(("header=None, ", "")),
                "the first row is still taken for a header",
                "the first one was probably taken for a header",
            ),
            "header=0": Wrong(
                fixed(("header=None", "header=0")),
                "the first row is still taken for a header",
                "the first one was probably taken for a header",
            ),
            "header='None'": Wrong(
                fixed(("header=None", "header='None'")),
                "header is the text 'None'",
                "ValueError: header must be integer or list of integers",
            ),
            "still sorted": Wrong(
                fixed(
                    (SCALE, f"{SCALE}        self.files = sorted(Path(img_dir).iterdir())\n"),
                    (PATH, "self.files[idx]"),
                ),
                "the files are still taken in the alphabet's order",
                "take the name from the table: row `idx`, column",
            ),
            "not sorted any more": Wrong(
                fixed(
                    (SCALE, f"{SCALE}        self.files = list(Path(img_dir).iterdir())\n"),
                    (PATH, "self.files[idx]"),
                ),
                "the files are taken in the folder's order, not the table's",
                "take the name from the table: row `idx`, column",
            ),
            "table sorted as well": Wrong(
                fixed(("skipinitialspace=True)", "skipinitialspace=True).sort_values(0)")),
                "the table is sorted: row i is no longer row i of the file",
                "take the name from the table: row `idx`, column",
            ),
            "files sorted by length": Wrong(
                fixed(
                    (
                        SCALE,
                        f"{SCALE}        self.files = sorted(Path(img_dir).iterdir(), "
                        "key=lambda path: (len(path.name), path.name))\n",
                    ),
                    (PATH, "self.files[idx]"),
                ),
                "the files are sorted in another way, not taken from the table",
                "take the name from the table: row `idx`, column",
            ),
            "still scaled twice": Wrong(
                fixed((SCALED, f"{SCALED} / 255")),
                "the image is still scaled twice",
                "it was scaled twice",
            ),
            "not scaled at all": Wrong(
                fixed((SCALED, f"read_image({PATH})")),
                "the image is not scaled: bytes",
                "it was never scaled",
            ),
            "float, not scaled": Wrong(
                fixed((SCALED, f"read_image({PATH}).float()")),
                "the image is float, but from 0 to 255",
                "the dtype is float, and the range is still that of the bytes",
            ),
            "times 255": Wrong(
                fixed((SCALED, f"{SCALED} * 255")),
                "the image is multiplied by 255 again",
                "the dtype is float, and the range is still that of the bytes",
            ),
            "scale=False": Wrong(
                fixed(("scale=True", "scale=False")),
                "scale=False: from 0 to 255",
                "the dtype is float, and the range is still that of the bytes",
            ),
            "// 255": Wrong(
                fixed((SCALED, f"read_image({PATH}) // 255")),
                "whole-number division: bytes of 0 and 1",
                "expected floats, torch.float32 from",
            ),
            "/ 256": Wrong(
                fixed((SCALED, f"read_image({PATH}) / 256")),
                "divided by 256 in place of 255",
                "divided by 256",
            ),
            "from -1 to 1": Wrong(
                fixed((SCALED, f"{SCALED} * 2 - 1")),
                "the image goes from -1 to 1",
                "it was moved to -1 to 1",
            ),
            "double": Wrong(
                fixed((SCALED, f"read_image({PATH}).double() / 255")),
                "float64: a model's parameters are float32",
                "a model's parameters are float32",
            ),
            "half": Wrong(
                fixed(("torch.float32", "torch.float16")),
                "float16 in place of float32",
                "a model's parameters are float32",
            ),
            "each image by its own maximum": Wrong(
                fixed((SCALED, f"(lambda x: x / x.max())(read_image({PATH}))")),
                "divided by the image's own largest number",
                "divided by its own largest number",
            ),
            "a tuple": Wrong(
                fixed((FIXED_RETURN, "return image, int(self.table.iloc[idx, 1])")),
                "returns a pair, not a dict",
                "got a tuple",
            ),
            "no return": Wrong(
                fixed((FIXED_RETURN, FIXED_RETURN.removeprefix("return "))),
                "__getitem__ has no return",
                "got None",
            ),
            "printed": Wrong(
                fixed(
                    (
                        'return {"image": image, "label": int(self.table.iloc[idx, 1])}',
                        'print({"image": image, "label": int(self.table.iloc[idx, 1])})',
                    )
                ),
                "the sample is printed, not returned",
                "got None",
            ),
            "one added to the length": Wrong(
                fixed(("header=None, ", ""), ("len(self.table)", "len(self.table) + 1")),
                "the length is mended, the first row is still missing",
                "take the name from the table: row `idx`, column",
            ),
            "rows shifted": Wrong(
                fixed(("self.table.iloc[idx, 1]", "self.table.iloc[idx - 1, 1]")),
                "the label is that of the row before",
            ),
            "labels of the sorted files": Wrong(
                fixed(
                    (
                        SCALE,
                        f"{SCALE}        self.labels = self.table.sort_values(0)[1].tolist()\n",
                    ),
                    ("int(self.table.iloc[idx, 1])", "self.labels[idx]"),
                ),
                "the labels are sorted by file name, the images are not",
            ),
            "an instance": Wrong(
                "import io\n"
                + fixed(("class MyFixedDataset", "class Fixed"))
                + '\n\nMyFixedDataset = Fixed(io.StringIO("boot.png, 9\\n"), ".")\n',
                "a dataset in place of the class",
                "expected the class, got a dataset made with it",
            ),
            "the lesson's file": Wrong(
                fixed(("pd.read_csv(annotations_file", "pd.read_csv(labels_csv")),
                "labels_csv of the notebook in place of annotations_file",
                "NameError: name 'labels_csv' is not defined",
            ),
            "only the header mended, on top of the hurried class": Wrong(
                """
class MyFixedDataset(HurriedDataset):
    def __init__(self, annotations_file, img_dir):
        super().__init__(annotations_file, img_dir)
        self.table = pd.read_csv(annotations_file, header=None, skipinitialspace=True)
""",
                "the order of the files and the scaling are as before",
                "it was scaled twice",
            ),
            "super().__init__() forgotten": Wrong(
                """
class MyFixedDataset(HurriedDataset):
    def __init__(self, annotations_file, img_dir):
        self.table = pd.read_csv(annotations_file, header=None, skipinitialspace=True)
        self.files = [Path(img_dir) / name for name in self.table[0]]

    def __getitem__(self, idx):
        return {
            "image": self.scale(read_image(self.files[idx])),
            "label": int(self.table.iloc[idx, 1]),
        }
""",
                "self.scale was never made: super().__init__() is not called",
                "AttributeError: 'MyFixedDataset' object has no attribute 'sc",
            ),
            "scaled in __init__": Wrong(
                fixed(
                    (
                        SCALE,
                        f"{SCALE}        self.images = "
                        "[self.scale(read_image(self.img_dir / n)) for n in self.table[0]]\n",
                    ),
                    (SCALED, "self.images[0]"),
                ),
                "every sample has the image of row 0",
                "take the name from the table: row `idx`, column",
            ),
            "last row left out": Wrong(
                fixed(("len(self.table)", "len(self.table) - 1")),
                "the length is one too few",
                "is that of the first line",
            ),
            "the constant of the lesson": Wrong(
                fixed(("len(self.table)", "500")), "the length is always 500"
            ),
            "swapped parameters": Wrong(
                fixed(("annotations_file, img_dir):", "img_dir, annotations_file):")),
                "img_dir comes first",
                "the parameters of `__init__` are (img_dir, annotations_file);",
            ),
            "a function": Wrong(
                """
def MyFixedDataset(annotations_file, img_dir):
    table = pd.read_csv(annotations_file, header=None, skipinitialspace=True)
    scale = v2.ToDtype(torch.float32, scale=True)
    for name, label in table.itertuples(index=False):
        yield {"image": scale(read_image(Path(img_dir) / name)), "label": int(label)}
""",
                "a generator, which has no length and no index",
                "expected a class, got a function",
            ),
        },
    },
}
