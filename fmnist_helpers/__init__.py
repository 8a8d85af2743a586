"""What the lessons import: the real implementations behind the notebooks.

One topic a module, in the order in which a lesson meets them:

- ``sources``      where the bytes come from: find, download, verify, fall back
- ``datasets``     datasets made of those bytes, and the seeded split
- ``loaders``      batches: seeded, safe in notebooks, fast where the data is in memory
- ``device``       pick a device, sane CPU threads, an honest timer
- ``models``       the tutorial's multilayer perceptron and small convolutional networks
- ``training``     ``train_loop``, ``test_loop``, ``fit``
- ``schedules``    learning rates that change from step to step
- ``recipes``      whole trainings, named, and what they reached
- ``checkpoints``  stop, and resume to the same bits
- ``distributed``  the same training on several processes
- ``plots``        figures; every function returns its figure
- ``progress``     which exercises and quizzes are done, kept on this computer
- ``quizzes``      the questions that close each lesson
- ``widgets``      the figures and quizzes, made to be touched
- ``checks``       what tells a learner whether an answer is right, and why not
- ``student``      the lessons as a class gets them: without solutions and outputs

Importing the package itself imports nothing more: ``import fmnist_helpers`` is instant, and each
module brings in only what it needs.
"""
