/** Dates, times, durations and births by tables, said on Wednesday 18 March 2026 at 10:00. */
import { cases } from '../support';

cases(
  'dates',
  ['date'],
  'other',
  `
bugün => 2026-03-18
today => 2026-03-18
tomorrow => 2026-03-19
tomorrow morning => 2026-03-19
the day after tomorrow => 2026-03-20
on friday => 2026-03-20
5 may 2026 => 2026-05-05
2 june => 2026-06-02
bugun => 2026-03-18
bügün => 2026-03-18
yarın => 2026-03-19
yarin => 2026-03-19
yarına kadar => 2026-03-19
yarın sabah => 2026-03-19
öbür gün => 2026-03-20
öbürgün => 2026-03-20
ertesi gün => 2026-03-19
dün => 2026-03-17
dünkü başvurum => 2026-03-17
dünden beri => 2026-03-17
evvelsi gün => 2026-03-16
önceki gün => 2026-03-16
cuma => 2026-03-20
cuma günü => 2026-03-20
cumaya => 2026-03-20
cumartesi => 2026-03-21
cmt günü => 2026-03-21
pazartesi günü => 2026-03-23
pazartesiye kadar => 2026-03-23
pzt => 2026-03-23
pazar günü => 2026-03-22
haftaya salı => 2026-03-24
haftaya => 2026-03-25
gelecek cuma => 2026-03-20
önümüzdeki pazartesi => 2026-03-23
geçen cuma => 2026-03-13
geçen hafta => 2026-03-11
bu cuma => 2026-03-20
15 nisan => 2026-04-15
15 nisanda => 2026-04-15
15 Nisan'da => 2026-04-15
15 nisan 2026 => 2026-04-15
on beş nisan => 2026-04-15
onbeş nisanda => 2026-04-15
yirmi üç nisan => 2026-04-23
yirmiüç nisanda => 2026-04-23
15 nsan => 2026-04-15
15.04.2026 => 2026-04-15
15.4.2026 => 2026-04-15
15/04/2026 => 2026-04-15
15-04-2026 => 2026-04-15
15.04.26 => 2026-04-15
15.04.2026'da => 2026-04-15
2026-04-15 => 2026-04-15
15/4 => 2026-04-15
15.04 tarihinde => 2026-04-15
15 04 2026 => 2026-04-15
ayın 25'i => 2026-03-25
ayın 25inde => 2026-03-25
ayın yirmi beşinde => 2026-03-25
ayin 5i => 2026-04-05
ay sonu => 2026-03-31
hafta sonu => 2026-03-21
haftasonuna => 2026-03-21
ay sonunda => 2026-03-31
ay başında => 2026-04-01
üç gün sonra => 2026-03-21
3 gun sonra => 2026-03-21
2 hafta önce => 2026-03-04
bir ay önce => 2026-02-18
1 ay sonra => 2026-04-18
üç gün önceki => 2026-03-15
15 gün içinde =>
# near misses
31 şubat =>
pazar yerinde =>
donduk burada =>
mart kedisi =>
19 Mayıs Stadyumu =>
15 Temmuz Meydanı =>
23 Nisan Parkı =>
18.30 otobüsü =>
12/5 daire =>
3 gün sular kesikti =>
dünya kadar çöp =>
bugünlük bu kadar mı =>
cumhuriyet mahallesi =>
ayın karanlık yüzü =>
192.168.1.1 =>
`,
);

cases(
  'times',
  ['time'],
  'transport.departures',
  `
yarın sabah 9'da => 09:00
yarin sabah 9da => 09:00
sabah 9 => 09:00
sabah dokuzda => 09:00
sabah saat 9 => 09:00
sabah 07:45 => 07:45
sabah 7 buçuk => 07:30
akşam 6 => 18:00
aksam 6da => 18:00
akşam altıda => 18:00
akşam 6 buçukta => 18:30
akşam altı buçuk => 18:30
akşam 8:15 => 20:15
akşam 8.15 te => 20:15
akşamüstü 5 gibi => 17:00
gece 11de => 23:00
gece 12 de => 00:00
gece yarısı => 00:00
gece 2 de => 02:00
öğlen 12 => 12:00
öğle 1 de => 13:00
öğlen birde => 13:00
öğleden sonra 3 te => 15:00
ikindi 4 te => 16:00
8 buçukta => 20:30
yarın 8 buçukta => 08:30
on bir buçukta => 11:30
onbir buçukta => 11:30
18:30 => 18:30
18.30 => 18:30
18:30'da => 18:30
18.30 da => 18:30
saat 18.30'da => 18:30
saat 1830 => 18:30
saat on birde => 11:00
saat 11 de => 11:00
saat 11 gibi => 11:00
saat 14 => 14:00
saat 14te => 14:00
saat üçte => 15:00
saat 3 => 15:00
dokuza çeyrek kala => 20:45
yarın dokuza çeyrek kala => 08:45
yarın dokuzu on geçe => 09:10
9a çeyrek var => 20:45
9u 10 geçiyor => 21:10
yarım saat sonra => 10:30
yarim saat sonra => 10:30
2 saat sonra => 12:00
iki saat sonra => 12:00
10 dk sonra => 10:10
on dakika sonra => 10:10
bir buçuk saat sonra => 11:30
1 saat önce => 09:00
bir saat 20 dk sonra => 11:20
5te => 17:00
17de => 17:00
12:00 - 13:00 => 12:00 | 13:00
9'dan sonra => 21:00
# near misses
şimdi =>
şu an =>
5 kişiyiz =>
28 nolu =>
akşam iki araç =>
iki saattir bekliyorum =>
2 saat bekledim =>
saat kaç =>
saat kulesi =>
15.03.2026 =>
5 buçuk lira =>
sabah akşam =>
çınar sokak 9 da =>
1.30 metre =>
25:00 =>
18:75 =>
`,
);

cases(
  'durations',
  ['duration'],
  'water.outage_report',
  `
iki saattir su yok => PT2H
2 saattir => PT2H
2 saatdir => PT2H
2 saat oldu => PT2H
bir saattir => PT1H
yarım saat bekledim => PT30M
yarım saattir => PT30M
bir buçuk saattir => PT1H30M
1,5 saattir => PT1H30M
1.5 saat => PT1H30M
2 buçuk saat => PT2H30M
45 dakikadır => PT45M
45 dk dır => PT45M
kırk beş dakikadır bekliyoruz => PT45M
40 dakka => PT40M
20dk => PT20M
3 gündür => P3D
3 gundur su yok => P3D
üç gündür => P3D
uc gundur => P3D
3 gün oldu => P3D
üç dört gündür => P4D
3-4 gündür => P4D
bir haftadır => P1W
1 haftadır => P1W
iki haftadır => P2W
1 hafta oldu => P1W
bir aydır => P1M
3 aydır => P3M
üç aylık kart => P3M
6 aylık => P6M
bir yıldır => P1Y
2 yıldır => P2Y
2 senedir => P2Y
bir buçuk yıl => P1Y6M
bir buçuk aydır => P1M15D
5 gün boyunca => P5D
15 gün içinde => P15D
on gündür => P10D
48 saattir elektrik yok => PT48H
24 saat => PT24H
yirmi dört saattir => PT24H
iki gunden beri => P2D
3 günden fazla => P3D
# near misses
2026 yılı ücretleri =>
üç gün sonra =>
yarım saat sonra =>
saat 2 =>
2. gün =>
gün ağardı =>
ayda bir =>
hafta sonu =>
yıllardır su akmıyor =>
saatlerdir bekliyoruz =>
günlerdir =>
12 şubat =>
5 kişi 3 araba =>
`,
);

cases(
  'births',
  ['birth_date'],
  'baby.apply',
  `
bebeğim 3 haftalık => 2026-02-25
bebegim 3 haftalik => 2026-02-25
bebeğim üç haftalık => 2026-02-25
3 haftalık bebeğim var => 2026-02-25
üç aylık bebeğim var => 2025-12-18
3 aylik bebek => 2025-12-18
bebeğim 2 aylık oldu => 2026-01-18
iki aylık kızım => 2026-01-18
40 günlük bebek => 2026-02-06
kırk günlük => 2026-02-06
bebeğim 10 günlük => 2026-03-08
oğlum 12 şubatta doğdu => 2026-02-12
oglum 12 subatta dogdu => 2026-02-12
oğlum 12 şubat 2026'da doğdu => 2026-02-12
oğlum 12 şubat doğumlu => 2026-02-12
kızım 12.02.2026 doğumlu => 2026-02-12
kızımız 12/02/2026 da dünyaya geldi => 2026-02-12
12 aralıkta doğdu => 2025-12-12
12 aralık 2025 te doğum yaptım => 2025-12-12
dün doğdu => 2026-03-17
dun dogdu => 2026-03-17
bugün doğdu => 2026-03-18
bu sabah doğdu => 2026-03-18
geçen hafta doğdu => 2026-03-11
geçen cuma doğdu => 2026-03-13
3 gün önce doğdu => 2026-03-15
üç gün önce doğum yaptım => 2026-03-15
iki hafta önce doğdu => 2026-03-04
doğum tarihi 12.02.2026 => 2026-02-12
dogum tarihi: 12.02.2026 => 2026-02-12
doğum tarihi 12 02 2026 => 2026-02-12
d.tarihi 12.02.2026 => 2026-02-12
dt 12.02.2026 => 2026-02-12
doğumu 12 şubat => 2026-02-12
on iki şubatta doğdu => 2026-02-12
bebek 1 martta dünyaya geldi => 2026-03-01
29 martta doğacak => 2026-03-29
torunum dün doğdu => 2026-03-17
ikizlerim 2 aylık => 2026-01-18
bir buçuk aylık bebeğim => 2026-02-03
yeni doğan 5 günlük => 2026-03-13
bebeğim bugün 7 günlük oldu => 2026-03-11
# near misses
12 şubatta başvurdum =>
3 aylık kart =>
üç aydır bekliyoruz =>
bebek seti ne zaman gelir =>
bebek için 2 hafta bekledim =>
bebek arabası =>
cuma günü gelsinler =>
doğum yardımı =>
doğalgaz 12 şubatta kesildi =>
`,
);
