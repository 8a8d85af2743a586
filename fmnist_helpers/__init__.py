"""What the lessons import: the real implementations behind the notebooks.

A topic is a file; outgrown, it is a folder of that name, whose other files are its helpers.

Taught, in the order of the lessons:

- ``sources``      where the bytes come from: find, download, verify, fall back
- ``datasets``     datasets made of those bytes, and the seeded split
- ``loaders``      batches: seeded, safe in notebooks, fast if the data is in memory
- ``models``       the tutorial's multilayer perceptron and small convolutional networks
- ``device``       pick a device, sane CPU threads, an honest timer
- ``training``     ``train_loop``, ``test_loop``, ``fit``
- ``recipes``      whole trainings, named, and what they reached
- ``checkpoints``  stop, and resume to the same bits
- ``distributed``  the same training on several processes

Shown:

- ``plots``        figures; every function returns its figure
- ``widgets``      the figures and quizzes, made to be touched

Asked:

- ``checks``       whether an answer is right, and why not
- ``quizzes``      the questions that close each lesson
- ``progress``     which exercises and quizzes are done, kept on this computer

Run:

- ``commands``     what ``python -m fmnist_helpers`` can do
- ``student``      the lessons as a class gets them, and how answers are graded

Below all of them:

- ``files``        files that are whole or not there
- ``memory``       what a kernel needn't hold

Importing the package itself imports nothing more: ``import fmnist_helpers`` is instant, and each
module brings in only what it needs.
"""
