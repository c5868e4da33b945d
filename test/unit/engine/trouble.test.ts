import { join } from 'node:path';
import { ROOT } from '../../../src/core/paths';
import { loadTrouble } from '../../../src/engine/trouble';

const trouble = loadTrouble(join(ROOT, 'data/trouble.yaml'));

test.each([
  'kartıma para yukledim gelmdi',
  'fatura cok yanls gelmis',
  'teslim edildi diyo ama gelmedi',
  'hala yüklenmedi',
  'kart caısmıyo otobüste',
  'the money did not arrive',
  'لم تصل البطاقة',
])('"%s" says that something went wrong', (text) => expect(trouble(text)).toBe(true));

test.each([
  'fatura ne zaman gelir',
  'kart nereden alınır',
  'bugün gelmedi mi otobüs?',
  'gelmediyse ne yapmalıyım',
  'tramvay çalışıyor mu',
  'faturanın gelmesi ne kadar sürer',
  'yanlış ödersem ne olur',
  'fatura bozuk olursa',
  'kart bozulursa',
  'nerede olduğunu bilmiyorum',
  'how do I pay',
  'sorun yok teşekkürler',
  'sorun değil',
  'no problem',
])('"%s" asks, or is content', (text) => expect(trouble(text)).toBe(false));
