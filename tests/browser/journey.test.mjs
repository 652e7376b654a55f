// The main journey, from an invitation to a client's answer, in one browser and
// with a clock that is moved.
import { after, before, test } from 'node:test';
import assert from 'node:assert/strict';
import { start } from './application.mjs';
import { hold, launch, open, signIn } from './browser.mjs';

// Wednesday, 4 March 2026, 12:00 in Moscow: a working day.
const NOON = Date.UTC(2026, 2, 4, 9) / 1000;
const HOUR = 3600;
const PASSWORD = 'пароль для путешествия';
const MANAGER = 'director@romashka.example';

let application;
let browser;
let page;

before(async () => {
  application = await start(NOON);
  browser = await launch();
  page = await open(browser);
  // The browser's clock is the application's, so that both speak of one day.
  await page.clock.install({ time: NOON * 1000 });
});

after(async () => {
  await browser?.close();
  await application?.stop();
});

test('somebody signs in by an invitation, adds a site and a sensor, and sees it counted, lost and answered for', async () => {
  await joinsByInvitation();
  const { sensor, token } = await addsSiteAndSensor();
  await pushesUntilGreen(token);
  await seesTheCounts();
  const incident = await losesTheSensor(token, sensor);
  await answersAsTheClient(incident);
});

async function joinsByInvitation() {
  await application.ask('POST', '/api/v1/users', { email: 'anna@spp.example', name: 'Анна', role: 'administrator' });
  await application.tick();
  const letter = application.letters().at(-1);
  const link = letter.match(/\/join#([\w-]+)/);
  assert.ok(link, letter);
  await page.goto(`${application.url}${link[0]}`);
  await page.getByRole('heading', { name: 'Добро пожаловать' }).waitFor();
  await hold(page, 'journey-1-invitation');
  await page.getByLabel('Придумайте пароль').fill('коротко');
  await page.getByRole('button', { name: 'Сохранить и войти' }).click();
  await page.getByText('ожидается от 10 до 128 знаков').waitFor();
  page.faults.length = 0;
  await page.getByLabel('Придумайте пароль').fill(PASSWORD);
  await page.getByRole('button', { name: 'Сохранить и войти' }).click();
  await page.getByRole('heading', { level: 1, name: 'Сегодня' }).waitFor();
  await page.getByText('Объектов пока нет').waitFor();
  await hold(page, 'journey-2-empty');
  // The link is spent.
  const headers = { 'content-type': 'application/json' };
  assert.equal((await fetch(`${application.url}/api/v1/links`,
    { method: 'POST', headers, body: JSON.stringify({ token: link[1] }) })).status, 404);
}

async function addsSiteAndSensor() {
  await page.getByRole('link', { name: 'Добавить объект' }).click();
  await page.getByLabel('Название нового клиента').or(page.getByLabel('Клиент')).first().waitFor();
  const newClient = page.getByLabel('Название нового клиента');
  if (!(await newClient.isVisible())) await page.getByLabel('Клиент').selectOption({ label: '+ новый клиент' });
  await newClient.fill('Ромашка');
  await page.getByLabel('Название', { exact: true }).fill('Тверская');
  await hold(page, 'journey-3-site');
  await page.getByRole('button', { name: 'Добавить объект' }).click();
  await page.getByRole('link', { name: 'Добавить датчик' }).first().click();
  await page.getByLabel('Производитель').waitFor();
  await page.getByLabel('Производитель').selectOption('spp');
  await page.getByLabel('Название датчика').fill('Большая дверь');
  await hold(page, 'journey-4-sensor');
  await page.getByRole('button', { name: 'Добавить и настроить устройство' }).click();
  await page.getByText('Ожидается первая передача…').waitFor();
  await hold(page, 'journey-5-waiting');
  const address = await page.locator('code', { hasText: '/push/' }).first().textContent();
  const [sensor] = (await application.ask('GET', '/api/v1/sensors')).sensors;
  return { sensor, token: address.split('/push/')[1] };
}

async function pushesUntilGreen(token) {
  const count = { start: at(NOON - HOUR), interval: 900, in: 12, out: 9 };
  assert.equal(await application.push(`/push/${token}`, { ...count, in: -1 }), 422);
  await page.clock.runFor(4000);
  await page.getByText('Передача отклонена').waitFor();
  assert.equal(await application.push(`/push/${token}`, count), 200);
  await page.clock.runFor(4000);
  await page.getByText('Данные поступают').waitFor();
  await hold(page, 'journey-6-green');
}

async function seesTheCounts() {
  await page.getByRole('link', { name: 'К датчику' }).click();
  await page.getByRole('heading', { level: 1, name: 'Большая дверь' }).waitFor();
  await hold(page, 'journey-7-sensor');
  await page.goto(`${application.url}/sites/1`);
  await page.getByRole('heading', { level: 1, name: 'Тверская' }).waitFor();
  await page.locator('canvas').first().waitFor();
  assert.match(await page.locator('#content').innerText(), /\b12\b/);
  await hold(page, 'journey-8-chart');
}

async function losesTheSensor(token, sensor) {
  // It speaks for an hour more, and then no longer.
  let now = NOON;
  for (; now < NOON + HOUR; now += 900) {
    application.set(now);
    await application.push(`/push/${token}`, { start: at(now - 900), interval: 900, in: 5, out: 5 });
    await application.tick();
  }
  await application.pass(now, now + 3 * HOUR);
  await page.clock.setFixedTime((now + 3 * HOUR) * 1000);
  await page.goto(application.url);
  await page.getByText('Неисправность').last().waitFor();
  await page.getByText(/Нет связи «Большая дверь»/).waitFor();
  await hold(page, 'journey-9-lost');
  const { incidents } = await application.ask('GET', `/api/v1/incidents?sensor=${sensor.id}`);
  assert.deepEqual(incidents.map(({ symptom }) => symptom), ['no_contact']);
  return incidents[0].id;
}

async function answersAsTheClient(incident) {
  const say = (event) => application.ask('POST', `/api/v1/incidents/${incident}/events`, event);
  await application.ask('POST', '/api/v1/contacts',
    { client_id: 1, role: 'technical', name: 'Эксплуатация', email: 'it@romashka.example' });
  await say({ event: 'recorded' });
  await say({ event: 'diagnosis_started' });
  await say({ event: 'side_decided', clause: '4.2.4.2', text: 'Проверьте питание датчика.' });
  await application.ask('POST', '/api/v1/users',
    { email: MANAGER, name: 'Пётр', role: 'client_manager', client_id: 1, password: PASSWORD });
  const client = await open(browser);
  await client.clock.install({ time: (NOON + 4 * HOUR) * 1000 });
  await signIn(client, application.url, MANAGER, PASSWORD);
  await client.goto(`${application.url}/incidents/${incident}`);
  await client.getByRole('button', { name: 'Неисправность устранена' }).click();
  const words = client.getByRole('dialog').getByRole('textbox').last();
  await words.fill('Вилку вынули уборщики, вернули на место.');
  await hold(client, 'journey-10-answer');
  await client.getByRole('dialog').getByRole('button', { name: 'Неисправность устранена' }).click();
  await client.getByText('Вилку вынули уборщики').first().waitFor();
  await hold(client, 'journey-11-answered');
  const { timeline } = await application.ask('GET', `/api/v1/incidents/${incident}`);
  const last = timeline.at(-1);
  assert.equal(last.author.name, 'Пётр');
  assert.equal(last.text, 'Вилку вынули уборщики, вернули на место.');
}

function at(seconds) {
  return new Date(seconds * 1000).toISOString();
}
