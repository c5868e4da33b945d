/** Lines by a table. */
import { cases } from '../support';

cases(
  'lines',
  ['line'],
  'transport.departures',
  `
28A kaçta => 28A
28a kacta => 28A
28 a ne zaman gelir => 28A
28-A nerede => 28A
28/A geçti mi => 28A
28.A => 28A
28Anın saatleri => 28A
28A'nın saatleri => 28A
28a ya bindim => 28A
28a'ya bindim => 28A
28adan indim => 28A
yirmi sekiz a ne zaman => 28A
yirmisekiz a => 28A
28A otobüsü => 28A
28A nolu hat => 28A
e5 nerede => E5
E-5 geçti mi => E5
e 5 kaçta => E5
E5'in durakları => E5
k4 ne zaman => K4
K 4 hattı => K4
16b kaçta => 16B
16 b => 16B
on altı b ne zaman => 16B
t1 tramvayı => T1
12 nolu otobüs => 12
12 no'lu hat => 12
12 numaralı otobüs => 12
12 numara kaçta => 12
12'nin son seferi => 12
12nin seferleri => 12
12 ne zaman gelir => 12
12 kaçta geçer => 12
12 geçti mi => 12
12 gelmedi => 12
12 gelmiyo => 12
12 otobüsü nerde => 12
12ye binecem => 12
hat 12 => 12
otobüs 200 gelmedi => 200
on dört numara kaçta => 14
on iki numaralı otobüs => 12
12 ile 14 nereden geçer => 12 | 14
12 ve 14 nolu hatlar => 12 | 14
12 ya da 14 gelir mi => 12 | 14
200 nolu ile 101 nolu => 200 | 101
101 nolu hat gelmedi => 101
77 nolu hat var mı => 77
12 hattı => 12
12 hattının saatleri => 12
12 nl otobüs => 12
12 nolu otbüs => 12
son 12 kaçta => 12
# near misses
12 kişiyiz =>
5 tl mi =>
saat 5 gibi =>
14 mart =>
bir otobüs vermediniz =>
iki otobüs değiştirmeden =>
otobüs ücreti ne kadar =>
200 çevre yolundan =>
12 dakika bekledim =>
12 yaşında =>
14 gün oldu =>
5 durak sonra =>
saat 12 gelir mi =>
sabah 5 te kalkan =>
12 lira =>
çınar sokak no 12 =>
5. durak =>
12 buçukta =>
12:30 kaçta =>
12.03.2026 =>
28 kişi =>
2 tane otobüs =>
12 de kalkan var mı =>
14 te gelsin =>
`,
);
