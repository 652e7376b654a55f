// Every screen with the demonstration client: wide and narrow, light and dark,
// Russian and English.
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
