/** Names of the city by tables: suffixes, missing letters, slips, and words that only look like a name. */
import { cases } from '../support';

cases(
  'stops',
  ['stop'],
  'transport.route',
  `
otogar => Otogar
otogardan => Otogar from
otogara => Otogar to
otogarda => Otogar at
Otogar'dan => Otogar from
otogar'a => Otogar to
OTOGARDAN => Otogar from
otogardn => Otogar from
otogardna => Otogar from
otogara nasl giderm => Otogar to
otogrdan => Otogar from
otagardan => Otogar from
ottogardan => Otogar from
otogardaki durak => Otogar at
otogardayım => Otogar at
otogar durağından => Otogar from
otogar durağı => Otogar
otogarın oradan => Otogar from
otogar tarafına => Otogar to
otogara doğru => Otogar to
otogardan geçen => Otogar from
kartaldn otogara => Kartal from | Otogar to
Kartal'dan otogara => Kartal from | Otogar to
saat kulesi => Saat Kulesi
saat kulesine => Saat Kulesi to
saat kulesinden => Saat Kulesi from
saat kulesnden => Saat Kulesi from
saatkulesi => Saat Kulesi
saat kulesindeyim => Saat Kulesi at
kuleden => Saat Kulesi from
sehir hastanesine => Şehir Hastanesi to
şehir hastanesi durağı => Şehir Hastanesi
sehir hastanesnden => Şehir Hastanesi from
19 mayıs stadyumuna => 19 Mayıs Stadyumu to
19 mayis stadyumu => 19 Mayıs Stadyumu
stadyuma => 19 Mayıs Stadyumu to
gazi lisesinden => Gazi Lisesi from
halk kütüphanesine => Halk Kütüphanesi to
kütüphaneden => Halk Kütüphanesi from
sanayi girişinde => Sanayi Girişi at
dörtyola => Dörtyol to
dort yoldan => Dörtyol from
köprübaşından => Köprübaşı from
kopru basindan => Köprübaşı from
köprübaşına => Köprübaşı to
huzurevine => Huzurevi to
huzur evinden => Huzurevi from
itfaiyeden => İtfaiye from
merkez durağından => Merkez from
çamlığa => Çamlık to
kartal kavşağından => Kartal Kavşağı from
üniversiteden =>
# near misses
saat kaçta =>
saat 5te =>
halk günü =>
gazi miyim =>
itfaiye gelsin =>
19 mayıs tatil mi =>
19 mayısta otobüs var mı =>
sanayi bozuk =>
merkezi ısıtma =>
yolda kaldım =>
kule gibi bina =>
otogaz istasyonu =>
otopark nerede =>
kartlar bitti =>
halka açık mı =>
`,
);

cases(
  'places',
  ['place'],
  'transport.route',
  `
kent müzesi => Kent Müzesi
kent müzesine => Kent Müzesi to
kent muzesinden => Kent Müzesi from
kent müzesinde => Kent Müzesi at
kent müzesi nerede => Kent Müzesi
kent müzesini => Kent Müzesi
kent muzsine => Kent Müzesi to
sahil parkı => Sahil Parkı
sahil parkına => Sahil Parkı to
sahil parkında => Sahil Parkı at
sahilparkı => Sahil Parkı
sahil parkının oraya => Sahil Parkı to
arkeoloji müzesine => Arkeoloji Müzesi to
arkeolojiye => Arkeoloji Müzesi to
arkeoloji => Arkeoloji Müzesi
arkoloji müzesine => Arkeoloji Müzesi to
nikah sarayına => Nikah Sarayı to
nikah sarayi => Nikah Sarayı
nikah sarayından => Nikah Sarayı from
nikâh sarayı => Nikah Sarayı
pınarova kalesine => Pınarova Kalesi to
pinarova kalesi => Pınarova Kalesi
toptancı haline => Toptancı Hali to
toptanci halinden => Toptancı Hali from
yıldız alışveriş merkezi => Yıldız Alışveriş Merkezi
yildiz alisveris merkezine => Yıldız Alışveriş Merkezi to
yıldız alışveriş merkezinin önü => Yıldız Alışveriş Merkezi
mimar sinan camii => Mimar Sinan Camii
mimar sinan camisi => Mimar Sinan Camii
mimar sinan camiine => Mimar Sinan Camii to
mimar sinan camisinde => Mimar Sinan Camii at
otogardan kent müzesine => Otogar from | Kent Müzesi to
hastaneye => Hastane to
devlet hastanesine => Hastane to
üniversiteye => Üniversite to
universitede => Üniversite at
kampüse => Üniversite to
kampusten => Üniversite from
terminale => Otogar to
meydana => Meydan to
çarşıya => Meydan to
carsidan => Meydan from
müzeye gideceğim => 
# near misses
kent nüfusu =>
nikah işlemleri =>
sahilde =>
kaleci =>
parka =>
hastane gibi =>
hastayım =>
toptancılar bağırıyor =>
cami =>
saray gibi ev =>
mimar arıyorum =>
halinden memnun =>
meydan okuyor herkes =>
çarşı pazar pahalı =>
kampanya var mı =>
`,
);

cases(
  'neighbourhoods',
  ['neighbourhood'],
  'water.outage_report',
  `
Kartal Mahallesi => Kartal Mahallesi
kartal mahallesinde => Kartal Mahallesi at
kartal mahallesinden => Kartal Mahallesi from
kartal mah => Kartal Mahallesi
kartal mah. => Kartal Mahallesi
kartal mh => Kartal Mahallesi
kartal mahlesi => Kartal Mahallesi
kartal mahalesinde => Kartal Mahallesi at
kartal mhllesi => Kartal Mahallesi
kartalda su yok => Kartal Mahallesi at
Kartal'da su yok => Kartal Mahallesi at
bahçelievler => Bahçelievler Mahallesi
bahcelievlerde sular kesik => Bahçelievler Mahallesi at
bahçelievlerdeyim => Bahçelievler Mahallesi at
bahçeli evler mahallesi => Bahçelievler Mahallesi
bahcelievlerden => Bahçelievler Mahallesi from
bahçelievlerde oturuyorum => Bahçelievler Mahallesi at
bahceleevlerde => Bahçelievler Mahallesi at
fevzi çakmak => Fevzi Çakmak Mahallesi
fevzi cakmakta => Fevzi Çakmak Mahallesi at
fevziçakmak mahallesi => Fevzi Çakmak Mahallesi
fevzi çakmak mah. => Fevzi Çakmak Mahallesi
f.çakmak mah => Fevzi Çakmak Mahallesi
çakmak mahallesi => Fevzi Çakmak Mahallesi
çay mahallesi => Çay Mahallesi
çay mah. => Çay Mahallesi
cay mahallesinde => Çay Mahallesi at
Çay Mahallesi'nde => Çay Mahallesi at
merkez mahallesi => Merkez Mahallesi
merkez mah => Merkez Mahallesi
pazar mahallesi => Pazar Mahallesi
pazar mahallesinde => Pazar Mahallesi at
pazar mh => Pazar Mahallesi
yeni mahalle => Yeni Mahalle
yeni mahallede => Yeni Mahalle at
yenimahallede => Yeni Mahalle at
esentepe => Esentepe Mahallesi
esentepede => Esentepe Mahallesi at
esntepede => Esentepe Mahallesi at
şirinevlerde => Şirinevler Mahallesi at
sirinevler mahallesi => Şirinevler Mahallesi
sirinevlerdeki park => Şirinevler Mahallesi at
yıldız mahallesi => Yıldız Mahallesi
aşağı dere mahallesinde => Aşağı Dere Mahallesi at
asagi dere => Aşağı Dere Mahallesi
güneş mahallesi => Güneş Mahallesi
ıhlamur mahallesi => Ihlamur Mahallesi
ihlamurda => Ihlamur Mahallesi at
hürriyet mahallesine => Hürriyet Mahallesi to
hürriyet mh. => Hürriyet Mahallesi
fatih mah lale sk no 3 => Fatih Mahallesi
# a common word counts with an address beside it
güneş lale sokak no 5 => Güneş Mahallesi
çay 1234. sokak no 7 => Çay Mahallesi
merkez çınar sokakta su yok => Merkez Mahallesi
pazar, çınar caddesi no 4 => Pazar Mahallesi
# near misses
bir çay içelim =>
çay demledim sular kesildi =>
pazar günü sular kesik =>
pazar yerinde su yok =>
merkezde su yok =>
güneş açtı =>
güneş enerjisi =>
yeni taşındım =>
yıldız gibi =>
mahallemizde su yok =>
bizim mahallede =>
hangi mahalle =>
aşağı inin =>
dere taştı =>
kartalı kurtardık mahallede => Kartal Mahallesi
çakmakla yaktılar =>
çakmak aldım =>
sokak lambası yanmıyor çay ocağı önünde =>
`,
);

cases(
  'districts',
  ['district'],
  'contact.info',
  `
akçaova => Akçaova
akcaova => Akçaova
Akçaova'da => Akçaova at
akçaovada => Akçaova at
akcaovadan => Akçaova from
akçaova ilçesi => Akçaova
akçaova ilçesinde => Akçaova at
akçaova ilçesinden => Akçaova from
akçaovaya => Akçaova to
akçaovanın => Akçaova
akçaovalıyım => Akçaova
akçova => Akçaova
akcavada => Akçaova at
AKÇAOVA => Akçaova
akçaovadayız => Akçaova at
kızılırmak => Kızılırmak
kizilirmakta => Kızılırmak at
kızılırmağa => Kızılırmak to
kızılırmaktan => Kızılırmak from
kızılırmak ilçesi => Kızılırmak
kzılırmakta => Kızılırmak at
merkez ilçesi => Merkez
merkez ilçede => Merkez at
merkez ilçesinde => Merkez at
gölköy => Gölköy
golkoyde => Gölköy at
gölköye => Gölköy to
gölköyden => Gölköy from
gölköy ilçesine => Gölköy to
göl köyde => Gölköy at
yeşilyurt => Yeşilyurt
yesilyurtta => Yeşilyurt at
yeşilyurda => Yeşilyurt to
yeşilyurttan => Yeşilyurt from
yesilyurda => Yeşilyurt to
taşköprü => Taşköprü
taskoprude => Taşköprü at
taşköprüye => Taşköprü to
taş köprüden => Taşköprü from
taşköprüdeyiz => Taşköprü at
taskopru ilcesinde => Taşköprü at
# near misses
merkezden uzak =>
ilçe belediyesi =>
hangi ilçe =>
köprü yıkıldı =>
taş düştü =>
yurtta kalıyorum =>
yeşil alan =>
göl kenarı =>
köyde su yok =>
ova =>
kızılay =>
`,
);
