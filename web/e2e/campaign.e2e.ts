// A special clearing campaign: drafted with its rule, approved by a second person, its team's list taken, what came in.
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { good, languages, sign_in, start_browser, visit } from './browser';

let browser: Browser;

beforeAll(async () => {
  browser = await start_browser();
});
afterAll(() => browser.close());

const today = new Intl.DateTimeFormat('sv-SE', { timeZone: 'Asia/Seoul' }).format(new Date());

/** Enters money that a debtor paid today, as the programs of a bank would. */
function pay(page: Page, party: string, krw: number): Promise<number> {
  return page.evaluate(
    async ([debtor, amount, on]) => {
      const csrf = /clearway_csrf=([^;]+)/.exec(document.cookie)?.[1] ?? '';
      const list = (await (await fetch(`/v1/debts?party=${debtor}`)).json()) as { items: { id: string; state: string }[] };
      const debt = list.items.find((one) => one.state === 'open')?.id ?? '';
      const read = await fetch(`/v1/debts/${debt}/statement`);
      const response = await fetch(`/v1/debts/${debt}/events`, {
        method: 'POST',
        headers: { 'Content-Type': 'application/json', 'X-CSRF-Token': decodeURIComponent(csrf), 'Request-Id': 'e2e-campaign-payment', 'If-Match': read.headers.get('ETag') ?? '' },
        body: JSON.stringify({ kind: 'paid', on, amount_krw: amount, word: 'transfer' }),
      });
      return response.status;
    },
    [party, krw, today] as const,
  );
}

describe('a clearing campaign', () => {
  it('goes from its rule to its result', { timeout: 300_000 }, async () => {
    const officer = await visit(browser, 'en');
    const { page } = officer;
    await sign_in(page, 'officer');
    await page.goto('/arrears/campaigns/new');
    await page.locator('main h1').waitFor();
    await page.click('form button[type=submit]');
    await page.locator('.error-summary a[href="#campaign-name-ko"]').waitFor();
    await page.fill('#campaign-name-ko', '시험 특별정리');
    await page.fill('#campaign-name-en', 'Test clearing');
    await page.selectOption('#campaign-office', '040');
    await page.fill('#campaign-from', today);
    await page.fill('#campaign-until', `${Number(today.slice(0, 4)) + 1}-03-31`);
    await page.fill('#campaign-at-least', '1,000,000');
    await page.getByRole('button', { name: 'See who would belong to it' }).click();
    await page.getByText(/debtors owing KRW/).waitFor();
    await page.fill('#campaign-treatment-0', '전화');
    await page.getByLabel('English name').nth(1).fill('Call');
    await page.fill('#campaign-member-0', 'sample-officer');
    await page.fill('#campaign-hours-0', '40');
    await page.fill('#campaign-target', '50,000,000');
    await good(page, 'campaign_form');
    await page.click('form button[type=submit]');
    await page.waitForURL(/\/arrears\/campaigns\/040\./);
    const address = new URL(page.url()).pathname;
    await page.getByText('Draft', { exact: true }).waitFor();
    expect(await page.getByRole('button', { name: 'Approve and draw the debtors' }).count(), 'not by who drafted it').toBe(0);

    const supervisor = await visit(browser, 'en');
    await sign_in(supervisor.page, 'supervisor');
    await supervisor.page.goto(address);
    await supervisor.page.getByRole('button', { name: 'Approve and draw the debtors' }).click();
    await supervisor.page.getByText('Approved', { exact: true }).waitFor();
    expect(supervisor.errors).toEqual([]);
    await supervisor.close();

    await page.reload();
    const called = page.locator('tr', { hasText: 'sample-officer' }).last();
    const debtor = (await called.locator('th').textContent()) ?? '';
    const tomorrow = new Date(Date.parse(`${today}T00:00:00Z`) + 86_400_000).toISOString().slice(0, 10);
    const list = `debtor,date,officer,channel,result,promised_by,promised_krw,note\n${debtor},${today},sample-officer,phone,promised,${tomorrow},"500,000",an invented call\n${debtor},${today},sample-officer,pigeon,reached,,,\n`;
    await page.setInputFiles('#contact-file', { name: 'list.csv', mimeType: 'text/csv', buffer: Buffer.from(list) });
    await page.getByRole('button', { name: 'Send the list' }).click();
    await page.getByText('1 added, 0 known already, 1 not taken').waitFor();
    await page.getByText(/'pigeon' is no channel/).waitFor();
    expect(await pay(page, debtor, 500_000)).toBe(201);
    await page.reload();
    await page.getByText(/KRW 500,000 came in/).waitFor();
    for (const language of languages) {
      const shown = await visit(browser, language, language === 'ko' ? 'phone' : 'desktop');
      await sign_in(shown.page, 'officer');
      for (const [name, at] of [['list', '/arrears/campaigns'], ['one', address]] as const) {
        await shown.page.goto(at);
        await good(shown.page, `campaign_${name}`);
      }
      expect(shown.errors).toEqual([]);
      await shown.close();
    }
    expect(officer.errors).toEqual([]);
    await officer.close();
  });
});
