"""Rules for what a lesson says: its two ends, headings, links, and pictures in words."""

import re

from tests.hygiene.lesson import Lesson, Problems
from tests.support import navigation

LINK = re.compile(r"(!?)\[([^\]]*)\]\(<?([^)>\s]+)>?(?:\s+\"[^\"]*\")?\)")
HTML_TARGET = re.compile(r"<(?:img|a)\b[^>]*?\b(?:src|href)=[\"']([^\"']+)[\"']", re.IGNORECASE)
HTML_IMAGE = re.compile(r"<img\b[^>]*>", re.IGNORECASE)
MIN_ALT = 30  # characters: "a figure" or a title alone says nothing
HEADING = re.compile(r"^(#{1,6})\s+(.+?)\s*#*$", re.MULTILINE)


def opening_cell_in_form(lesson: Lesson) -> Problems:
    """H1 with number and verb, minutes, and what the learner does, learns and needs."""
    first = lesson.cells[0]
    if first.is_code:
        yield f"{first}: the opening cell is markdown"
        return
    heading = first.source.partition("\n")[0]
    match = re.fullmatch(r"# (\d{1,2}) · ([A-Z][\w-]*)(.*)", heading)
    if not match:
        yield f"{first} begins with '# {lesson.number} · Verb ...', not with {heading!r}"
    else:
        if int(match[1]) != lesson.number:
            yield f"{first}: the heading says lesson {match[1]}, the file {lesson.number}"
        if match[2] in {"The", "A", "An", "How", "What", "Why"} or match[2].endswith("ing"):
            yield f"{first}: the heading says what to do: a verb after the dot, not {match[2]!r}"
        if match[3].endswith("."):
            yield f"{first}: no full stop after the heading"
    if not re.search(r"^\*\*Time\*\* about [1-9]\d* minutes", first.source, re.MULTILINE):
        yield f"{first}: no line '**Time** about N minutes'"
    for label in ("You'll do", "You'll learn", "You'll need"):
        if not re.search(rf"^\*\*{label}\*\*:?\s+[^\s*]", first.source, re.MULTILINE):
            yield f"{first}: no '**{label}** ...' with text after it"


def closing_cell_in_form(lesson: Lesson) -> Problems:
    """What the learner can do now, the next lesson, and one or two links with a word on each."""
    cells = [cell for cell in lesson.cells if "progress" not in cell.tags]
    last = cells[-1]
    if last.is_code:
        yield f"{last}: the closing cell is markdown (code after it needs the tag progress)"
        return
    if not last.source.startswith("## What you can do now\n"):
        yield f"{last}: the closing cell begins with '## What you can do now'"
    can, _, rest = last.source.partition("**Next**")
    if not re.search(r"^[-*] \w", can, re.MULTILINE):
        yield f"{last}: no list of what the learner can do"
    read = re.findall(r"^[-*] (.*)$", rest.partition("**To read**")[2], re.MULTILINE)
    if not 1 <= len(read) <= 2:
        yield f"{last}: '**To read**' lists one or two links, not {len(read)}"
    for line in read:
        after = LINK.sub("", line)
        if not LINK.search(line) or len(after.split()) < 4:
            yield f"{last}: a link, and what the learner finds there, instead of {line!r}"


def linked_with_its_neighbors(lesson: Lesson) -> Problems:
    """The row of lessons and the next link are what the files that are there make of them."""
    hint = "run `python -m tests.regenerate --navigation`"
    paths = list(lesson.row)
    row = navigation.row(lesson.path, paths)
    if row not in lesson.cells[0].source.splitlines():
        yield f"cell 1 has no line {row!r}: {hint}"
    following = navigation.next_link(lesson.path, paths)
    found = [line for cell in lesson.markdown for line in cell.source.splitlines()]
    if sum(line.startswith("**Next**") for line in found) != 1:
        yield "there is one line that begins with **Next**, in the closing cell"
    elif not any(line.startswith(following) for line in found):
        yield f"no line begins with {following!r}: {hint}"


def headings_in_order(lesson: Lesson) -> Problems:
    """One H1, at the top; no level is skipped on the way down."""
    level = 0
    for cell in lesson.markdown:
        for marks, text in HEADING.findall(cell.prose):
            if len(marks) == 1 and level:
                yield f"{cell}: a second H1, {text!r}"
            elif len(marks) > level + 1:
                yield f"{cell}: {text!r} jumps from level {level} to {len(marks)}"
            level = len(marks)
    if not level:
        yield "no heading at all"


def links_resolve(lesson: Lesson) -> Problems:
    """A relative link names a file that is there; a link within the lesson names a heading."""
    anchors = {
        re.sub(r"\s", "-", text)
        for cell in lesson.markdown
        for _, text in HEADING.findall(cell.prose)
    }
    for cell in lesson.markdown:
        targets = [target for _, _, target in LINK.findall(cell.prose)]
        for target in targets + HTML_TARGET.findall(cell.prose):
            if re.match(r"https?:|mailto:", target):
                continue
            file, _, anchor = target.partition("#")
            if target.startswith("attachment:"):
                if target.removeprefix("attachment:") not in cell.node.get("attachments", {}):
                    yield f"{cell}: no attachment {target!r}"
            elif file and not (lesson.path.parent / file).exists():
                yield f"{cell}: {target!r} leads nowhere"
            elif not file and anchor not in anchors:
                yield f"{cell}: no heading for {target!r}"


def figures_are_described(lesson: Lesson) -> Problems:
    """A picture says in its alt text what is seen; the line under it, what to look at."""
    for cell in lesson.code:
        pictures = [output for output in cell.outputs if "image/png" in output.get("data", {})]
        for output in pictures:
            alt = output.metadata.get("image/png", {}).get("alt", "")
            if len(alt) < MIN_ALT:
                yield f"{cell}: a picture's alt text, {alt!r}, has less than {MIN_ALT} characters"
        if pictures:
            after = lesson.cells[cell.number : cell.number + 1]
            if not after or not re.match(r"\*Look at\* \w+ \w+", after[0].source):
                yield f"{cell} draws; the next cell begins '*Look at* ...' and says what to look at"


def images_have_alt(lesson: Lesson) -> Problems:
    for cell in lesson.markdown:
        for bang, alt, target in LINK.findall(cell.prose):
            if bang and not alt.strip():
                yield f"{cell}: the image {target} has no alternative text"
        for tag in HTML_IMAGE.findall(cell.prose):
            if not re.search(r"\balt=[\"'][^\"']+[\"']", tag):
                yield f"{cell}: {tag} has no alternative text"
