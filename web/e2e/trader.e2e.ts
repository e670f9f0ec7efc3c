// A trader's way: sign in, file in steps with one error corrected, find it in the list; drafts, mandates, a file of declarations.
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { accessibility_problems, good, sign_in, start_browser, visit, type Language, type View } from './browser';

let browser: Browser;

beforeAll(async () => {
  browser = await start_browser();
});
afterAll(() => browser.close());

/** Fills in a field of a data element, whatever form it has. */
async function fill(page: Page, name: string, value: string, item = 1) {
  const id = `f-${name}-${item}`;
  const field = page.locator(`#${id}`);
  await field.waitFor({ state: 'attached' });
  await field.evaluate((element) => element.closest('details')?.setAttribute('open', ''));
  const kind = await field.evaluate((element) => (element instanceof HTMLSelectElement ? 'select' : (element.getAttribute('role') ?? 'text')));
  if (kind === 'select') return void (await field.selectOption(value));
  await field.fill(value);
  if (kind === 'combobox') await field.press('Enter');
}

const next = (page: Page) => page.click('.filing-foot button[type=submit]');
const at = (page: Page, step: string) => page.waitForURL(new RegExp(`/filing/[^/]+/${step}`));

const goods = { goods_description: 'Face cream', quantity: '4', quantity_unit: 'EA', line_amount: '100', net_weight: '0.6', gross_weight: '0.8' };
const parties = { exporter_name: '가상무역 0012', exporter_address: '서울특별시 가상구 가상로 12', exporter_postcode: '04001', manufacturer_name: '가상무역 0012', consignee_name: 'Sample Buyer 0345', destination_country: 'US' };

describe('filing in steps', () => {
  const ways: [Language, View][] = [
    ['ko', 'desktop'],
    ['en', 'phone'],
  ];
  for (const [language, view] of ways) {
    it(`a simplified declaration, one error corrected: ${language}, ${view}`, { timeout: 240_000 }, async () => {
      const { page, errors, close } = await visit(browser, language, view);
      await sign_in(page, 'trader');
      await page.waitForURL(/\/home/);
      await good(page, 'filing_home');
      await page.click('.page-head a[href="/filing"]');
      await at(page, 'who');
      await page.locator('input[name=wants][value=certificate]').check();
      await good(page, 'filing_who');
      await next(page);

      await at(page, 'goods');
      for (const [name, value] of Object.entries(goods)) await fill(page, name, value);
      // The finding is known before the field is left: what leaving it shows must not take the click from under the pointer.
      const checked = page.waitForResponse((response) => response.url().endsWith('/check') && (response.request().postData() ?? '').includes('"33049910"'));
      await fill(page, 'tariff_code', '33049910');
      await checked;
      await next(page);
      await page.locator('.error-summary a[href="#f-tariff_code-1"]').click();
      expect(await page.evaluate(() => document.activeElement?.id)).toBe('f-tariff_code-1');
      await good(page, 'filing_goods_error');
      await fill(page, 'tariff_code', '3304991000');
      await next(page);

      await at(page, 'procedure');
      await page.locator('#option-simplified:checked').waitFor();
      expect(await page.locator('.option').count()).toBe(3);
      await good(page, 'filing_procedure');
      await next(page);

      await at(page, 'details');
      await fill(page, 'commercial_name', 'Sample Cream 50');
      await fill(page, 'model_specification', '50 ML');
      await good(page, 'filing_details');
      await next(page);
      await at(page, 'parties');
      for (const [name, value] of Object.entries(parties)) await fill(page, name, value);
      await good(page, 'filing_parties');
      await next(page);
      await at(page, 'transport');
      await fill(page, 'customs_office', '040');
      await fill(page, 'customs_section', '10');
      await fill(page, 'port_of_loading', 'KRICN');
      await good(page, 'filing_transport');
      await next(page);
      await at(page, 'payment');
      await page.waitForFunction(() => Number((document.getElementById('f-total_fob_krw-1') as HTMLInputElement | null)?.value) > 0);
      await good(page, 'filing_payment');

      // The browser's own "back" goes one step back, and nothing is lost.
      await page.goBack();
      await at(page, 'transport');
      await page.goForward();
      await at(page, 'payment');
      await next(page);
      await at(page, 'check');
      await good(page, 'filing_check');
      await page.locator('main .alert.success').waitFor();
      const answers: number[] = [];
      page.on('response', (response) => {
        if (response.url().endsWith('/v1/declarations') && response.request().method() === 'POST') answers.push(response.status());
      });
      await page.locator('#send').dblclick();
      await page.waitForURL(/\/sent$/);
      expect(answers).toEqual([201]);
      await good(page, 'filing_sent');
      const number = (await page.locator('.alert.success .number').textContent()) ?? '';
      expect(number).toMatch(/^\w{10,}$/);
      await page.goto('/declarations');
      await page.getByRole('link', { name: number }).click();
      await page.waitForURL(/\/declarations\/[^/]+$/);
      await good(page, 'filing_own_declaration');
      expect(await page.locator('.equation').count()).toBe(0);
      expect(errors).toEqual([]);
      await close();
    });
  }

  it('keeps what was typed: as a draft, and against another window', { timeout: 120_000 }, async () => {
    const { page, errors, close } = await visit(browser, 'en');
    await sign_in(page, 'trader');
    await page.goto('/filing');
    await at(page, 'who');
    await next(page);
    await at(page, 'goods');
    await fill(page, 'goods_description', 'Sample tea');
    await page.getByText(/^Saved/).waitFor();
    await page.reload();
    await page.locator('#f-goods_description-1').waitFor();
    expect(await page.inputValue('#f-goods_description-1')).toBe('Sample tea');

    const other = await page.context().newPage();
    await other.goto(page.url());
    const kept = other.waitForResponse((response) => (response.request().postData() ?? '').includes('Sample green tea') && response.ok());
    await fill(other, 'goods_description', 'Sample green tea');
    await kept;
    await fill(page, 'goods_description', 'Sample black tea');
    await page.getByText('This filing was changed in another window').waitFor();
    await page.getByRole('button', { name: 'Load what was saved elsewhere' }).click();
    expect(await page.inputValue('#f-goods_description-1')).toBe('Sample green tea');
    await other.close();

    await page.goto('/home');
    await page.getByRole('link', { name: 'Sample green tea', exact: true }).waitFor();
    await page.getByRole('button', { name: 'Discard Sample green tea' }).click();
    await page.locator('dialog[open]').getByRole('button', { name: 'Discard' }).click();
    await page.getByRole('link', { name: 'Sample green tea', exact: true }).waitFor({ state: 'detached' });
    expect(errors).toEqual([]);
    await close();
  });
});

describe('who acts for a trader', () => {
  it('is authorised with an end, and revoked', async () => {
    const { page, errors, close } = await visit(browser, 'en');
    await sign_in(page, 'trader');
    await page.goto('/mandates');
    await page.getByRole('button', { name: 'Authorise somebody' }).click();
    const dialog = page.locator('dialog[open]');
    await dialog.locator('button[type=submit]').click();
    await dialog.getByText('Enter the login of the person you authorise.').first().waitFor();
    await dialog.locator('#mandate-login').fill('broker');
    await dialog.locator('button[type=submit]').click();
    await page.getByText('broker may now act for you.').waitFor();
    const before = await page.getByText('Revoked', { exact: true }).count();
    await page.getByRole('button', { name: 'Revoke broker' }).last().click();
    await page.locator('dialog[open]').getByRole('button', { name: 'Revoke' }).click();
    await page.getByText('The mandate was revoked.').waitFor();
    await page.waitForFunction((count) => Array.from(document.querySelectorAll('td .krds-badge')).filter((badge) => badge.textContent === 'Revoked').length === count + 1, before);
    expect(await accessibility_problems(page)).toEqual([]);
    expect(errors).toEqual([]);
    await close();
  });
});

describe('a file of declarations', () => {
  it('is answered line by line, with what is wrong', async () => {
    const { page, errors, close } = await visit(browser, 'en');
    await sign_in(page, 'trader');
    await page.goto('/batch');
    await page.click('form button[type=submit]');
    await page.getByText('Choose the file to send.').waitFor();
    await page.setInputFiles('#batch-file', { name: 'day.jsonl', mimeType: 'application/x-ndjson', buffer: Buffer.from('{"declaration_id":"E2E-BAD-1","procedure":"simplified"}\nnot json\n') });
    await page.click('form button[type=submit]');
    await page.getByText('All sent: 0 lodged, 2 refused.').waitFor();
    expect(await page.locator('tbody tr').count()).toBe(2);
    expect(await accessibility_problems(page)).toEqual([]);
    expect(errors).toEqual([]);
    await close();
  });
});
