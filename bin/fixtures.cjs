'use strict';
// `node bin/fixtures.cjs <channel>…`: writes what each channel makes of its fixtures, to be read before it is kept.
// `node bin/fixtures.cjs --env`: writes .env.example out of the settings' tables. Both need `npm run build`.
const { readdirSync, readFileSync, writeFileSync } = require('node:fs');
const { join } = require('node:path');
const { ROOT } = require('./node.cjs');

const { ADAPTERS } = require(join(ROOT, 'dist/adapters/index.js'));
const { envExample } = require(join(ROOT, 'dist/src/core/config.js'));
const json = (value) => `${JSON.stringify(value, null, 2)}\n`;

async function main(names) {
  if (names[0] === '--env') {
    const channels = await Promise.all(Object.values(ADAPTERS).map((load) => load()));
    writeFileSync(join(ROOT, '.env.example'), envExample(channels));
    return;
  }
  for (const name of names) {
    const folder = join(ROOT, 'adapters', name, 'fixtures');
    const channel = await ADAPTERS[name]();
    for (const file of readdirSync(folder)) {
      const read = () => JSON.parse(readFileSync(join(folder, file), 'utf8'));
      const write = (kind, value) =>
        writeFileSync(join(folder, file.replace(/\.(in|outbound)\.json$/, `.${kind}.json`)), json(value));
      if (file.endsWith('.in.json')) write('items', channel.parse(read(), 'default').items);
      if (file.endsWith('.outbound.json')) write('rendered', channel.render(read()));
    }
  }
}

main(process.argv.slice(2)).catch((error) => {
  console.error(error.message);
  process.exitCode = 1;
});
