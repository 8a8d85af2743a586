"""Times in a page of JupyterLab: from what a hand does to the picture that follows from it.

The clock is the page's own: it starts with the key press or click that the browser got, and stops
when the frame that shows the change has been painted, its pictures decoded.
"""

PATIENCE = 20_000  # milliseconds for something to change
QUIET = 150  # milliseconds without a further change: then the last one was the last

# Pictures and drawings of a widget are what is watched, not the control that was moved.
WATCH = """([element, selector, hover]) => {
  window.watch?.end();
  const watch = window.watch = {acted: null, painted: [], open: 0, heights: new Set()};
  const act = event => {
    if (event.type !== 'pointermove' || event.buttons || hover) watch.acted ??= event.timeStamp;
  };
  const kinds = ['keydown', 'click', 'change', 'pointermove'];
  const next = () => new Promise(done => requestAnimationFrame(() => {
    const channel = new MessageChannel();  // its message comes once the frame is painted
    channel.port1.onmessage = () => done(performance.now());
    channel.port2.postMessage(0);
  }));
  const one = selector && element.querySelector(selector);
  const shows = node => selector ? one.contains(node) :
     (node.nodeType === 1 ? node : node.parentElement)?.closest(
       '.widget-html-content, .fmnist-clickable, output, img');
  const observer = new MutationObserver(async changes => {
    if (watch.acted === null || !changes.some(change => shows(change.target))) return;
    watch.open += 1;
    const images = [...element.querySelectorAll('img')];
    await Promise.all(images.map(image => image.decode().catch(() => null)));
    const time = await next();
    watch.open -= 1;
    watch.painted.push([time, element.innerText]);
    if (one) watch.heights.add(one.offsetHeight);
  });
  const everything = {subtree: true, childList: true, characterData: true, attributes: true};
  observer.observe(element, {...everything, attributeFilter: ['src']});
  for (const kind of kinds) document.addEventListener(kind, act, true);
  watch.end = () => {
    observer.disconnect();
    for (const kind of kinds) document.removeEventListener(kind, act, true);
  };
}"""
ANSWER = """([text, quiet]) => {
  const {acted, painted, open} = window.watch;
  if (acted === null) return false;
  const hits = painted.filter(([_, shown]) => !text || shown.includes(text));
  if (!hits.length) return false;
  if (text) return (hits[0][0] - acted) / 1000;
  const last = hits.at(-1)[0];
  return !open && performance.now() - last > quiet && (last - acted) / 1000;
}"""
FRAMES = """() => ({
  times: [...new Set(window.watch.painted.map(([time]) => time))],
  heights: [...window.watch.heights],
})"""


def answer(page, element, act, *, text=None, selector=None, hover=False) -> float:
    """Seconds from `act` to the last change of what `element` shows, or to the first with `text`.

    With `selector`, to the last change of the first part that it finds; with `hover`, `act` is a
    pointer that moves with no button down. Playwright's TimeoutError where nothing changes.
    """
    page.evaluate(WATCH, [element.element_handle(), selector, hover])
    act()
    seconds = page.wait_for_function(ANSWER, arg=[text, QUIET], timeout=PATIENCE, polling=20)
    return seconds.json_value()


def frames(page, element, act, *, selector, milliseconds) -> tuple[list[float], set[float]]:
    """When, in seconds, after `act` the first of `selector` was painted anew, and its heights."""
    page.evaluate(WATCH, [element.element_handle(), selector, False])
    act()
    page.wait_for_timeout(milliseconds)
    found = page.evaluate(FRAMES)
    return [time / 1000 for time in found["times"]], set(found["heights"])
