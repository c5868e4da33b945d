'use strict';
const { readFileSync } = require('node:fs');
const { join } = require('node:path');

/** Messages of a file by half, `tune` and `report`: lines of intent, tab, text below a heading `# half`. */
function strangers(file) {
  const halves = {};
  let rows = [];
  for (const line of readFileSync(join(__dirname, file), 'utf8').split('\n')) {
    if (line.startsWith('# ')) rows = halves[line.slice(2).trim()] ??= [];
    const [intent, text] = line.split('\t');
    if (text) rows.push({ intent, text });
  }
  return halves;
}

module.exports = { strangers };
