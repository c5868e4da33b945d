/** Which language a message is in, and emergencies told in other languages. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type ExplainingUnderstanding, loadUnderstanding } from '../../../src/nlu';
import { LanguageDetector } from '../../../src/nlu/language';
import { DATA, gazetteers, NOW, settings } from './support';

const table = (text: string): string[][] =>
  text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '' && !line.startsWith('# '))
    .map((line) => line.split(' => '));

describe('language', () => {
  const languages = new LanguageDetector(settings.words.languages);
  test.each(
    table(`
    # Turkish
    su yok => tr
    slm => tr
    mrb => tr
    ok => tr
    tmm => tr
    28A => tr
    evet => tr
    e => tr
    nasilsiniz => tr
    otogara nasil giderim => tr
    cok acil su akmiyor => tr
    lutfen yardim edin => tr
    copler alinmadi => tr
    otobus ne zaman gelir => tr
    Ahmet Yılmaz => tr
    Mehmet => tr
    Ayşe Demir => tr
    Fatma Kaya Kartal Mahallesi => tr
    Lale Sokak No 5 => tr
    wifi sifresi ne => tr
    park yeri var mi => tr
    hello kitty cafe nerede => tr
    no 5 => tr
    is ilani var mi => tr
    on dakika bekledim => tr
    an itibariyle su kesik => tr
    at yarışı parkı => tr
    the best cafe önünde çukur var => tr
    app calismiyor => tr
    online odeme olmuyor => tr
    Google Maps'te durak yanlis => tr
    e-devlet login olmuyor => tr
    aile hekimi => tr
    der misiniz => tr
    die => tr
    in => tr
    la bebe nerdesin => tr
    el insaf => tr
    bu ne ya => tr
    kart bakiye => tr
    internet free mi => tr
    bus kartım bozuldu => tr
    su fatura pay nasıl => tr
    merhaba من سوريا su yok bizim sokakta => tr
    Слава bey su kesik ne zaman gelecek mahallemizde => tr
    153 => tr
    😂😂 => tr
    # English
    hello => en
    hi => en
    hi there => en
    good morning => en
    no water => en
    no electricity => en
    help me => en
    help => en
    fire => en
    fire!! => en
    emergency => en
    ambulance please => en
    call an ambulance => en
    gas leak => en
    there is no water in my house => en
    how can I get to the airport? => en
    where is the bus stop => en
    bus to university => en
    what time is the last bus => en
    I lost my wallet on the bus => en
    my house is flooded => en
    do you speak english => en
    english please => en
    can you help me please => en
    when does the water come back => en
    thank you very much => en
    thanks => en
    I am a student and I need a bus card => en
    street light is broken => en
    there is a dead dog on the street => en
    plz help my wife fainted => en
    smells like gas here => en
    water cut in Kartal => en
    garbage not collected => en
    someone fell down the stairs => en
    how much is the bus ticket => en
    # Arabic
    مرحبا => ar
    لا يوجد ماء => ar
    هناك حريق => ar
    كيف اصل الى المستشفى => ar
    السلام عليكم => ar
    مساعدة => ar
    اريد التحدث مع موظف => ar
    متى ياتي الباص => ar
    28A متى ياتي => ar
    Merhaba انا من سوريا وعندي مشكلة في الماء => ar
    ماء => ar
    شكرا => ar
    # Others
    آیا فارسی صحبت می‌کنید؟ => other
    سلام، آب نداریم کمک کنید => other
    Где остановка? => other
    нет воды => other
    помогите пожар => other
    Привет => other
    Допоможіть => other
    Ich brauche Hilfe bitte => other
    Wo ist der Bahnhof => other
    kein Wasser in der Wohnung => other
    Es brennt bei uns => other
    Bonjour => other
    je ne parle pas turc => other
    il n'y a pas d'eau => other
    Hola, necesito ayuda => other
    no hay agua => other
    Buongiorno dove è la fermata => other
    你好 => other
    我需要帮助 => other
    こんにちは => other
    안녕하세요 => other
    ไม่มีน้ำ => other
    नमस्ते => other
    გამარჯობა => other
    Γειά σας => other
    rojbaş av tune => other
    ez kurdî diaxivim => other
    zdravstvuyte gde ostanovka => other
    salam necəsiz su niyə yoxdur => other
`),
  )('%s is %s', (text, lang) => expect(languages.detect(text!)).toBe(lang));
});

describe('emergencies in other languages', () => {
  const cacheDir = mkdtempSync(join(tmpdir(), 'kapi-language-'));
  let understanding: ExplainingUnderstanding;
  beforeAll(() => {
    understanding = loadUnderstanding({ dataDir: DATA, cacheDir, gazetteers, whenChanged: 'keep' });
  }, 60_000);
  afterAll(() => rmSync(cacheDir, { recursive: true }));

  test.each(
    table(`
    there is a fire in my house => emergency.fire
    my kitchen is on fire => emergency.fire
    fire => emergency.fire
    FIRE FIRE please come => emergency.fire
    the building next door is burning => emergency.fire
    smoke is coming out of the apartment => emergency.fire
    call the fire brigade => emergency.fire
    send firefighters now => emergency.fire
    forest fire near the village => emergency.fire
    car is burning in the street => emergency.fire
    flames coming from the roof => emergency.fire
    please send an ambulance => emergency.medical
    ambulance => emergency.medical
    i need an ambulance asap => emergency.medical
    my father had a heart attack => emergency.medical
    my wife is unconscious => emergency.medical
    he is not breathing => emergency.medical
    there was a car accident, people are injured => emergency.medical
    somebody is bleeding a lot => emergency.medical
    a man is attacking me => emergency.medical
    my husband is beating me => emergency.medical
    my wife is in labour => emergency.medical
    child fell from the balcony => emergency.medical
    someone collapsed at the bus stop => emergency.medical
    she took too many pills => emergency.medical
    I smell gas => emergency.gas
    gas smell in the building => emergency.gas
    there is a gas leak => emergency.gas
    smells like gas in my flat => emergency.gas
    strong smell of gas => emergency.gas
    gas is leaking from the pipe => emergency.gas
    there is no water => water.outage_report
    no water in our flat since morning => water.outage_report
    water is cut => water.outage_report
    we are without water => water.outage_report
    my house is flooded => emergency.flood
    water is coming into my house => emergency.flood
    حريق => emergency.fire
    هناك حريق في المنزل => emergency.fire
    البيت يحترق ساعدونا => emergency.fire
    نار في المطبخ => emergency.fire
    في حريق بالعمارة => emergency.fire
    دخان كثيف يخرج من الشقة => emergency.fire
    اطلبوا الاطفاء بسرعة => emergency.fire
    السيارة تحترق في الشارع => emergency.fire
    النار مشتعلة => emergency.fire
    نحتاج سيارة إسعاف => emergency.medical
    اسعاف بسرعة => emergency.medical
    ابي فاقد الوعي => emergency.medical
    زوجتي تلد الآن => emergency.medical
    حادث سيارة في الطريق => emergency.medical
    ابني ينزف => emergency.medical
    امي لا تتنفس => emergency.medical
    رجل يضربني => emergency.medical
    طفل وقع من البلكون => emergency.medical
    ازمة قلبية => emergency.medical
    رائحة غاز => emergency.gas
    ريحة غاز بالبناية => emergency.gas
    في تسريب غاز => emergency.gas
    اشم رائحة الغاز => emergency.gas
    الغاز يتسرب => emergency.gas
    لا يوجد ماء => water.outage_report
    ما في مي من الصبح => water.outage_report
    الماء مقطوع => water.outage_report
    انقطعت المياه عن بيتنا => water.outage_report
    у нас пожар => emergency.fire
    es brennt bei uns => emergency.fire
    آتش سوزی شده => emergency.fire
    нужна скорая => emergency.medical
    ich brauche einen krankenwagen => emergency.medical
`),
  )('%s is %s', (text, intent) => expect(understanding.read(text!, NOW)).toMatchObject({ intent, decision: 'accept' }));

  test.each(['how do I get to the hospital', 'how much is the gas bill', 'متى ياتي الباص الى المستشفى', 'فاتورة الغاز'])(
    '%s is none',
    (text) => expect(understanding.read(text, NOW).intent).not.toMatch(/^emergency\./),
  );
});
