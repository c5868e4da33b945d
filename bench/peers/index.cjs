'use strict';
// The peers, each as its own documentation trains it: (rows of {text, intent}) -> a function from text to intent.
const natural = require('natural');

/** natural's Bayes, with no stemmer, as its own knows no Turkish. */
exports.bayes = async (rows) => classifierOf(natural.BayesClassifier, rows);

/** natural's logistic regression: minutes on thousands of sentences, so that few are given. */
exports.logistic = async (rows) => classifierOf(natural.LogisticRegressionClassifier, rows);

function classifierOf(Kind, rows) {
  const words = { stem: (word) => word, tokenizeAndStem: (text) => text.toLocaleLowerCase('tr').match(/[\p{L}\p{N}]+/gu) ?? [] };
  const classifier = new Kind(words);
  for (const { text, intent } of rows) classifier.addDocument(text, intent);
  classifier.train();
  return (text) => classifier.classify(text);
}

/** nlp.js with its Turkish. */
exports.nlpjs = async (rows) => {
  const { containerBootstrap } = require('@nlpjs/core');
  const { Nlp } = require('@nlpjs/nlp');
  const { LangTr } = require('@nlpjs/lang-tr');
  const container = await containerBootstrap();
  container.use(Nlp);
  container.use(LangTr);
  const nlp = container.get('nlp');
  nlp.settings.autoSave = false;
  nlp.settings.log = false;
  nlp.addLanguage('tr');
  for (const { text, intent } of rows) nlp.addDocument('tr', text, intent);
  const { log } = console;
  console.log = () => {};
  await nlp.train().finally(() => {
    console.log = log;
  });
  return async (text) => (await nlp.process('tr', text)).intent;
};
