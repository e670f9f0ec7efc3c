// Every page in both languages, on a desktop and on a phone: shown without errors, usable by everyone, inside its width.
import { gzipSync } from 'node:zlib';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { good_everywhere, languages, settled, sign_in, start_browser, visit } from './browser';

interface Row {
  id: string;
  declared_on: string;
}
/** `of`: a list whose first row the address is made of. */
const addresses: { name: string; login: string | null; to: string | ((first: Row) => string); of?: string }[] = [
  { name: 'sign_in', login: null, to: '/sign-in' },
  { name: 'random_selection', login: null, to: '/random-selection' },
  { name: 'office_day', login: 'officer', to: (first) => `/office/day?tab=all&date=${first.declared_on}` },
  { name: 'office_day_decision', login: 'officer', to: (first) => `/office/day?tab=all&date=${first.declared_on}&selected=${encodeURIComponent(first.id)}` },
  { name: 'declarations', login: 'officer', to: '/declarations' },
  { name: 'declaration', login: 'officer', to: (first) => `/declarations/${encodeURIComponent(first.id)}` },
  { name: 'statistics', login: 'officer', to: '/statistics' },
  { name: 'seizures', login: 'officer', to: '/seizures' },
  { name: 'seizure', login: 'officer', to: '/seizures/B999300010.S-30001' },
  { name: 'seizure_visit', login: 'officer', to: '/seizures/B999300010.S-30001/visit' },
  { name: 'debts', login: 'officer', to: '/arrears/debts' },
  { name: 'debt', login: 'officer', to: '/arrears/debts/B9990000021.D-21-1' },
  { name: 'arrears_cases', login: 'officer', to: '/arrears/cases' },
  { name: 'arrears_case', login: 'officer', to: '/arrears/cases/B999200014.A-50004' },
  { name: 'arrears_figures', login: 'officer', to: '/arrears/figures' },
  { name: 'law_list', login: 'officer', to: '/law' },
  { name: 'law', login: 'officer', to: '/law/export.simplified.max_fob' },
  { name: 'tokens', login: 'officer', to: '/tokens' },
  { name: 'customs_notices', login: 'officer', to: '/notices' },
  { name: 'notice_effect', login: 'officer', to: '/notice-effect' },
  { name: 'detectors', login: 'officer', to: '/detectors' },
  { name: 'customs_notice', login: 'officer', of: '/v1/notices', to: (first) => `/notices/${encodeURIComponent(first.id)}` },
  { name: 'detector', login: 'officer', to: '/detectors/freight_left_out' },
  { name: 'campaigns', login: 'officer', to: '/arrears/campaigns' },
  { name: 'customs_plans', login: 'officer', to: '/arrears/plans' },
  { name: 'bank_files', login: 'officer', to: '/bank-files' },
  { name: 'missing', login: 'officer', to: '/no/such/page' },
  { name: 'own_declarations', login: 'trader', to: '/declarations' },
  { name: 'notices', login: 'trader', to: '/notices' },
  { name: 'import_declarations', login: 'trader', to: '/import-declarations' },
  { name: 'payments', login: 'trader', to: '/payments' },
  { name: 'statement', login: 'trader', to: '/statement' },
  { name: 'own_debts', login: 'trader', to: '/arrears/debts' },
  { name: 'plans', login: 'trader', to: '/arrears/plans' },
  { name: 'plan', login: 'trader', of: '/v1/plan-applications', to: (first) => `/arrears/plans/${encodeURIComponent(first.id)}` },
  { name: 'own_debt', login: 'trader', of: '/v1/debts', to: (first) => `/arrears/debts/${encodeURIComponent(first.id)}` },
  { name: 'home', login: 'trader', to: '/home' },
  { name: 'notice', login: 'trader', of: '/v1/notices', to: (first) => `/notices/${encodeURIComponent(first.id)}` },
  { name: 'notice_explain', login: 'trader', of: '/v1/notices?state=opened', to: (first) => `/notices/${encodeURIComponent(first.id)}/explain` },
  { name: 'notice_more_time', login: 'trader', of: '/v1/notices?state=opened', to: (first) => `/notices/${encodeURIComponent(first.id)}/more-time` },
  { name: 'notice_answers', login: 'trader', to: '/notice-answers' },
  { name: 'import_declaration', login: 'trader', of: '/v1/import-declarations', to: (first) => `/import-declarations/${encodeURIComponent(first.id)}` },
  { name: 'own_correction', login: 'trader', of: '/v1/import-declarations', to: (first) => `/import-declarations/${encodeURIComponent(first.id)}/correct` },
  { name: 'programmes', login: 'trader', to: '/programmes' },
  { name: 'programme', login: 'trader', of: '/v1/programmes', to: (first) => `/programmes/${encodeURIComponent(first.id)}` },
  { name: 'refunds', login: 'trader', to: '/refunds' },
  { name: 'mandates', login: 'trader', to: '/mandates' },
  { name: 'debt_plans', login: 'officer', to: '/arrears/debts/B9990000021.D-21-1/plans' },
  { name: 'forbidden', login: 'trader', to: '/office/day' },
  { name: 'accounts', login: 'administrator', to: '/accounts' },
  { name: 'audit', login: 'auditor', to: '/audit' },
];

describe('pages', () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await start_browser();
    });
  afterAll(() => browser.close());

  it('the first page needs less than 250 kB of compressed script', async () => {
    const { page, close } = await visit(browser);
    const sizes: Promise<number>[] = [];
    page.on('response', (answer) => {
      if (answer.url().endsWith('.js')) sizes.push(answer.body().then((body) => gzipSync(body).length));
    });
    await page.goto('/sign-in');
    await settled(page);
    const total = (await Promise.all(sizes)).reduce((a, b) => a + b, 0);
    expect(total).toBeGreaterThan(10_000);
    expect(total).toBeLessThan(250_000);
    await close();
  });

  for (const language of languages) {
    for (const login of [...new Set(addresses.map((address) => address.login))]) {
      it(`${login ?? 'nobody'}, ${language}`, async () => {
        const { page, errors, close } = await visit(browser, language);
        if (login) await sign_in(page, login);
        const tops = await page.locator('#main-menu > ul > li').evaluateAll((entries) => entries.map((entry) => entry.getBoundingClientRect().top));
        expect(new Set(tops).size, 'the menu stands on one line').toBeLessThanOrEqual(1);
        for (const { name, to, of = '/v1/declarations?limit=1&channel=red' } of addresses.filter((address) => address.login === login)) {
          let address = to;
          if (typeof address === 'function') {
            const found = (await (await page.request.get(of)).json()) as { items: Row[] };
            expect(found.items.length, `the sample world has rows of ${of}`).toBeGreaterThan(0);
            address = address(found.items[0]!);
          }
          await page.goto(address);
          await settled(page);
          expect(await page.locator('html').getAttribute('lang')).toBe(language);
          expect(await page.locator('h1').count(), `${name}: one heading of the page`).toBe(1);
          await good_everywhere(page, name);
          expect(errors, name).toEqual([]);
        }
        await close();
      });
    }
  }
});
