/** The provinces of Turkey, by which an address elsewhere is recognised. */
import { foldedWords } from '../../core/fold';
import type { Pack } from './types';

const PROVINCES = `adana adıyaman afyonkarahisar ağrı aksaray amasya ankara antalya ardahan artvin aydın balıkesir bartın batman
bayburt bilecik bingöl bitlis bolu burdur bursa çanakkale çankırı çorum denizli diyarbakır düzce edirne elazığ erzincan erzurum
eskişehir gaziantep giresun gümüşhane hakkari hatay ığdır isparta istanbul izmir kahramanmaraş karabük karaman kars kastamonu
kayseri kırıkkale kırklareli kırşehir kilis kocaeli konya kütahya malatya manisa mardin mersin muğla muş nevşehir niğde ordu
osmaniye rize sakarya samsun siirt sinop sivas şanlıurfa şırnak tekirdağ tokat trabzon tunceli uşak van yalova yozgat zonguldak
antep urfa maraş afyon izmit antakya`
  .split(/\s+/)
  .map((name) => foldedWords(name).join(' '));

/** Names that are also everyday words or neighbourhoods: only with "ili", "il" or a case ending would they be sure, so they count for nothing. */
const UNSURE = new Set(['ordu', 'van', 'mus', 'agri', 'sakarya', 'batman', 'bolu', 'aydin', 'kars', 'rize', 'karaman', 'usak']);

/** Does the text name a province other than the city's own? */
export function namesOtherProvince({ profile, places }: Pack, text: string): boolean {
  const own = foldedWords(
    [profile.name.tr, ...places.districts.map(({ name }) => name), ...places.neighbourhoods.map(({ name }) => name)].join(' '),
  );
  const words = foldedWords(text);
  return PROVINCES.some(
    (province) =>
      !UNSURE.has(province) && !own.includes(province) && words.some((word) => word === province || isInflected(word, province)),
  );
}

/** "ankarada", "istanbuldan", "izmirdeyim": the name with an ending of place or origin. */
function isInflected(word: string, province: string): boolean {
  return (
    word.startsWith(province) &&
    /^(da|de|ta|te|dan|den|tan|ten|a|e|ya|ye|dayim|deyim|dayiz|deyiz|dayız|li|lu)$/.test(word.slice(province.length))
  );
}
