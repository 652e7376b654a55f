// Today's sites as they are seen until the program has arrived: how each stands and
// why, and who came. The program draws the same lines, with more in them.

const WORDS = {
  ru: { title: 'Сегодня', good: 'Норма', awaited: 'Ожидание', watch: 'Внимание', bad: 'Неисправность' },
  en: { title: 'Today', good: 'Well', awaited: 'Awaited', watch: 'Watch', bad: 'Fault' },
};
// As many as are seen before somebody scrolls.
const MOST = 30;
// In milliseconds.
const PATIENCE = 2000;

export async function early(place, language) {
  if (!place.isConnected) return;
  const sites = await today(language).catch(() => []);
  // The program may have been faster.
  if (!place.isConnected || sites.length === 0) return;
  const words = WORDS[language];
  const numbers = new Intl.NumberFormat(language === 'ru' ? 'ru-RU' : 'en-GB');
  const screen = element('div', 'screen today', [
    element('h1', '', [words.title]),
    element('ol', 'lines', sites.slice(0, MOST).map((site) => line(site, words, numbers))),
  ]);
  // A place of its own: one that moved would be seen to move.
  const seen = element('div', 'early', [...place.querySelectorAll('.failed'), screen]);
  seen.id = place.id;
  place.replaceWith(seen);
}

// A slow answer is not waited for: the program comes meanwhile.
async function today(language) {
  const answer = await fetch('/api/v1/today', {
    headers: { 'accept-language': language },
    signal: AbortSignal.timeout(PATIENCE),
  });
  return answer.ok ? (await answer.json()).sites : [];
}

function line(site, words, numbers) {
  const name = element('a', 'name', [site.name]);
  name.href = `/sites/${site.id}`;
  return element('li', `line ${site.state}`, [
    element('div', 'who', [name, element('span', 'place', [site.address ?? site.client.name])]),
    element('div', 'how', [
      element('span', `state ${site.state}`, [words[site.state]]),
      element('span', 'reason', [site.reason]),
    ]),
    element('div', 'count', [element('b', '', [numbers.format(site.visitors.so_far)])]),
  ]);
}

function element(name, classes, children) {
  const made = document.createElement(name);
  made.className = classes;
  made.append(...children);
  return made;
}
