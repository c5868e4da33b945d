/** Numbers that name a person: starred, recognised by a keyed hash, sealed only where a flow asked. */
import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sealedFor, takePersonal } from '../../../src/core/personal';
import { createVault } from '../../../src/core/vault';
import { installationSecret } from '../../../src/secret';

const vault = createVault(Buffer.alloc(32, 1));
const RIGHT = '10000000146';
const WRONG = '10000000147';
const IBAN = 'TR330006100519786457841326';
const FOR = sealedFor('c1', 'sosyal');

describe('what the inbox takes out of a text', () => {
  test('a right number leaves its stars, its hash and that its checksum held', () => {
    const { text, personal } = takePersonal(`TC ${RIGHT} ben`, vault);
    expect(text).toBe('TC *********46 ben');
    expect(personal).toEqual([{ kind: 'identity_number', valid: true, masked: '*********46', hash: expect.any(String) }]);
    expect(JSON.stringify(personal)).not.toContain(RIGHT);
  });

  test('the same number is the same hash however it is written, another is another', () => {
    const hashOf = (text: string) => takePersonal(text, vault).personal[0]!.hash;
    expect(hashOf('100 000 001 46')).toBe(hashOf(RIGHT));
    expect(hashOf('１００００００0146')).toBe(hashOf(RIGHT));
    expect(hashOf('76048764754')).not.toBe(hashOf(RIGHT));
    const other = createVault(Buffer.alloc(32, 2));
    expect(takePersonal(RIGHT, other).personal[0]!.hash).not.toBe(hashOf(RIGHT));
  });

  test.each([
    [`tc kimlik no ${WRONG}`, 'tc kimlik no *********47'],
    [`T.C. ${WRONG}`, 'T.C. *********47'],
    [WRONG, '*********47'],
    [` ${WRONG}. `, ' *********47. '],
    ['TR330006100519786457841327 hesabım', `TR${'*'.repeat(22)}27 hesabım`],
    [`100\u200b000 001\u200b46`, '*********46'],
  ])('a mistyped one is as private: %j', (text, masked) => {
    expect(takePersonal(text, vault).text).toBe(masked);
  });

  test.each([`abone no ${WRONG}`, `sayacım ${WRONG} yazıyor`, '0532 123 45 67', '90 532 123 45 67', 'PB-26-000123'])(
    '%s is none',
    (text) => {
      expect(takePersonal(text, vault)).toEqual({ text, personal: [] });
    },
  );

  test('sealed only when it is asked for, and only a right one', () => {
    const [sealed] = takePersonal(RIGHT, vault, FOR).personal;
    expect(vault.open(sealed!.sealed!, FOR)).toBe(RIGHT);
    expect(takePersonal(WRONG, vault, FOR).personal[0]!.sealed).toBeUndefined();
    expect(vault.open(takePersonal(IBAN, vault, FOR).personal[0]!.sealed!, FOR)).toBe(IBAN);
  });
});

describe('the vault', () => {
  test('opens only for what it was sealed for, under the same secret, unchanged', () => {
    const sealed = vault.seal(RIGHT, FOR);
    expect(sealed).not.toContain(RIGHT);
    expect(vault.seal(RIGHT, FOR)).not.toBe(sealed);
    expect(vault.open(sealed, sealedFor('c1', 'su'))).toBeNull();
    expect(vault.open(sealed, sealedFor('c2', 'sosyal'))).toBeNull();
    expect(createVault(Buffer.alloc(32, 9)).open(sealed, FOR)).toBeNull();
    const bytes = Buffer.from(sealed.slice(3), 'base64url');
    bytes[20]! ^= 1;
    expect(vault.open(`s1.${bytes.toString('base64url')}`, FOR)).toBeNull();
    for (const broken of ['', 's1.', 's1.abc', 'x', RIGHT]) expect(vault.open(broken, FOR)).toBeNull();
  });
});

describe('the installation’s secret', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'kapi-secret-'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  test('is made once, for its owner only', () => {
    const first = installationSecret('', folder);
    expect(installationSecret('', folder).equals(first)).toBe(true);
    expect(statSync(join(folder, 'secret.key')).mode & 0o777).toBe(0o600);
  });

  test('may be set, and is refused when short', () => {
    expect(installationSecret('s'.repeat(32), folder).toString()).toBe('s'.repeat(32));
    expect(() => installationSecret('short', folder)).toThrow('KAPI_SECRET');
    writeFileSync(join(folder, 'secret.key'), '');
    expect(() => installationSecret('', folder)).toThrow('secret.key');
  });
});
