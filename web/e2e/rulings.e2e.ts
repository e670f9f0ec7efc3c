// A ruling: filed, decided by two officers, published; a later declaration is caught departing from it and told so.
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { good, good_everywhere, languages, sign_in, start_browser, visit } from './browser';

let browser: Browser;

beforeAll(async () => {
  browser = await start_browser();
});
afterAll(() => browser.close());

const file = { name: 'sheet.pdf', mimeType: 'application/pdf', buffer: Buffer.from('%PDF-1.4\nan invented data sheet\n%%EOF\n') };
const next = (page: Page) => page.click('.filing-foot button[type=submit]');
const at = (page: Page, step: string) => page.waitForURL(new RegExp(`/rulings/[^/]+/apply/${step}`));

/** Lodges one line as a program of the firm would, with the session of the page. */
function lodge(page: Page, tariff_code: string): Promise<{ status: number; follows: boolean; texts: string[] }> {
  return page.evaluate(async (code) => {
    const csrf = /clearway_csrf=([^;]+)/.exec(document.cookie)?.[1] ?? '';
    const today = new Intl.DateTimeFormat('sv-SE', { timeZone: 'Asia/Seoul' }).format(new Date());
    const line = { tariff_code: code, quantity: 100, unit: '2U', net_weight: 120, origin: 'CN', price: 3000 };
    const body = { seller: 'S-E2E', declaration: { declaration_number: '99990-26-900001M', tax_date: today, currency: 'USD', incoterm: 'FOB', freight: { amount: 240, currency: 'USD' }, lines: [line] }, goods: [{ line: 1, item: 'E2E-BOOT' }] };
    const response = await fetch('/v1/import-declarations', {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', 'Accept-Language': 'en', 'X-CSRF-Token': decodeURIComponent(csrf), 'Request-Id': `e2e-ruling-${code}` },
      body: JSON.stringify(body),
    });
    const answer = (await response.json()) as { rulings?: { number: string; follows: boolean; differences: { text: string }[] }[] };
    const own = answer.rulings?.[0];
    return { status: response.status, follows: own?.follows ?? false, texts: own?.differences.map((one) => one.text) ?? [] };
  }, tariff_code);
}

describe('an advance ruling', () => {
  it('is filed, decided, published, and a later declaration is caught departing from it', { timeout: 300_000 }, async () => {
    const firm = await visit(browser, 'en');
    const { page } = firm;
    await sign_in(page, 'trader');
    await page.goto('/rulings/new');
    await next(page);
    await page.locator('.error-summary a[href="#ruling-kind"]').waitFor();
    await page.locator('input[name=kind][value=classification]').check();
    await good(page, 'rulings_new');
    await next(page);

    await at(page, 'goods');
    await page.fill('#ruling-goods', 'Hiking boots of leather, sole of rubber, invented model E2E');
    await page.getByRole('region', { name: 'Rulings like yours' }).getByRole('link', { name: 'Hiking boots of leather' }).first().waitFor();
    await page.fill('#ruling-use', 'Hiking');
    await page.fill('#ruling-process', 'Stitched and cemented');
    await page.fill('#ruling-question', 'Which heading applies?');
    await page.fill('#ruling-office', '040');
    await page.press('#ruling-office', 'Enter');
    await good(page, 'rulings_goods');
    await next(page);

    await at(page, 'facts');
    await page.fill('#fact-tariff_code', '64');
    await page.fill('#fact-items', 'E2E-BOOT');
    await page.fill('#fact-origins', 'cn');
    await next(page);
    await page.locator('.error-summary a[href="#fact-tariff_code"]').waitFor();
    await page.fill('#fact-tariff_code', '6403');
    await good(page, 'rulings_facts');
    await next(page);

    await at(page, 'documents');
    for (const name of ['sample', 'description']) {
      const kept = page.waitForResponse((response) => response.url().endsWith('/application') && response.status() === 201);
      await page.setInputFiles(`#file-${name}`, file);
      await kept;
      await page.waitForFunction((id) => !(document.getElementById(id) as HTMLInputElement).disabled, `file-${name}`);
    }
    await good(page, 'rulings_documents');
    await next(page);
    await at(page, 'check');
    await page.locator('main .alert.success').waitFor();
    await good(page, 'rulings_check');
    await page.click('#send');
    await page.waitForURL(/\/rulings\/[^/]+$/);
    const address = new URL(page.url()).pathname;
    await good(page, 'rulings_filed');

    const customs = await visit(browser, 'en');
    await sign_in(customs.page, 'officer');
    await customs.page.goto(address);
    await customs.page.getByRole('link', { name: 'Draft a decision' }).click();
    await customs.page.waitForURL(/\/decide$/);
    await customs.page.fill('#decide-text', 'Classified under 6403.91-0000.');
    await customs.page.fill('#decide-reasons', 'Leather makes up most of the outer surface of the upper.');
    await customs.page.fill('#fact-tariff_code', '6403.91-0000');
    const published = { goods: 'hiking boots, model of the browser test', question: 'which heading', decision: 'heading 6403', reasons: 'by the upper' };
    for (const [field, text] of Object.entries(published)) {
      await customs.page.fill(`#public-${field}-en`, text);
      await customs.page.fill(`#public-${field}-ko`, `등산화 ${text}`);
    }
    await customs.page.fill('#public-reasons-en', 'by the upper, at USD 30.00 a pair');
    await next(customs.page);
    await customs.page.getByText('30.00').first().waitFor();
    await customs.page.fill('#public-reasons-en', 'by the upper');
    await good(customs.page, 'rulings_decide');
    await next(customs.page);
    await customs.page.waitForURL(new RegExp(`${address}$`));
    await customs.page.getByText('Whoever drafted a decision does not approve it').waitFor();
    await good(customs.page, 'rulings_drafted');

    const second = await visit(browser, 'en');
    await sign_in(second.page, 'supervisor');
    await second.page.goto(address);
    await second.page.getByRole('button', { name: 'Approve and decide' }).click();
    await second.page.locator('dialog button[type=submit]').click();
    await second.page.locator('.krds-badge.green', { hasText: 'Decided' }).waitFor();

    const nobody = await visit(browser, 'en');
    await nobody.page.goto('/public-rulings?q=browser+test');
    await nobody.page.getByRole('link', { name: published.goods }).click();
    await nobody.page.getByText('heading 6403').waitFor();
    expect(await nobody.page.content()).not.toContain('E2E-BOOT');

    expect(await lodge(page, '6403910000')).toMatchObject({ status: 201, follows: true });
    const departing = await lodge(page, '6402990000');
    expect(departing).toMatchObject({ status: 201, follows: false });
    expect(departing.texts[0]).toContain('6403910000');
    await page.goto(address);
    await page.getByText('1 declaration departs from the ruling.').waitFor();
    await page.getByRole('button', { name: /^What differs/ }).click();
    await page.getByText(departing.texts[0] ?? '-').waitFor();
    await good(page, 'rulings_departed');
    for (const each of [firm, customs, second, nobody]) {
      expect(each.errors).toEqual([]);
      await each.close();
    }
  });

  for (const language of languages) {
    it(`reads well: ${language}`, async () => {
      const { page, errors, close } = await visit(browser, language);
      await page.goto('/public-rulings');
      await good_everywhere(page, 'rulings_register');
      await page.locator('.plain-list a').first().click();
      await page.waitForURL(/\/public-rulings\/[^/?]+$/);
      await good_everywhere(page, 'rulings_published');
      await sign_in(page, 'trader');
      await page.goto('/rulings');
      await good_everywhere(page, 'rulings_own');
      await page.locator('main tr', { has: page.locator('.krds-badge.green') }).locator('a').first().click();
      await page.waitForURL(/\/rulings\/[^/]+$/);
      await good_everywhere(page, 'rulings_one');
      expect(errors).toEqual([]);
      await close();
      const customs = await visit(browser, language);
      await sign_in(customs.page, 'officer');
      await customs.page.goto('/rulings');
      await good_everywhere(customs.page, 'rulings_queue');
      expect(customs.errors).toEqual([]);
      await customs.close();
    });
  }
});
