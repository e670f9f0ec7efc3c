// What every browser test needs: Debian's Chromium, a context of a language and a width, and the accessibility check.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { chromium } from 'playwright-core';

const require = createRequire(import.meta.url);
const axe_source = readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8');
const flags = ['--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'];

export const desktop = { width: 1440, height: 900 };
export const phone = { width: 360, height: 740 };

/** A browser with a user data folder of its own, which goes when it is closed. */
export function start_browser() {
  return chromium.launch({ executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', args: flags });
}

/** A page that remembers every error of its console and every refused request of the security policy. */
export async function open_page(browser, { origin, language = 'ko', viewport = desktop }) {
  const context = await browser.newContext({ baseURL: origin, viewport, locale: language === 'ko' ? 'ko-KR' : 'en-GB', acceptDownloads: true });
  await context.addInitScript((chosen) => localStorage.setItem('clearway.language', localStorage.getItem('clearway.language') ?? chosen), language);
  const page = await context.newPage();
  page.errors = [];
  page.on('pageerror', (error) => page.errors.push(String(error)));
  page.on('console', (message) => {
    // A refused request is part of some tests; the browser reports each as "Failed to load resource".
    if (message.type() === 'error' && !message.text().startsWith('Failed to load resource')) page.errors.push(message.text());
  });
  return page;
}

export async function sign_in(page, { login, password }) {
  await page.goto('/sign-in');
  await page.fill('#login', login);
  await page.fill('#password', password);
  await page.click('button[type=submit]');
  await page.waitForSelector('.user-name', { state: 'attached' });
}

/** Violations of WCAG 2.2 A and AA on the page as it stands, one line each. */
export async function accessibility_problems(page) {
  await page.evaluate(axe_source);
  const result = await page.evaluate(() => window.axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] }));
  return result.violations.map((violation) => `${violation.id}: ${violation.help}: ${violation.nodes.map((node) => `${node.target.join(' ')} ${node.failureSummary?.split('\n').slice(1, 3).join(' ')}`).join(' | ')}`);
}

/** Nothing may stick out of the page sideways; tables scroll inside their own frame. */
export function sideways_overflow(page) {
  return page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
}
