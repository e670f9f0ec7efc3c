// The arrears team: the worklist with its reasons, a seizure with photographs, its sale and the distribution of what it
// brought, each decided by a second person; a visit recorded without a connection.
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { accessibility_problems, settled, sign_in, start_browser, visit, type Visit } from './browser';

const pictures = process.env.CLEARWAY_PICTURES;
const photograph = { name: 'goods.pdf', mimeType: 'application/pdf', buffer: Buffer.from('%PDF-1.4\nwhat was seized\n%%EOF\n') };

let browser: Browser;
beforeAll(async () => {
  browser = await start_browser();
  if (pictures) mkdirSync(pictures, { recursive: true });
});
afterAll(() => browser.close());

async function begin(login: string, path = '/seizures'): Promise<Visit> {
  const here = await visit(browser, 'en');
  await sign_in(here.page, login);
  await here.page.goto(path);
  await settled(here.page);
  return here;
}
async function picture(page: Page, name: string) {
  if (pictures) await page.screenshot({ path: join(pictures, `${name}.png`), fullPage: true });
}
/** Opens a step, fills its fields by label, and takes it. */
async function step(page: Page, name: string, fields: Record<string, string> = {}) {
  await page.getByRole('button', { name, exact: true }).first().click();
  const dialog = page.locator('dialog[open]');
  for (const [label, value] of Object.entries(fields)) await dialog.getByLabel(label, { exact: true }).first().fill(value);
  await dialog.locator('button[type=submit]').click();
  await dialog.waitFor({ state: 'detached' });
  await settled(page);
}
const state = (page: Page) => page.locator('.figures dd').first().textContent();
const here_of = (page: Page) => new URL(page.url()).pathname;

describe('the arrears team', () => {
  it('sees what comes next and why', async () => {
    const { page, errors, close } = await begin('officer');
    const rows = page.locator('tbody tr');
    expect(await rows.count()).toBeGreaterThan(6);
    await rows.first().getByText('Why', { exact: true }).click();
    expect(await rows.first().locator('details li').count()).toBeGreaterThan(0);
    await picture(page, 'seizures-worklist-en');
    expect(await accessibility_problems(page)).toEqual([]);
    expect(errors).toEqual([]);
    await close();
  });

  it('seizes with photographs, has it valued and announces the sale once a second person agrees', async () => {
    const { page, errors, close } = await begin('officer');
    await page.getByRole('link', { name: /machine tools/ }).click();
    await settled(page);
    await page.getByRole('button', { name: 'Record the seizure', exact: true }).click();
    const dialog = page.locator('dialog[open]');
    await dialog.getByLabel('Description').fill('milling machine (sample)');
    await dialog.getByLabel('Quantity').fill('1');
    await dialog.getByLabel('Estimate (KRW)').fill('140000000');
    await dialog.getByLabel('Where it is').fill('hall 2');
    await dialog.getByLabel('Photograph').setInputFiles(photograph);
    await dialog.locator('button[type=submit]').click();
    await dialog.waitFor({ state: 'detached' });
    expect(await state(page)).toMatch(/^Seized/);
    await step(page, 'Enter the valuation', { Valuer: 'Yesi Appraisal', Method: 'comparison', 'Value (KRW)': '130000000' });
    await step(page, 'Propose the auction', { Place: 'online' });
    expect(await state(page)).toMatch(/^Sale proposed/);
    expect(await page.getByRole('button', { name: 'Approve', exact: true }).count()).toBe(0);
    const supervisor = await begin('supervisor', here_of(page));
    await step(supervisor.page, 'Approve');
    expect(await state(supervisor.page)).toMatch(/^On sale/);
    await picture(supervisor.page, 'seizure-on-sale-en');
    expect([...errors, ...supervisor.errors]).toEqual([]);
    await supervisor.close();
    await close();
  });

  it('opens the bids, decides, takes the price and distributes it; the letter is there', async () => {
    const { page, errors, close } = await begin('officer');
    await page.getByRole('link', { name: /toys in the warehouse/ }).click();
    await settled(page);
    await page.getByText('2 (sealed)').waitFor();
    await step(page, 'Open the bids');
    await step(page, 'Decide the sale');
    await step(page, 'Receive the price');
    await step(page, 'Draw up the distribution', { 'Costs (KRW)': '640000' });
    const supervisor = await begin('supervisor', here_of(page));
    await supervisor.page.getByRole('heading', { name: 'Distribution statement' }).waitFor();
    await supervisor.page.getByText('How it was computed').click();
    await step(supervisor.page, 'Approve');
    expect(await state(supervisor.page)).toMatch(/^Distributed/);
    const shares = await supervisor.page.locator('tfoot td').allTextContents();
    expect(shares).toHaveLength(2);
    await picture(supervisor.page, 'seizure-distributed-en');
    expect(await accessibility_problems(supervisor.page)).toEqual([]);
    const [letter] = await Promise.all([supervisor.page.waitForEvent('download'), supervisor.page.getByRole('button', { name: /^Distribution statement/ }).click()]);
    expect(letter.suggestedFilename()).toBe('distribution_statement.pdf');
    expect([...errors, ...supervisor.errors]).toEqual([]);
    await supervisor.close();
    await close();
  });

  it('records an interview without a connection; it is sent, once, when there is one', async () => {
    const { page, errors, close } = await begin('officer');
    await page.getByRole('link', { name: /bicycle parts/ }).click();
    await settled(page);
    const path = here_of(page);
    await page.getByRole('link', { name: 'Record a visit' }).click();
    await settled(page);
    await page.context().setOffline(true);
    await page.getByLabel('Interview').check();
    await page.getByLabel('Place').fill('Yesi-ro 12');
    await page.getByLabel('What was said and seen').fill('will pay a half on Friday');
    await page.getByRole('button', { name: 'Keep the record' }).click();
    await page.getByText('The officer has to attest it.').first().waitFor();
    await page.getByLabel('I attest that it is as written.').first().check();
    await page.getByLabel('Why there is no signature').fill('wants to ask a lawyer');
    await page.getByRole('button', { name: 'Keep the record' }).click();
    await page.getByText('Records not sent yet: 1').waitFor();
    await picture(page, 'seizure-visit-en');
    expect(await accessibility_problems(page)).toEqual([]);
    await page.context().setOffline(false);
    await page.getByText('Records not sent yet: 1').waitFor({ state: 'detached' });
    await page.goto(path);
    await settled(page);
    const records = page.locator('li.reason', { hasText: 'Record of an interview' });
    // The page that sent it may have been left before the answer came; what is kept is sent by the next one.
    for (let tries = 0; tries < 15 && (await records.count()) === 0; tries += 1) {
      await page.waitForTimeout(1000);
      await page.reload();
      await settled(page);
    }
    expect(await records.count()).toBe(1);
    expect(await records.textContent()).toMatch(/made without a connection/);
    expect(await page.content()).not.toContain('on Friday');
    expect(errors.filter((error) => !error.includes('ERR_INTERNET_DISCONNECTED'))).toEqual([]);
    await close();
  });
});
