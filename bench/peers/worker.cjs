'use strict';
// Trains one classifier on the rows handed over, reads the others with it, and tells how.
const { join } = require('node:path');
const { parentPort, workerData } = require('node:worker_threads');

const nlu = (name) => require(join(__dirname, '../../dist/src/nlu', name));

/** Kapı's classifier alone, without clauses, dangers and languages. */
async function kapi(rows) {
  const { Classifier } = nlu('model.js');
  const classifier = new Classifier(nlu('train.js').train(rows, workerData.settings, workerData.fields));
  return (text) => {
    const { scores } = classifier.score(text);
    return classifier.model.classes[scores.indexOf(Math.max(...scores))];
  };
}

async function main() {
  const { kind, kept, left } = workerData;
  const make = kind === 'kapi' ? kapi : require('./index.cjs')[kind];
  const started = performance.now();
  const classify = await make(kept);
  const seconds = (performance.now() - started) / 1000;
  const took = [];
  const outcomes = [];
  for (const { text, intent: expected } of left) {
    const from = process.hrtime.bigint();
    const intent = await classify(text);
    took.push(Number(process.hrtime.bigint() - from) / 1000);
    outcomes.push({ expected, intent, confidence: 1, decision: 'accept', offered: [intent] });
  }
  took.sort((a, b) => a - b);
  parentPort.postMessage({ seconds, p50: took[took.length >> 1], outcomes });
}

main();
