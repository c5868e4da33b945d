import { isIban, isIdentityNumber, maskPersonal } from '../../../src/core/mask';

/** A number with right check digits, made here from nine digits. */
function identityOf(nine: string): string {
  const d = Array.from(nine, Number);
  const odd = d[0]! + d[2]! + d[4]! + d[6]! + d[8]!;
  const even = d[1]! + d[3]! + d[5]! + d[7]!;
  const tenth = (((odd * 7 - even) % 10) + 10) % 10;
  return `${nine}${tenth}${(odd + even + tenth) % 10}`;
}

const IDENTITY = identityOf('123456789');
const IBAN = 'TR330006100519786457841326';

describe('identity numbers', () => {
  test('the checksum is the law’s', () => {
    expect(isIdentityNumber('10000000146')).toBe(true);
    expect(isIdentityNumber(IDENTITY)).toBe(true);
    expect(isIdentityNumber('12345678901')).toBe(false);
    expect(isIdentityNumber(`0${IDENTITY.slice(1)}`)).toBe(false);
    expect(isIdentityNumber(IDENTITY.slice(0, 10))).toBe(false);
  });

  test.each([
    [`TC kimlik no: ${IDENTITY}`, `TC kimlik no: *********${IDENTITY.slice(-2)}`],
    [`${IDENTITY.slice(0, 3)} ${IDENTITY.slice(3, 6)} ${IDENTITY.slice(6)}`, `*********${IDENTITY.slice(-2)}`],
    [
      `${IDENTITY.slice(0, 3)}-${IDENTITY.slice(3, 6)}-${IDENTITY.slice(6, 9)}-${IDENTITY.slice(9)}.`,
      `*********${IDENTITY.slice(-2)}.`,
    ],
  ])('%s', (text, masked) => {
    expect(maskPersonal(text)).toEqual({ text: masked, found: ['identity_number'] });
  });

  test.each(['telefonum 0532 123 45 67', 'başvuru 12345678901', `sayaç 9${IDENTITY}`, 'PB-26-000123', '05321234567', ''])(
    '%s stays as it is',
    (text) => {
      expect(maskPersonal(text)).toEqual({ text, found: [] });
    },
  );
});

describe('bank accounts', () => {
  test('modulo 97', () => {
    expect(isIban(IBAN)).toBe(true);
    expect(isIban(`${IBAN.slice(0, -1)}7`)).toBe(false);
  });

  test.each([IBAN, IBAN.replace(/(.{4})/g, '$1 ').trim(), IBAN.toLowerCase(), IBAN.replace(/(.{4})/g, '$1-').replace(/-$/, '')])(
    '%s',
    (written) => {
      const { text, found } = maskPersonal(`param ${written} hesabıma gelmedi`);
      expect(text).toBe(`param TR${'*'.repeat(22)}26 hesabıma gelmedi`);
      expect(found).toEqual(['iban']);
    },
  );

  test('several in one text, in order', () => {
    const { text, found } = maskPersonal(`${IDENTITY} ve ${IBAN} ve ${identityOf('987654321')}`);
    expect(found).toEqual(['identity_number', 'iban', 'identity_number']);
    expect(text).not.toMatch(/\d{3}/);
  });
});
