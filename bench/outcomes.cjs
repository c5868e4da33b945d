'use strict';
/** How readings are printed: a line for a set of them, and lines for what lives depend on. */

const percent = (share) => (100 * share).toFixed(1).padStart(5);
const DANGERS = ['emergency.fire', 'emergency.medical', 'emergency.gas'];
const HEAD = `${''.padEnd(37)}texts  right   macro-F1  accepted          asked                   turned away`;

function line(name, result, more = '') {
  const { accept, ask, reject } = result.bands;
  console.log(
    `${name.padEnd(36)} ${String(result.count).padStart(6)}  ${percent(result.accuracy)}  ${percent(result.macroF1)}  ` +
      `${percent(accept.share)} (${percent(accept.right).trim()} right)  ${percent(ask.share)} (${percent(ask.right).trim()} among three)  ` +
      `${percent(reject.share)}  off by ${percent(result.calibrationError).trim()}${more}`,
  );
}

/** What lives depend on, and what must be turned away. */
function dangers(outcomes) {
  const share = (list, test) => percent(list.filter(test).length / Math.max(1, list.length)).trim();
  for (const danger of DANGERS) {
    const own = outcomes.filter(({ expected }) => expected === danger);
    const others = outcomes.filter(({ expected }) => !DANGERS.includes(expected));
    console.log(
      `    ${danger}: ${share(own, ({ intent }) => intent === danger)} % found of ${own.length}, ` +
        `raised at ${share(others, ({ intent, decision }) => intent === danger && decision === 'accept')} % of other messages`,
    );
  }
  const outside = outcomes.filter(({ expected }) => expected === 'out_of_scope');
  const inside = outcomes.filter(({ expected }) => expected !== 'out_of_scope');
  const away = ({ intent, decision }) => intent === 'out_of_scope' || decision === 'reject';
  console.log(
    `    out_of_scope: ${share(outside, away)} % turned away of ${outside.length}, ` +
      `wrongly accepted ${share(outside, ({ intent, decision }) => intent !== 'out_of_scope' && decision === 'accept')} %; ` +
      `of what is ours ${share(inside, (outcome) => away(outcome) && outcome.decision !== 'ask')} % turned away`,
  );
}

module.exports = { dangers, HEAD, line, percent };
