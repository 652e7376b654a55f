// Every screen with the demonstration client: wide and narrow, light and dark,
// Russian and English, and a restoration from one to the other side.
import { equal } from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { root, start } from './application.mjs';
import { hold, launch, open, signIn } from './browser.mjs';

const PASSWORD = 'пароль демонстрации в тестах';
let application;
let browser;

const screens = {
  today: '/',
  sites: '/sites',
  site: '/sites/1',
  sensor: '/sensors/1',
  setup: '/sensors/1/setup',
  incidents: '/incidents',
  articles: '/articles',
  'admin-sites': '/admin/sites',
  'admin-site': '/admin/sites/1',
  'admin-sensors': '/admin/sensors',
  'admin-users': '/admin/users',
  'admin-calendar': '/admin/calendar',
  'admin-outbox': '/admin/outbox',
  account: '/account',
  nowhere: '/nowhere',
};

before(async () => {
  application = await start();
  const state = application.state;
  writeFileSync(join(state, 'password'), PASSWORD);
  writeFileSync(join(state, 'token'), application.administrator);
  execFileSync(join(root, 'target/native/simulator'), ['seed', '--url', application.url,
    '--admin-token-file', join(state, 'token'), '--password-file', join(state, 'password'),
    '--state', join(state, 'demo.json')]);
  await application.tick();
  browser = await launch();
});

after(async () => {
  await browser?.close();
  await application?.stop();
});

for (const [width, theme] of [[1440, 'light'], [1440, 'dark'], [390, 'light'], [390, 'dark']]) {
  test(`every screen is sound at ${width} px, ${theme}`, async () => {
    const page = await open(browser, { width, theme });
    await page.goto(application.url);
    await hold(page, `sign-in-${width}-${theme}`);
    await signIn(page, application.url, 'admin@spp.example', PASSWORD);
    for (const [name, path] of Object.entries(screens)) {
      await page.goto(application.url + path);
      await hold(page, `${name}-${width}-${theme}`);
    }
    await page.context().close();
  });
}

test('what was not counted is restored once the client agrees, and is drawn apart', async () => {
  const page = await open(browser);
  await signIn(page, application.url, 'director@romashka.example', PASSWORD);
  const [proposed] = await page.evaluate(async () => {
    const answer = await fetch('/api/v1/restorations?state=proposed');
    return (await answer.json()).restorations;
  });
  const day = proposed.from.slice(0, 10);
  await page.goto(`${application.url}/sites/${proposed.site_id}?view=day&on=${day}`);
  const legend = page.locator('.legend');
  await legend.getByText('нет данных').waitFor();
  equal(await legend.getByText('восстановлено').count(), 0);
  await page.getByRole('button', { name: 'Согласиться' }).click();
  await legend.getByText('восстановлено').waitFor();
  equal(await legend.getByText('нет данных').count(), 0);
  await page.getByText('Предложено восстановить данные').waitFor({ state: 'detached' });
  await hold(page, 'restored');
  await page.context().close();

  const engineer = await open(browser);
  await signIn(engineer, application.url, 'engineer@spp.example', PASSWORD);
  await engineer.goto(`${application.url}/sensors/${proposed.sensor_id}`);
  await engineer.getByRole('button', { name: 'Отозвать' }).click();
  await engineer.getByRole('alertdialog').getByRole('button', { name: 'Отозвать' }).click();
  await engineer.getByText('отозвано').waitFor();
  await engineer.getByRole('button', { name: 'Восстановить…' }).first().click();
  await engineer.getByLabel('Почему нет данных').fill('Весь день не было питания.');
  await engineer.getByRole('button', { name: 'Предложить клиенту' }).click();
  await engineer.getByText('ждёт согласия клиента').waitFor();
  await hold(engineer, 'proposed');
  await engineer.context().close();
});

// Last, since the reader's choice is kept with the account.
test('the language is switched in place', async () => {
  const page = await open(browser);
  await signIn(page, application.url, 'director@romashka.example', PASSWORD);
  await page.goto(`${application.url}/account`);
  await page.getByRole('button', { name: 'English' }).click();
  await page.getByRole('heading', { level: 1, name: 'My account' }).waitFor();
  for (const [name, path] of [['today', '/'], ['site', '/sites/1'], ['incidents', '/incidents']]) {
    await page.goto(application.url + path);
    await hold(page, `${name}-english`);
  }
  await page.context().close();
});
