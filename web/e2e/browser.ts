// What every browser test needs: Debian's Chromium, a page of a language and a width, signing in, accessibility.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { chromium, type Browser, type Page } from 'playwright-core';
import { inject } from 'vitest';

const axe_source = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const flags = ['--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'];

export type Language = 'ko' | 'en';
export const languages: readonly Language[] = ['ko', 'en'];
export const views = { desktop: { width: 1440, height: 900 }, phone: { width: 360, height: 740 } } as const;
export type View = keyof typeof views;

/** A browser with a user data folder of its own, which goes when it is closed. */
export function start_browser(): Promise<Browser> {
  return chromium.launch({ executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', args: flags });
}

export interface Visit {
  page: Page;
  /** Everything the page complained about: exceptions, console errors, refusals of the security policy. */
  errors: string[];
  close: () => Promise<void>;
}

export async function visit(browser: Browser, language: Language = 'ko', view: View = 'desktop', origin = inject('origin')): Promise<Visit> {
  const context = await browser.newContext({ baseURL: origin, viewport: views[view], locale: language === 'ko' ? 'ko-KR' : 'en-GB', acceptDownloads: true });
  await context.addInitScript((chosen) => {
    if (!localStorage.getItem('clearway.language')) localStorage.setItem('clearway.language', chosen);
  }, language);
  const page = await context.newPage();
  const errors: string[] = [];
  page.on('pageerror', (error) => errors.push(String(error)));
  page.on('console', (message) => {
    // A refused request is part of some tests; the browser itself reports each as "Failed to load resource".
    if (message.type() === 'error' && !message.text().startsWith('Failed to load resource')) errors.push(message.text());
  });
  return { page, errors, close: () => context.close() };
}

export async function sign_in(page: Page, login: string, password = inject('passwords')[login] ?? ''): Promise<void> {
  await page.goto('/sign-in');
  await page.fill('#login', login);
  await page.fill('#password', password);
  await page.click('button[type=submit]');
  await page.waitForSelector('.user-name', { state: 'attached' });
}

/** No request is under way, and nothing on the page says it is loading or being replaced. */
export async function settled(page: Page): Promise<void> {
  await page.waitForLoadState('networkidle');
  await page.waitForFunction(() => !document.querySelector('.loading, [aria-busy="true"]'));
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
    const result = await axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] });
    return result.violations;
  });
  return violations.map(({ id, help, nodes }) => `${id}: ${help}: ${nodes.map((node) => `${node.target.join(' ')} ${node.failureSummary ?? ''}`).join(' | ')}`);
}

/** How far the page sticks out sideways; tables scroll inside their own frame. */
export function sideways_overflow(page: Page): Promise<number> {
  return page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
}
