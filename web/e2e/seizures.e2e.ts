// The arrears team: the worklist with its reasons, a seizure with photographs, its sale and the distribution of what it
// brought, each decided by a second person; a visit recorded without a connection.
import type { Browser, Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { accessibility_problems, picture, settled, sign_in, start_browser, visit, type Visit } from './browser';
import { add_days, today_in_korea } from '../src/messages/format';

const photograph = { name: 'goods.pdf', mimeType: 'application/pdf', buffer: Buffer.from('%PDF-1.4\nwhat was seized\n%%EOF\n') };

let browser: Browser;
beforeAll(async () => {
  browser = await start_browser();
});
afterAll(() => browser.close());

async function begin(login: string, path = '/seizures'): Promise<Visit> {
  const here = await visit(browser, 'en');
  await sign_in(here.page, login);
  await here.page.goto(path);
  await settled(here.page);
  return here;
}
/** Opens a seizure from the worklist. */
async function open(page: Page, subject: RegExp) {
  await page.getByRole('link', { name: subject }).click();
  await page.waitForURL(/\/seizures\/[^/]+$/);
  await settled(page);
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
    await rows.first().waitFor();
    expect(await rows.count()).toBeGreaterThan(6);
    await rows.first().getByText('Why', { exact: true }).click();
    expect(await rows.first().locator('details li').count()).toBeGreaterThan(0);
    await picture(page, 'seizures_worklist');
    expect(await accessibility_problems(page)).toEqual([]);
    expect(errors).toEqual([]);
    await close();
  });

  it('seizes with photographs, has it valued and announces the sale once a second person agrees', async () => {
    const { page, errors, close } = await begin('officer');
    await open(page, /machine tools/);
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
    await picture(supervisor.page, 'seizure_on_sale');
    expect([...errors, ...supervisor.errors]).toEqual([]);
    await supervisor.close();
    await close();
  });

  it('opens the bids, decides, takes the price and distributes it; the letter is there', async () => {
    const { page, errors, close } = await begin('officer');
    await open(page, /toys in the warehouse/);
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
    await picture(supervisor.page, 'seizure_distributed');
    expect(await accessibility_problems(supervisor.page)).toEqual([]);
    const [letter] = await Promise.all([supervisor.page.waitForEvent('download'), supervisor.page.getByRole('button', { name: /^Distribution statement/ }).click()]);
    expect(letter.suggestedFilename()).toBe('distribution_statement.pdf');
    expect([...errors, ...supervisor.errors]).toEqual([]);
    await supervisor.close();
    await close();
  });

  it('goes from the page of a debt to its case, seizes a deposit and distributes it; the debt is settled', { timeout: 120_000 }, async () => {
    const { page, errors, close } = await begin('officer', '/arrears/debts');
    const { items } = (await (await page.request.get('/v1/debts?limit=200')).json()) as { items: { id: string; order_id: string }[] };
    const debt = `/arrears/debts/${encodeURIComponent(items.find((one) => one.order_id === 'SAMPLE-ARREARS-2')!.id)}`;
    const day = (ago: number) => add_days(today_in_korea(new Date()), -ago);
    const demand = async (dialog: Locator) => {
      for (const [field, ago] of Object.entries({ demanded_on: 50, demand_served_on: 48, demanded_by: 31 })) await dialog.locator(`#enforce-${field}`).fill(day(ago));
    };
    const dialog = page.locator('dialog[open]');

    await page.goto(debt);
    await page.getByRole('button', { name: 'Print a demand' }).click();
    await dialog.locator('#demanded-by').fill(day(-14));
    const [letter] = await Promise.all([page.waitForEvent('download'), dialog.locator('button[type=submit]').click()]);
    expect(letter.suggestedFilename()).toBe('demand.pdf');
    await page.getByRole('button', { name: 'Open a case in enforcement' }).click();
    await demand(dialog);
    await picture(page, 'enforce_open');
    await dialog.locator('button[type=submit]').click();
    await page.waitForURL(/\/arrears\/cases\//);
    await page.locator('.figures dd', { hasText: /enforceable/i }).waitFor();
    // Deposits below a sum are exempt: what the debtor has at all banks is measured first.
    await page.getByRole('button', { name: 'Record what happened' }).click();
    await dialog.locator('#entry-event').selectOption('measurement');
    await dialog.locator('#entry-of').selectOption('deposits');
    await dialog.locator('#entry-amount').fill('31000000');
    await dialog.locator('#entry-evidence').fill('answer of the bank (sample)');
    await dialog.locator('button[type=submit]').click();
    await dialog.waitFor({ state: 'detached' });

    await page.goto(debt);
    await page.getByRole('link', { name: 'To the case in enforcement' }).waitFor();
    await page.getByRole('button', { name: 'Propose a seizure' }).click();
    await dialog.locator('#enforce-debtor').fill('Yesi Trading');
    await dialog.locator('#enforce-asset').selectOption('deposit');
    await dialog.locator('#enforce-subject').fill('deposit at Sample Bank');
    await dialog.locator('#enforce-third_party').fill('Sample Bank');
    await demand(dialog);
    await picture(page, 'enforce_propose');
    expect(await accessibility_problems(page)).toEqual([]);
    await dialog.locator('button[type=submit]').click();
    await page.waitForURL(/\/seizures\/[^/]+$/);
    await settled(page);
    const seizure = here_of(page);
    const supervisor = await begin('supervisor', seizure);
    await step(supervisor.page, 'Approve');
    await page.reload();
    await step(page, 'Record the seizure', { Description: 'balance of the account', 'Estimate (KRW)': '2500000' });
    await step(page, 'Receive what was collected', { 'Amount (KRW)': '2500000' });
    await step(page, 'Draw up the distribution', { 'Day of distribution': day(0), 'Costs (KRW)': '0' });
    await supervisor.page.reload();
    await step(supervisor.page, 'Approve');
    expect(await state(supervisor.page)).toMatch(/^Distributed/);
    await page.goto(debt);
    await page.locator('.figures dd', { hasText: /settled/i }).waitFor();
    await page.getByText('claim collected').first().waitFor();
    await picture(page, 'debt_collected');
    expect([...errors, ...supervisor.errors]).toEqual([]);
    await supervisor.close();
    await close();
  });

  it('records an interview without a connection; it is sent, once, when there is one', async () => {
    const { page, errors, close } = await begin('officer');
    await open(page, /bicycle parts/);
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
    await picture(page, 'seizure_visit');
    expect(await accessibility_problems(page)).toEqual([]);
    await page.context().setOffline(false);
    await page.getByText('Records not sent yet: 1').waitFor({ state: 'detached' });
    // The page of the case shows it without being loaded anew, and so does the server.
    await page.locator(`.krds-breadcrumb-wrap a[href="${path}"]`).click();
    const records = page.locator('li.reason', { hasText: 'Record of an interview' });
    await records.waitFor();
    await page.reload();
    await records.waitFor();
    expect(await records.count()).toBe(1);
    expect(await records.textContent()).toMatch(/made without a connection/);
    expect(await page.content()).not.toContain('on Friday');
    expect(errors.filter((error) => !error.includes('ERR_INTERNET_DISCONNECTED'))).toEqual([]);
    await close();
  });
});
