// What every browser test needs: Debian's Chromium, a page of a language and a width, signing in, accessibility.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { chromium, type Browser, type Cookie, type Page } from 'playwright-core';
import { expect, inject } from 'vitest';

const axe_source = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const flags = ['--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'];

export type Language = 'ko' | 'en';
export const languages: readonly Language[] = ['ko', 'en'];
export const views = { desktop: { width: 1440, height: 900 }, phone: { width: 360, height: 740 } } as const;
export type View = keyof typeof views;
/** Where pictures of the pages are kept, if anywhere. */
export const pictures = process.env.CLEARWAY_PICTURES;

let own_origin = '';
/** The server that this file of tests asks. */
export const origin_here = () => own_origin;
export function use_origin(origin: string): void {
  own_origin = origin;
}

/** A browser with a user data folder of its own, which goes when it is closed. */
export function start_browser(): Promise<Browser> {
  return chromium.launch({ executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', args: flags });
}

declare global {
  interface Window {
    /** Requests whose answers have not come whole. */
    under_way: number;
  }
}

/** Runs in the page before its own script. */
function count_requests() {
  const ask = window.fetch;
  const come = () => --window.under_way;
  window.under_way = 0;
  window.fetch = async (...request) => {
    ++window.under_way;
    try {
      const response = await ask(...request);
      void response.clone().arrayBuffer().then(come, come);
      return response;
    } catch (error) {
      come();
      throw error;
    }
  };
}

export interface Visit {
  page: Page;
  /** Everything the page complained about: exceptions, console errors, refusals of the security policy. */
  errors: string[];
  close: () => Promise<void>;
}

export async function visit(browser: Browser, language: Language = 'ko', view: View = 'desktop', origin = origin_here()): Promise<Visit> {
  const context = await browser.newContext({ baseURL: origin, viewport: views[view], locale: language === 'ko' ? 'ko-KR' : 'en-GB', acceptDownloads: true });
  await context.addInitScript((chosen) => {
    if (!localStorage.getItem('clearway.language')) localStorage.setItem('clearway.language', chosen);
  }, language);
  await context.addInitScript(count_requests);
  const page = await context.newPage();
  const errors: string[] = [];
  page.on('pageerror', (error) => errors.push(String(error)));
  page.on('console', (message) => {
    // A refused request is part of some tests; the browser itself reports each as "Failed to load resource".
    if (message.type() === 'error' && !message.text().startsWith('Failed to load resource')) errors.push(message.text());
  });
  return { page, errors, close: () => context.close() };
}

const sessions = new Map<string, Cookie[]>();

/** Signs in by the form once; later visits of the same person go on with that session while it lasts. */
export async function sign_in(page: Page, login: string, password = inject('passwords')[login] ?? ''): Promise<void> {
  const context = page.context();
  const key = JSON.stringify([login, password]);
  const known = sessions.get(key);
  if (known) await context.addCookies(known);
  await page.goto(known ? '/' : '/sign-in');
  await page.locator('.user-name, #login').first().waitFor({ state: 'attached' });
  if ((await page.locator('#login').count()) === 0) return;
  await page.fill('#login', login);
  await page.fill('#password', password);
  await page.click('button[type=submit]');
  await page.waitForSelector('.user-name', { state: 'attached' });
  sessions.set(key, await context.cookies());
}

/**
 * The page stands: its heading is there, no answer is under way, nothing on it says that it is loading or being replaced,
 * and the browser has since had the turns that it takes to show what came.
 */
export async function settled(page: Page): Promise<void> {
  const stands = async () => {
    // A frame, where the browser draws one; after a change of its width it may draw none.
    const turn = () =>
      new Promise((done) => {
        requestAnimationFrame(() => setTimeout(done));
        setTimeout(done, 100);
      });
    for (let turns = 0; turns < 4; ++turns) {
      if (document.readyState !== 'complete' || window.under_way > 0 || !document.querySelector('main h1') || document.querySelector('.loading, [aria-busy="true"]')) return false;
      await turn();
    }
    return true;
  };
  // Asked again and again: what waits for a function takes its promise for an answer. A page that is just being left answers nothing.
  const until = Date.now() + 30_000;
  while (!(await page.evaluate(stands).catch(() => false))) {
    if (Date.now() > until) throw new Error(`the page does not settle: ${page.url()}`);
    await page.waitForTimeout(50);
  }
}

interface Violation {
  id: string;
  help: string;
  nodes: { target: unknown[]; failureSummary?: string }[];
}

/** Violations of WCAG 2.2 A and AA, and of good practice, one line each. */
export async function accessibility_problems(page: Page): Promise<string[]> {
  await page.evaluate(axe_source);
  const violations = await page.evaluate(async () => {
    const { axe } = window as unknown as { axe: { run: (where: Document, how: object) => Promise<{ violations: Violation[] }> } };
    const result = await axe.run(document, { resultTypes: ['violations'], runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] });
    return result.violations;
  });
  return violations.map(({ id, help, nodes }) => `${id}: ${help}: ${nodes.map((node) => `${node.target.join(' ')} ${node.failureSummary ?? ''}`).join(' | ')}`);
}

/** How far the page sticks out sideways; tables scroll inside their own frame. */
export function sideways_overflow(page: Page): Promise<number> {
  return page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
}

const view_of = (page: Page): View => (page.viewportSize()?.width === views.phone.width ? 'phone' : 'desktop');

/** Keeps a picture of the whole page where pictures are wanted. */
export async function picture(page: Page, name: string): Promise<void> {
  if (!pictures) return;
  const language = await page.locator('html').getAttribute('lang');
  await page.screenshot({ path: join(pictures, `${name}-${language}-${view_of(page)}.png`), fullPage: true });
}

/** The page is there, usable by everyone and inside its width. */
export async function good(page: Page, name: string): Promise<void> {
  await settled(page);
  await picture(page, name);
  expect(await accessibility_problems(page), `${name}, ${view_of(page)}`).toEqual([]);
  expect(await sideways_overflow(page), `${name}, ${view_of(page)}: sticks out sideways`).toBeLessThanOrEqual(0);
}

/** The same on every width, one after the other on the page as it stands. */
export async function good_everywhere(page: Page, name: string): Promise<void> {
  const first = view_of(page);
  for (const view of [first, ...(Object.keys(views) as View[]).filter((one) => one !== first)]) {
    await page.setViewportSize(views[view]);
    await good(page, name);
  }
}
