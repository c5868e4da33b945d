/** Whether the rest of a word after its stem is a chain of Turkish endings, of nouns or verbs, folded to ASCII. */

/** Plural, possessive, case, person, question and derivation; then of verbs, as spoken too ("-yom", "-cam"). */
const PIECES = new Set(
  `lar ler i u yi yu si su n in un nin nun im um m imiz umuz miz muz iniz unuz niz nuz a e ya ye na ne da de ta te dan den tan ten
   nda nde ndan nden la le yla yle ca ce ki li lu lik luk lig lug siz suz ci cu cik cuk cig cug dir dur tir tur daki deki taki teki
   ndaki ndeki mi mu yim yum yiz yuz iz uz sin sun siniz sunuz ysa yse ydi ydu ymis ymus yken ken
   mek mak me ma meg mag iyor uyor yor iyo uyo yo yom iyom uyom r ir ur er ar z maz mez di du ti tu mis mus ecek acak eceg acag yecek
   yacak yeceg yacag cek cak ceg cag cem cam ucam icem icam sa se sana sene alim elim yalim yelim ayim eyim yayim yeyim abil ebil
   yabil yebil il ul t is us ip up yip yup erek arak yerek yarak ince unca yince mali meli k dik duk tik tuk dig dug tig tug
   an en yan yen anlar enler cag n diri duru tiri turu ilir ilmis men man memis mamis medi madi miyor muyor miyo muyo`
    .split(/\s+/)
    .filter((piece) => piece !== ''),
);
const PIECE_MAX = 6;
const CHAIN_MAX = 16;

/** An empty rest is a chain too. */
export function endingChain(rest: string): boolean {
  if (rest.length > CHAIN_MAX) return false;
  const reached = new Uint8Array(rest.length + 1);
  reached[0] = 1;
  for (let from = 0; from < rest.length; from++) {
    if (reached[from] === 0) continue;
    for (let to = from + 1; to <= Math.min(rest.length, from + PIECE_MAX); to++)
      if (PIECES.has(rest.slice(from, to))) reached[to] = 1;
  }
  return reached[rest.length] === 1;
}
