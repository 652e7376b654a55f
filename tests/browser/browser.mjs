// A real browser, and what every page in it is held to.
import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import assert from 'node:assert/strict';
import { chromium } from 'playwright-core';
import { root } from './application.mjs';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const pictures = join(root, 'target/screenshots');

// Without these a browser calls home, which a closed network answers with errors.
export const switches = ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run',
  '--disable-background-networking', '--disable-component-update', '--disable-sync'];

/** The browser that the machine has. */
export function executable() {
  if (process.env.CHROME) return process.env.CHROME;
  const find = 'command -v chromium || command -v chromium-browser || command -v google-chrome';
  return execFileSync('sh', ['-c', find], { encoding: 'utf8' }).trim();
}

export function launch(options = {}) {
  return chromium.launch({ executablePath: executable(), args: switches, ...options });
}

/** A page that notes what goes wrong in it. */
export async function open(browser, { width = 1440, height = 900, theme = 'light', ...options } = {}) {
  const context = await browser.newContext({
    viewport: { width, height },
    colorScheme: theme,
    locale: 'ru-RU',
    timezoneId: 'Europe/Moscow',
    bypassCSP: false,
    ...options,
  });
  const page = await context.newPage();
  page.faults = [];
  page.on('pageerror', (error) => page.faults.push(`error: ${error.message}`));
  page.on('console', (message) => {
    if (['error', 'warning'].includes(message.type())) page.faults.push(`${message.type()}: ${message.text()}`);
  });
  return page;
}

export async function signIn(page, url, email, password) {
  await page.goto(url);
  await page.locator('#door-email').fill(email);
  await page.locator('#door-password').fill(password);
  await page.getByRole('button', { name: 'Войти' }).click();
  await page.getByRole('heading', { level: 1, name: 'Сегодня' }).waitFor();
}

/** Waits until nothing is being read. */
export async function settled(page) {
  await page.waitForFunction(() => {
    const headings = [...document.querySelectorAll('h1')];
    return headings.some((heading) => heading.checkVisibility()) && !document.querySelector('[aria-busy="true"]');
  });
  await page.evaluate(() => document.fonts.ready);
}

/** What every screen is held to: no fault, no overflow, one heading, no violation. */
export async function hold(page, name) {
  await settled(page);
  mkdirSync(pictures, { recursive: true });
  await page.screenshot({ path: join(pictures, `${name}.png`), fullPage: true });
  assert.deepEqual(page.faults, [], name);
  const { width, needed, headings } = await page.evaluate(() => ({
    width: window.innerWidth,
    needed: document.documentElement.scrollWidth,
    headings: [...document.querySelectorAll('h1')].filter((heading) => heading.checkVisibility()).length,
  }));
  assert.ok(needed <= width, `${name} is ${needed} px wide in ${width} px`);
  assert.equal(headings, 1, `${name} has ${headings} main headings`);
  // The browser's own evaluation is outside of what the page's policy forbids.
  await page.evaluate(axe);
  const violations = await page.evaluate(async () => {
    const found = await window.axe.run(document, { resultTypes: ['violations'] });
    return found.violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.target.join(' ')).join(', ')}`);
  });
  assert.deepEqual(violations, [], name);
}
