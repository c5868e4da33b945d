import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import { ROOT } from '../../../src/core/paths';
import { FLOW_SCHEMA } from '../../../src/engine/flow';
import { loadFlows } from '../../../src/engine/load';

test('flows/schema.json is what the flow schema prints', () => {
  expect(JSON.parse(readFileSync(join(ROOT, 'flows/schema.json'), 'utf8'))).toEqual(z.toJSONSchema(FLOW_SCHEMA));
});

describe('a wrong flow is told with its file, line and mend', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'kapi-flow-'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  const check = (text: string): string => {
    writeFileSync(join(folder, 'x.yaml'), text);
    const texts = { t: () => '', has: (key: string) => key === 'a.known' };
    try {
      loadFlows(folder, { texts, catalogue: new Map(), actions: new Set(['ticket.number']) });
      return '';
    } catch (error) {
      return (error as Error).message;
    }
  };

  test.each([
    ['flow: x\nabout: a\nsteps:\n  - say: a.known\n  - go: nowhere\n', /x\.yaml:5: there is no step "nowhere"/],
    [
      'flow: x\nabout: a\nsteps:\n  - say: a.unknown\n',
      /x\.yaml:4: there is no text "a\.unknown"; add it to locales\/tr\/a\.json/,
    ],
    ['flow: x\nabout: a\nsteps:\n  - call: no.such\n    as: y\n', /x\.yaml:4: there is no action "no\.such"/],
    ['flow: x\nabout: a\nsteps:\n  - shout: a.known\n', /x\.yaml:4: a step needs one of say, ask/],
    ['flow: y\nabout: a\nsteps:\n  - say: a.known\n', /x\.yaml:1: the flow is called "y"; give it the name of its file/],
    [
      'flow: x\nabout: a\nrole: report\nover: [no.such]\nsteps:\n  - say: a.known\n',
      /x\.yaml:4: there is no intent "no\.such"; see data\/intents\.yaml/,
    ],
    ['flow: x\nabout: a\nover: []\nrole: pin\nsteps:\n  - say: a.known\n', /x\.yaml:4: the flow of a pin needs the intent/],
    ['flow: x\nabout: a\nrole: desk\nsteps:\n  - say: a.known\n', /x\.yaml:3: role: /],
    ['flow: x\nabout: a\nphrases: [merhaba]\nsteps:\n  - say: a.known\n', /x\.yaml:3: .* under `counts_as`/],
    ['flow: x\nabout: a\nnext: [report]\nsteps:\n  - say: a.known\n', /x\.yaml:3: .* needs a flow with `role: report`/],
    ['flow: x\nabout: [\n', /x\.yaml:\d+: .*mend the YAML/],
  ])('%#', (text, message) => expect(check(text)).toMatch(message));

  test('two flows of one role are told', () => {
    writeFileSync(join(folder, 'w.yaml'), 'flow: w\nabout: a\nrole: page\nsteps:\n  - say: a.known\n');
    expect(check('flow: x\nabout: a\nrole: page\nsteps:\n  - say: a.known\n')).toMatch(/x\.yaml:3: w\.yaml has the role "page"/);
  });

  test('a right one passes', () => expect(check('flow: x\nabout: a\nsteps:\n  - say: a.known\n')).toBe(''));
});
