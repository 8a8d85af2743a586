// A network of linear layers that learns in the page. The tests hold it against torch.
// A layer is {w: a row of weights per unit, b: a bias per unit}.

export function makeNetwork(sizes, draw) {
  return sizes.slice(1).map((units, l) => {
    const random = () => draw() / Math.sqrt(sizes[l]); // as nn.Linear does
    const w = Array.from({ length: units }, () => Array.from({ length: sizes[l] }, random));
    return { w, b: Array.from({ length: units }, random) };
  });
}

// What each layer returns, the inputs first. The last is [logit].
export function forward(layers, relu, inputs) {
  const outputs = [inputs];
  layers.forEach(({ w, b }, l) => {
    const bends = relu && l < layers.length - 1;
    outputs.push(w.map((row, i) => {
      const sum = row.reduce((sum, weight, j) => sum + weight * outputs[l][j], b[i]);
      return bends ? Math.max(0, sum) : sum;
    }));
  });
  return outputs;
}

// One step of gradient descent on all points: changes `layers`, returns the loss before.
export function trainStep(layers, relu, points, rate) {
  const zeros = ({ w, b }) => ({ w: w.map((row) => row.map(() => 0)), b: b.map(() => 0) });
  const slopes = layers.map(zeros);
  let loss = 0;
  for (const [x, y, label] of points) {
    const outputs = forward(layers, relu, [x, y]);
    const [logit] = outputs.at(-1);
    // The cross-entropy of two classes, in a form that doesn't overflow.
    loss += Math.max(logit, 0) - logit * label + Math.log1p(Math.exp(-Math.abs(logit)));
    let slope = [1 / (1 + Math.exp(-logit)) - label]; // of the loss by what the layer returns
    for (let l = layers.length - 1; l >= 0; l--) {
      const inputs = outputs[l], above = slope;
      above.forEach((d, i) => {
        slopes[l].b[i] += d;
        inputs.forEach((input, j) => { slopes[l].w[i][j] += d * input; });
      });
      slope = inputs.map((input, j) => relu && input <= 0 ? 0 :
        layers[l].w.reduce((sum, row, i) => sum + row[j] * above[i], 0));
    }
  }
  layers.forEach(({ w, b }, l) => w.forEach((row, i) => {
    b[i] -= (rate * slopes[l].b[i]) / points.length;
    row.forEach((_, j) => { row[j] -= (rate * slopes[l].w[i][j]) / points.length; });
  }));
  return loss / points.length;
}

// Numbers from -1 to 1, the same for the same seed (mulberry32).
export function randomNumbers(seed) {
  return () => {
    seed = (seed + 0x6d2b79f5) | 0;
    let t = Math.imul(seed ^ (seed >>> 15), 1 | seed);
    t ^= t + Math.imul(t ^ (t >>> 7), 61 | t);
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 31 - 1;
  };
}

// A sentence on how it goes.
export function verdict(layers, relu, points, loss) {
  if (!points.length) return "No points are left. Click on the board to add one.";
  if (Number.isNaN(loss) || loss === Infinity) {
    return `The loss is ${String(loss).toLowerCase()}: steps that were too large have made the ` +
      "weights grow until no number could hold them. No further step repairs that. Choose a " +
      "lower rate, then reset.";
  }
  if (layers.every(({ w }) => w.flat().every((weight) => weight === 0))) {
    return "All weights are 0, so every unit returns 0 and no weight gets a gradient: only the " +
      "last bias can learn. Weights have to start at random.";
  }
  const passes = points.map(([x, y]) => forward(layers, relu, [x, y]));
  const hidden = layers.slice(1).map((_, l) => passes.map((outputs) => outputs[l + 1]).flat());
  if (relu && hidden.some((values) => values.every((value) => value === 0))) {
    return "These units are dead: ReLU returns 0 for every point, so no gradient reaches their " +
      "weights any more. Reset, and choose a lower rate or a new start.";
  }
  const wrong = passes.filter((outputs, i) => outputs.at(-1)[0] > 0 !== points[i][2] > 0).length;
  if (!wrong) return `All ${points.length} points are on their side of the border.`;
  return `${wrong} of ${points.length} points are on the wrong side of the border.`;
}
