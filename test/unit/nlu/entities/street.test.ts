/** Street addresses by a table. */
import { cases } from '../support';

cases(
  'streets',
  ['street'],
  'road.pothole',
  `
Çınar Sokak => Çınar Sokak
çınar sokak no 14 => Çınar Sokak No 14
çınar sokak no:14 => Çınar Sokak No 14
çınar sokak numara 14 => Çınar Sokak No 14
çınar sokak 14 numara => Çınar Sokak No 14
çınar sokak 14 => Çınar Sokak No 14
Çınar Sok. No: 14 => Çınar Sokak No 14
cinar sk no14 => Cinar Sokak No 14
çınar sk. 14/3 => Çınar Sokak No 14/3
çınar sokak no 14 kat 2 => Çınar Sokak No 14
çınar sokak no 14 daire 5 => Çınar Sokak No 14
çınar sokak no 14/A => Çınar Sokak No 14/A
Atatürk Caddesi 5/A => Atatürk Caddesi No 5/A
çınar sokakta => Çınar Sokak
çınar sokağında => Çınar Sokak
çınar sokağın başında => Çınar Sokak
çınar sokağı => Çınar Sokak
çınar sokaktaki çukur => Çınar Sokak
çınar sokağındaki çukur => Çınar Sokak
1234. sokak => 1234. Sokak
1234 sokak => 1234. Sokak
1234 sk => 1234. Sokak
1234. Sokakta çukur => 1234. Sokak
1234. sk. no 7 => 1234. Sokak No 7
1234/2 sokak => 1234/2. Sokak
5. cadde => 5. Cadde
27. caddede => 27. Cadde
Atatürk Caddesi => Atatürk Caddesi
ataturk cad => Ataturk Caddesi
Atatürk Cad. No 5 => Atatürk Caddesi No 5
atatürk cd. no 5 => Atatürk Caddesi No 5
atatürk caddesinde => Atatürk Caddesi
Atatürk Caddesi'nde => Atatürk Caddesi
atatürk caddesinin sonunda => Atatürk Caddesi
mustafa kemal caddesi => Mustafa Kemal Caddesi
Gazi Mustafa Kemal Paşa Bulvarı => Gazi Mustafa Kemal Paşa Bulvarı
şehit ali sokağında => Şehit Ali Sokak
şht. mehmet sokak no 3 => Şht Mehmet Sokak No 3
İnönü Bulvarı => İnönü Bulvarı
inönü bulvarında => İnönü Bulvarı
inönü blv => İnönü Bulvarı
Fatih mah. lale sk. no:3 => Lale Sokak No 3
fatih mahallesi lale sokak => Lale Sokak
lale sokak ile çınar caddesi köşesi => Lale Sokak | Çınar Caddesi
Menekşe Sokağı No 12 => Menekşe Sokak No 12
papatya sokakta oturuyorum => Papatya Sokak
gül çıkmazı => Gül Çıkmazı
adresim Değirmen Yolu Sokak => Değirmen Yolu Sokak
Bahçelievler Çınar Sokak No 5 => Çınar Sokak No 5
çınar skk no 5 => Çınar Sokak No 5
çınar sokk 5 numara => Çınar Sokak No 5
# near misses
bizim sokakta lamba yanmıyor =>
hangi caddede =>
sokak lambası =>
yağmur yağdı sokak göl oldu =>
arkadaki sokakta =>
Sokağımız karanlık =>
ana cadde üzerinde =>
sokakta kaldık =>
sokak köpekleri =>
sokağa çıkamıyoruz =>
dar sokak =>
bu sokakta 2 gündür su yok =>
karanlık sokaklar =>
sokak hayvanları için =>
çıkmaz sokak =>
karşı sokakta çukur var =>
üst sokaktan =>
caddeye çöp attılar =>
iki sokak ötede =>
üç sokak aşağıda =>
Merhaba Sokak lambamız bozuk =>
`,
);
