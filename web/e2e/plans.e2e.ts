// The navigator for debtors: read, choose, apply; decided by customs; a part missed and planned anew; changed early; paid
// to the end.
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { accessibility_problems, settled, sideways_overflow, sign_in, start_browser, visit, type Visit } from './browser';

const pictures = process.env.CLEARWAY_PICTURES;
const paper = { name: 'bank-statement.pdf', mimeType: 'application/pdf', buffer: Buffer.from('%PDF-1.4\nincome and expenses (sample)\n%%EOF\n') };
const facts = ['Disaster, theft, marked loss', 'With the deferral the business can recover', 'A written plan of assets', 'No recent conviction', 'No other enforcement', 'No new arrears'];

let browser: Browser;
beforeAll(async () => {
  browser = await start_browser();
  if (pictures) mkdirSync(pictures, { recursive: true });
});
afterAll(() => browser.close());

async function begin(login: string, path: string): Promise<Visit> {
  const here = await visit(browser, 'en');
  await sign_in(here.page, login);
  await here.page.goto(path);
  await settled(here.page);
  return here;
}
/** In both languages at both widths, and back. */
async function picture(page: Page, name: string) {
  if (!pictures) return;
  const path = page.url();
  for (const language of ['ko', 'en'] as const) {
    for (const width of [1440, 390]) {
      await page.setViewportSize({ width, height: 900 });
      await page.evaluate((chosen) => localStorage.setItem('clearway.language', chosen), language);
      await page.goto(path);
      await settled(page);
      for (const details of await page.locator('details').all()) await details.evaluate((one) => one.setAttribute('open', ''));
      await page.waitForTimeout(300);
      await page.screenshot({ path: join(pictures, `${name}-${language}-${width}.png`), fullPage: true });
    }
  }
  await page.setViewportSize({ width: 1440, height: 900 });
  await page.goto(path);
  await settled(page);
}
const badge = (page: Page) => page.locator('.krds-badge').first().textContent();

describe('the navigator for debtors', () => {
  let applied = '';

  it('the debtor reads what is owed and why, sees three ways side by side, and applies for one', async () => {
    const { page, errors, close } = await begin('trader', '/arrears/debts');
    await page.getByRole('link', { name: /SAMPLE-ARREARS-2/ }).click();
    await settled(page);
    await page.getByRole('heading', { name: 'Why this amount' }).waitFor();
    await page.getByRole('link', { name: 'See the ways to pay' }).click();
    await settled(page);
    const ways = page.locator('.options > section');
    await ways.first().waitFor();
    expect(await ways.locator('h2').allTextContents()).toEqual(['One payment', 'Instalments before the due date', 'Deferral of seizure and sale, paid in parts']);
    await page.getByLabel('Parts (monthly)').fill('4');
    await page.getByLabel('Income of a month (KRW)').fill('2000000');
    await page.getByLabel('Expenses of a month (KRW)').fill('1900000');
    await page.getByRole('button', { name: 'Compare' }).click();
    await settled(page);
    // Four parts are beyond what is left of a month; the nearest that is not is named.
    await ways.nth(2).getByText('The declared means do not cover').waitFor();
    await page.getByText(/^The nearest plan that could be granted/).waitFor();
    await page.getByLabel('Expenses of a month (KRW)').fill('1000000');
    await page.getByRole('button', { name: 'Compare' }).click();
    await ways.nth(2).getByText('Within your means').waitFor();
    await picture(page, 'plans-ways');
    if (pictures) {
      for (const [label, value] of [['Parts (monthly)', '4'], ['Income of a month (KRW)', '2000000'], ['Expenses of a month (KRW)', '1000000']] as const) await page.getByLabel(label).fill(value);
      await page.getByRole('button', { name: 'Compare' }).click();
      await ways.nth(2).getByText('Within your means').waitFor();
    }
    await page.getByText('Show for each measure').click();
    expect(await page.locator('tbody tr', { hasText: 'Exit ban' }).textContent()).toMatch(/Minister of Justice.*within 10 days/);
    expect(await accessibility_problems(page)).toEqual([]);
    await page.getByRole('button', { name: 'Apply', exact: true }).click();
    await page.getByText('Give the reason.').first().waitFor();
    await page.getByLabel('Reason').fill('Our largest customer failed (sample).');
    for (const fact of facts) await page.getByLabel(fact).check();
    await page.getByLabel('I am in hardship').check();
    await page.getByLabel('I consent to a hand-over').check();
    await page.getByRole('button', { name: 'Apply', exact: true }).click();
    await page.waitForURL(/\/arrears\/plans\//);
    await settled(page);
    expect(await badge(page)).toBe('Applied for');
    await page.locator('input[type=file]').setInputFiles(paper);
    await page.getByRole('button', { name: 'bank-statement.pdf' }).waitFor();
    expect(await accessibility_problems(page)).toEqual([]);
    applied = new URL(page.url()).pathname;
    expect(errors).toEqual([]);
    await close();
  });

  it('an officer establishes the conditions, grants it with a reason, tells the welfare office and sends the letter', async () => {
    const { page, errors, close } = await begin('officer', applied);
    await page.getByLabel('Reason of the decision').fill('The conditions are established.');
    await page.getByRole('button', { name: 'Grant', exact: true }).click();
    await page.getByText('A condition is not met').waitFor();
    for (const fact of facts) await page.getByLabel(fact).check();
    await picture(page, 'plans-decide');
    await page.getByLabel('Reason of the decision').fill('The conditions are established.');
    for (const fact of facts) await page.getByLabel(fact).check();
    await page.getByRole('button', { name: 'Grant', exact: true }).click();
    await page.getByText(/^Granted on/).waitFor();
    expect(await badge(page)).toBe('Running');
    await page.getByLabel('Welfare office').fill('Yesi Welfare Centre (sample)');
    await page.getByRole('button', { name: 'Keep the hand-over' }).click();
    await page.getByText(/Yesi Welfare Centre \(sample\) was told/).waitFor();
    const [letter] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name: /^Letter of the decision/ }).click()]);
    expect(letter.suggestedFilename()).toBe('plan_approval.pdf');
    if (pictures) await letter.saveAs(join(pictures, 'plan_approval.pdf'));
    await picture(page, 'plans-granted');
    expect(await sideways_overflow(page)).toBeLessThanOrEqual(0);
    expect(errors).toEqual([]);
    await close();
  });

  it('a part was missed: the debtor sees what follows and asks anew, and customs plans again', async () => {
    const { page, errors, close } = await begin('trader', '/arrears/plans');
    await picture(page, 'plans-list');
    await page.getByRole('row', { name: /A part was missed/ }).getByRole('link').click();
    await settled(page);
    await page.getByText(/^The part of .* was missed/).waitFor();
    await page.getByText('The rest is due at once').waitFor();
    await page.getByLabel('Parts (monthly)').fill('10');
    await page.getByRole('button', { name: 'Plan again', exact: true }).click();
    await page.getByText('The debtor asks for 10 parts.').waitFor();
    expect(await badge(page)).toBe('A part was missed');
    await picture(page, 'plans-missed');
    const officer = await begin('officer', new URL(page.url()).pathname);
    await officer.page.getByRole('button', { name: 'Plan again', exact: true }).click();
    await officer.page.getByText(/^The next part is due on/).waitFor();
    expect(await badge(officer.page)).toBe('Running');
    expect([...errors, ...officer.errors]).toEqual([]);
    await officer.close();
    await close();
  });

  it('the debtor changes a plan early by herself, pays, and the end is shown', async () => {
    const { page, errors, close } = await begin('trader', '/');
    await page.getByRole('link', { name: /Next part of your payment plan/ }).first().waitFor();
    await page.goto('/arrears/plans');
    await settled(page);
    await page.getByRole('link', { name: /6 parts/ }).first().click();
    await settled(page);
    expect(await badge(page)).toBe('Running');
    const parts = page.locator('tbody tr', { hasText: 'to come' });
    expect(await parts.count()).toBe(6);
    await page.getByLabel('Parts (monthly)').fill('9');
    await page.getByRole('button', { name: 'Plan again', exact: true }).click();
    await page.waitForFunction(() => Array.from(document.querySelectorAll('tbody tr')).filter((row) => row.textContent?.includes('to come')).length === 9);
    const officer = await begin('officer', new URL(page.url()).pathname);
    await officer.page.getByRole('link', { name: 'See what is owed and why' }).click();
    await settled(officer.page);
    // What came in at the bank is entered on the debt: all that is owed.
    const owed = await officer.page.evaluate(async () => {
      const id = location.pathname.split('/').pop() ?? '';
      const read = await fetch(`/v1/debts/${id}/statement`);
      return ((await read.json()) as { balance: number }).balance;
    });
    await officer.page.locator('button[aria-haspopup=dialog]').first().click();
    const dialog = officer.page.locator('dialog[open]');
    await dialog.locator('#event-kind').selectOption('paid');
    await dialog.locator('#event-amount_krw').fill(String(owed));
    await dialog.locator('button[type=submit]').click();
    await dialog.waitFor({ state: 'detached' });
    await officer.close();
    await page.reload();
    await settled(page);
    expect(await badge(page)).toBe('Paid in full');
    await page.getByText('0 left', { exact: false }).first().waitFor();
    await picture(page, 'plans-end');
    expect(errors).toEqual([]);
    await close();
  });
});
