/** Every intent of the catalogue leads to what it `does`, through the real inbox, understanding, engine and store. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createSimulator, type Said, type Simulator } from '../../src/cli/simulator';
import { readConfig } from '../../src/core/config';
import { readCatalogue } from '../../src/nlu';
import { ROOT } from '../../src/core/paths';
import { plainText } from '../../src/outbox/degrade';

const CATALOGUE = readCatalogue(join(ROOT, 'data'));
const NOW = Date.parse('2026-03-25T10:30:00+03:00');
/** What a citizen writes, and the answers to what is asked. */
const LINES: Record<string, string[]> = {
  'transport.route': ['otogardan üniversiteye nasıl giderim'],
  'transport.departures': ['28A otogardan kaçta kalkıyor'],
  'transport.line': ['28A hangi duraklardan geçiyor'],
  'transport.stop': ['otogara en yakın durak nerede'],
  'transport.fare': ['otobüs bileti kaç lira'],
  'transport.card': ['ulaşım kartına nereden para yüklenir'],
  'transport.lost_item': ['otobüste çantamı unuttum', '28A, bu sabah 9 gibi'],
  'transport.complaint': ['otobüs şoförü durakta durmadı', '28A, bu sabah 9 gibi'],
  'baby.eligibility': ['hoş geldin bebek şartları neler'],
  'baby.apply': ['hoş geldin bebek seti için başvurmak istiyorum'],
  'baby.status': ['bebek setim ne zaman gelecek'],
  'social.aid': ['gıda yardımı almak istiyorum'],
  'social.care': ['annem için evde bakım hizmeti istiyorum'],
  'funeral.service': ['babam vefat etti ne yapmamız gerekiyor'],
  'funeral.grave': ['dedemin mezar yerini arıyorum'],
  'water.outage_info': ['kartal mahallesinde su kesintisi var mı'],
  'water.outage_report': ['kartal mahallesinde sular akmıyor'],
  'water.leak': ['kartal mahallesinde su borusu patladı'],
  'water.quality': ['musluktan çamurlu su geliyor', 'kartal mahallesi'],
  'water.bill': ['su faturası nereye ödenir'],
  'water.subscription': ['su aboneliği açtırmak istiyorum'],
  'sewer.blockage': ['kartal mahallesinde kanalizasyon taştı'],
  'emergency.snow': ['kartal mahallesinde yol kardan kapandı'],
  'emergency.flood': ['kartal mahallesinde evi su bastı'],
  'emergency.storm': ['kartal mahallesinde fırtınada ağaç devrildi'],
  'emergency.landslide': ['kartal mahallesinde heyelan oldu'],
  'emergency.fire': ['yangın var'],
  'emergency.medical': ['kaza oldu yaralı var'],
  'emergency.earthquake': ['deprem oldu'],
  'emergency.gas': ['gaz kokusu var'],
  'road.pothole': ['kartal mahallesinde yolda çukur var'],
  'road.pavement': ['kaldırım taşları kırık', 'kartal mahallesi'],
  'road.lighting': ['sokak lambası yanmıyor'],
  'road.signal': ['trafik ışığı çalışmıyor', 'kartal mahallesi'],
  'road.parking': ['otopark ücreti ne kadar'],
  'power.outage': ['elektrikler kesik'],
  'waste.missed': ['çöp alınmadı', 'kartal mahallesi'],
  'waste.bulky': ['eski koltuğumu aldırmak istiyorum'],
  'waste.recycling': ['atık pilleri nereye atabilirim'],
  'cleaning.street': ['sokağımız çok kirli süpürülmüyor', 'kartal mahallesi'],
  'environment.pest': ['sivrisinek ilaçlaması istiyorum', 'kartal mahallesi'],
  'environment.noise': ['gece bardan çok gürültü geliyor', 'kartal mahallesi'],
  'environment.pollution': ['fabrika dumanından çok kötü koku geliyor', 'kartal mahallesi'],
  'park.maintenance': ['parktaki salıncak kırık', 'kartal mahallesi'],
  'animal.stray': ['başıboş köpekler saldırıyor', 'kartal mahallesi'],
  'animal.injured': ['yaralı kedi var', 'kartal mahallesi'],
  'zabita.complaint': ['seyyar satıcılar kaldırımı işgal ediyor', 'kartal mahallesi'],
  'licence.business': ['iş yeri açma ruhsatı için ne gerekiyor'],
  'zoning.info': ['imar durumu belgesi nasıl alınır'],
  'zoning.illegal': ['komşu kaçak kat çıkıyor', 'kartal mahallesi'],
  'tax.payment': ['emlak vergisi nasıl ödenir'],
  'marriage.appointment': ['nikah için hangi belgeler gerekiyor'],
  'facility.booking': ['halı saha kiralamak istiyorum'],
  'culture.events': ['bu hafta hangi konserler var'],
  'course.register': ['meslek kurslarına nasıl kayıt olurum'],
  'job.application': ['belediyede iş başvurusu yapmak istiyorum'],
  'pharmacy.duty': ['nöbetçi eczane hangisi'],
  'contact.info': ['belediyenin telefon numarası kaç'],
  'mayor.message': ['başkanla görüşmek istiyorum randevu verir misiniz', 'mahallemizin park sorununu anlatmak istiyorum'],
  'ticket.status': ['başvurum ne oldu'],
  'ticket.reopen': ['kaydım çözüldü denmiş ama çözülmedi yeniden açın'],
  'ticket.add': ['kaydıma ekleme yapmak istiyorum'],
  'ticket.cancel': ['kaydımı iptal etmek istiyorum'],
  'feedback.thanks': ['temizlik ekibine çok teşekkür ederiz emeklerine sağlık'],
  'feedback.suggestion': ['şehre bisiklet yolu yapılmasını öneriyorum'],
  'feedback.complaint': ['belediye personelinin ilgisizliğinden şikayetçiyim'],
  'privacy.request': ['kişisel verilerimin silinmesini istiyorum'],
  'meta.greet': ['merhaba'],
  'meta.thanks': ['teşekkürler'],
  'meta.bye': ['hoşça kalın'],
  'meta.yes': ['evet'],
  'meta.no': ['hayır'],
  'meta.cancel': ['vazgeçtim'],
  'meta.restart': ['baştan başla'],
  'meta.help': ['neler yapabiliyorsun'],
  'meta.agent': ['bir temsilciyle görüşmek istiyorum'],
  'meta.repeat': ['anlamadım tekrar eder misin'],
  'meta.language': ['can we speak english'],
  'meta.bot': ['sen robot musun'],
  'meta.abuse': ['aptal herifler'],
  out_of_scope: ['yarın hava nasıl olacak'],
};
/** Three that are answered without a flow of their own kind, and why. */
const ANSWER_BY_RECORD = ['feedback.thanks'];

let simulator: Simulator;
let data: string;
beforeAll(async () => {
  data = mkdtempSync(join(tmpdir(), 'kapi-catalogue-'));
  simulator = await createSimulator(readConfig({ KAPI_DATA_DIR: data }));
}, 60_000);
afterAll(async () => {
  await simulator.close();
  rmSync(data, { recursive: true, force: true });
});

const events = () => simulator.turns.flatMap((turn) => turn.events);
const opened = () => events().flatMap((event) => (event.type === 'ticket.opened' ? [event] : []));

async function walk(lines: string[]): Promise<Said[]> {
  simulator.restart({ now: NOW, channel: 'http' });
  const said: Said[] = [];
  for (const text of lines) said.push(...(await simulator.send([{ kind: 'text', text }])), ...(await simulator.settle()));
  return said;
}

test('the table names every intent', () => {
  expect(Object.keys(LINES).sort()).toEqual(CATALOGUE.map(({ name }) => name).sort());
});

test.each(CATALOGUE.map(({ name, does, department }) => [name, does, department] as const))(
  '%s: %s',
  async (name, does, unit) => {
    const said = await walk(LINES[name]!);
    const first = events().find((event) => event.type === 'read');
    expect(first?.type === 'read' && first.reading.intent).toBe(name);
    const text = said.map(({ part }) => plainText(part)).join('\n');
    expect(text).not.toBe('');
    const started = events().flatMap((event) => (event.type === 'flow.started' ? [event.intent] : []));
    if (does === 'meta') {
      expect(opened()).toEqual([]);
      return;
    }
    expect(started[0]).toBe(name);
    if (does === 'answer') {
      expect(opened().length).toBe(ANSWER_BY_RECORD.includes(name) ? 1 : 0);
      expect(text).not.toContain(simulator.knowledge.texts.t('tr', 'service.none'));
    } else if (does === 'ticket') {
      expect(opened()).toHaveLength(1);
      const { ticket } = opened()[0]!;
      expect(ticket).toMatchObject({ intent: name, department: unit, priority: 'normal' });
      expect(text).toContain(ticket.number);
    } else if (does === 'incident') {
      expect(opened()).toHaveLength(1);
      expect(opened()[0]!.ticket).toMatchObject({ intent: name, department: unit, priority: 'high' });
      expect(text).toContain(opened()[0]!.ticket.number);
    } else if (does === 'direct') {
      expect(events()).toContainEqual(expect.objectContaining({ type: 'referred', intent: name, institution: unit }));
      expect(text.split('\n')[0]).toMatch(/11[2]|18[67]/);
      if (!name.startsWith('emergency.')) {
        expect(opened()[0]).toMatchObject({ status: 'referred', ticket: { intent: name } });
        expect(text).toContain(opened()[0]!.ticket.number);
        expect(text).toContain('.example');
      }
    }
  },
);
