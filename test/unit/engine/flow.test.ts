import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import { ROOT } from '../../../src/core/paths';
import { FLOW_SCHEMA, PART_SCHEMA } from '../../../src/engine/flow';
import { loadFlows } from '../../../src/engine/load';

test.each([
  ['flows/schema.json', FLOW_SCHEMA],
  ['flows/parts/schema.json', PART_SCHEMA],
])('%s is what its schema prints', (file, schema) => {
  expect(JSON.parse(readFileSync(join(ROOT, file), 'utf8'))).toEqual(z.toJSONSchema(schema));
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

  describe('what flows share', () => {
    const part = (name: string, text: string): void => {
      mkdirSync(join(folder, 'parts'), { recursive: true });
      writeFileSync(join(folder, 'parts', `${name}.yaml`), text);
    };
    const flow = 'flow: x\nabout: a\nsteps:\n  - include: end\n';

    test('a part that is not there', () => {
      part('more', 'part: more\nabout: a\nsteps:\n  - end: true\n');
      expect(check(flow)).toMatch(/x\.yaml:4: there is no part "end"; the parts are more/);
    });

    test('a fault of a part stands in its own file', () => {
      part('end', 'part: end\nabout: a\nsteps:\n  - say: a.known\n  - go: nowhere\n');
      expect(check(flow)).toMatch(/parts\/end\.yaml:5: there is no step "nowhere"; name one of the flow x/);
    });

    test('a part with another name, a step without a kind, a step twice', () => {
      part('end', 'part: ende\nabout: a\nsteps:\n  - end: true\n');
      expect(check(flow)).toMatch(/parts\/end\.yaml:1: the part is called "ende"; give it the name of its file/);
      part('end', 'part: end\nabout: a\nsteps:\n  - shout: a.known\n');
      expect(check(flow)).toMatch(/parts\/end\.yaml:4: a step needs one of say, ask/);
      part('end', 'part: end\nabout: a\nsteps:\n  - id: here\n    end: true\n');
      expect(check(`${flow}  - id: here\n    end: true\n`)).toMatch(/x\.yaml:5: two steps of x are called "here"; rename one/);
    });

    test('a list that is not there', () => {
      part('words', 'greetings: [merhaba]\n');
      const cues = (list: string): string => `flow: x\nabout: a\ncues:\n  - words: [${list}]\nsteps:\n  - end: true\n`;
      expect(check(cues('selam, $greetings'))).toBe('');
      expect(check(cues('selam, $greeting'))).toMatch(
        /x\.yaml:4: there is no list "\$greeting"; name one of flows\/parts\/words\.yaml/,
      );
    });
  });

  test('two flows of one role are told', () => {
    writeFileSync(join(folder, 'w.yaml'), 'flow: w\nabout: a\nrole: page\nsteps:\n  - say: a.known\n');
    expect(check('flow: x\nabout: a\nrole: page\nsteps:\n  - say: a.known\n')).toMatch(/x\.yaml:3: w\.yaml has the role "page"/);
  });

  test('a right one passes', () => expect(check('flow: x\nabout: a\nsteps:\n  - say: a.known\n')).toBe(''));
});
