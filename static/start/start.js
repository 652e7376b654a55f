// Opens the door before the program has arrived: who is not signed in can do so at
// once, and meanwhile the program is on its way.
import { early } from './today.js';

const page = document.documentElement;
page.lang = kept('language') === 'en' ? 'en' : 'ru';
page.dataset.theme = kept('theme') ?? 'system';

const starting = document.getElementById('starting');
starting.querySelector('button').addEventListener('click', () => location.reload());
const door = document.getElementById('door');
const [entry, forgotten] = door.querySelectorAll('form');
if (/^\/(join|reset)\/?$/.test(location.pathname)) load();
else enter();

// Who is signed in sees today's sites while the program, which is larger, comes.
async function enter() {
  const answer = await fetch('/api/v1/session').catch(() => null);
  if (answer?.status === 204) open();
  if (answer?.status === 200 && location.pathname === '/') await early(starting, page.lang).catch(() => {});
  load();
}

function load() {
  import('/assets/pages.js').catch(() => {
    open(false);
    document.querySelector('#starting .failed').hidden = false;
  });
}

entry.addEventListener('submit', async (event) => {
  event.preventDefault();
  const { email, password } = entry.elements;
  const answer = await send(entry, '/api/v1/session', { email: email.value, password: password.value });
  if (!answer) return;
  password.value = '';
  open(false);
  if (location.pathname === '/') early(starting, page.lang);
  // The program asks who is signed in when it starts, and again when told.
  document.dispatchEvent(new Event('signed-in'));
});

forgotten.addEventListener('submit', async (event) => {
  event.preventDefault();
  const answer = await send(forgotten, '/api/v1/password-resets', { email: forgotten.elements.email.value });
  if (answer) forgotten.querySelector('.done').hidden = false;
});

door.addEventListener('click', (event) => {
  switch (event.target.closest('button')?.name) {
    case 'language':
      page.lang = page.lang === 'ru' ? 'en' : 'ru';
      keep('language', page.lang);
      break;
    case 'forgotten':
      forgotten.elements.email.value = entry.elements.email.value;
      turn(forgotten, entry);
      break;
    case 'back':
      turn(entry, forgotten);
      break;
  }
});

// The door stands open until somebody is in; then, until the program takes the page
// over, what stands before it.
function open(wide = true) {
  starting.hidden = wide;
  door.hidden = !wide;
  if (wide) entry.elements.email.focus();
}

function turn(shown, hidden) {
  hidden.hidden = true;
  shown.hidden = false;
  shown.elements.email.focus();
}

// Sends a form; what the service refuses is said in the form.
async function send(form, address, body) {
  const refusal = form.querySelector('.refusal');
  const button = form.querySelector('[type=submit]');
  button.disabled = true;
  try {
    const answer = await fetch(address, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'accept-language': page.lang },
      body: JSON.stringify(body),
    });
    refusal.hidden = answer.ok;
    if (!answer.ok) refusal.textContent = (await answer.json()).title;
    return answer.ok && answer;
  } catch {
    refusal.hidden = false;
    refusal.textContent = page.lang === 'ru'
      ? 'Нет связи с сервером. Проверьте подключение к сети.'
      : 'The server cannot be reached. Check your connection.';
  } finally {
    button.disabled = false;
  }
}

function kept(name) {
  try {
    return localStorage.getItem(name);
  } catch {
    return null;
  }
}

function keep(name, value) {
  try {
    localStorage.setItem(name, value);
  } catch {
    // A browser that keeps nothing asks again next time.
  }
}
