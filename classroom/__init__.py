"""What a teacher hands out: the class edition, and a course for nbgrader.

It is made from a checkout of the repository, and is not part of the installed package.
``python -m fmnist_helpers student`` runs it; the teacher's guide, ``notebooks/TEACHING.md``, says
how to use it.

- ``edition``    the lessons without solutions and outputs, with the package
- ``course``     the lessons with nbgrader's marks: solutions, points, hidden tests
- ``exercises``  where the exercises are in a notebook
- ``package``    what of the package students get: no hidden tests
- ``folder``     a new folder that is whole or not there
- ``slides``     slides made from the lessons: ``python -m classroom.slides OUT.html``
"""
